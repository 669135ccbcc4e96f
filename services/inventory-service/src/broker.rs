//! RabbitMQ: publishing events with publisher confirms.

use std::{sync::Arc, time::Duration};

use lapin::{
    BasicProperties, Channel, Connection, ConnectionProperties, ExchangeKind, PublisherConfirm,
    options::{BasicPublishOptions, ConfirmSelectOptions, ExchangeDeclareOptions},
    types::{AMQPValue, FieldTable, LongString, ShortString},
    uri::AMQPUri,
};
use opentelemetry::{global, propagation::Injector};
use reqwest::Url;
use time::OffsetDateTime;
use tokio::time::{Instant, timeout, timeout_at};
use tracing::{Span, field::Empty};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use uuid::Uuid;

use crate::{
    config::Config,
    events,
    problem::{Error, Result},
    store::OutboxEvent,
    telemetry::{exemplars::note_trace, metrics::Metrics, propagation::StoredTrace},
};

/// How long connecting may take.
const CONNECT_PATIENCE: Duration = Duration::from_secs(3);
/// How long the broker may take to confirm what one call published.
const CONFIRM_PATIENCE: Duration = Duration::from_secs(5);
/// A connection on which nothing is heard for twice as long is dead.
const HEARTBEAT_SECONDS: u16 = 5;
/// Largest frame. The client keeps room for dozens of them each way, and our events are small; a
/// larger one is sent in several.
const FRAME_BYTES: u32 = 8_192;
/// The message survives a restart of the broker.
const PERSISTENT: u8 = 2;

/// Publishes to one topic exchange. A connection that is lost is made anew by the next call.
pub struct Publisher {
    url: Url,
    exchange: String,
    name: String,
    metrics: Arc<Metrics>,
    link: Option<Link>,
}

/// A channel that confirms, and the connection it lives on.
struct Link {
    channel: Channel,
    _connection: Connection,
}

/// What became of a call.
pub struct Published {
    /// The events that the broker has taken over.
    pub confirmed: Vec<Uuid>,
    /// Why it did not take the others.
    pub failure: Option<Error>,
}

impl Publisher {
    pub fn new(config: &Config, metrics: Arc<Metrics>) -> Self {
        let exchange = config.events_exchange.clone();
        metrics.expect_messages(events::TYPES.map(|event_type| format!("{exchange}:{event_type}")));
        Self {
            url: config.rabbitmq_url.clone(),
            name: config.otel_service_name.clone(),
            exchange,
            metrics,
            link: None,
        }
    }

    /// Makes sure that there is a connection.
    ///
    /// # Errors
    /// `Broker` when there is none.
    pub async fn connect(&mut self) -> Result<()> {
        if self
            .link
            .as_ref()
            .is_some_and(|link| link.channel.status().connected())
        {
            return Ok(());
        }
        self.link = None;
        let opening = timeout(CONNECT_PATIENCE, self.open());
        let link = opening
            .await
            .map_err(|_| Error::Broker("no connection within 3 s".to_owned()))??;
        self.link = Some(link);
        tracing::info!(
            messaging_destination_name = self.exchange,
            "connected to the broker"
        );
        Ok(())
    }

    async fn open(&self) -> Result<Link> {
        let mut uri: AMQPUri = self.url.as_str().parse().map_err(Error::Broker)?;
        uri.query.heartbeat = Some(HEARTBEAT_SECONDS);
        uri.query.frame_max = Some(FRAME_BYTES);
        let properties = ConnectionProperties::default()
            .with_connection_name(LongString::from(self.name.as_str()));
        let connection = Connection::connect_uri(uri, properties).await?;
        let channel = connection.create_channel().await?;
        channel
            .exchange_declare(
                self.exchange.as_str().into(),
                ExchangeKind::Topic,
                ExchangeDeclareOptions {
                    durable: true,
                    ..ExchangeDeclareOptions::default()
                },
                FieldTable::default(),
            )
            .await?;
        channel
            .confirm_select(ConfirmSelectOptions::default())
            .await?;
        Ok(Link {
            channel,
            _connection: connection,
        })
    }

    /// Publishes the events in their order, all of them before the first confirm is awaited. The
    /// caller bounds how many are in flight by how many it gives.
    pub async fn publish(&mut self, events: &[OutboxEvent]) -> Published {
        let end = Instant::now() + CONFIRM_PATIENCE;
        let mut sent = Vec::with_capacity(events.len());
        for event in events {
            let span = self.span(event);
            // A broker that is short of memory or disk stops reading.
            let confirm = timeout_at(end, self.send(event, &span))
                .await
                .unwrap_or_else(|_| Err(unconfirmed()));
            sent.push((event, span, confirm));
        }
        let mut published = Published {
            confirmed: Vec::with_capacity(events.len()),
            failure: None,
        };
        for (event, span, confirm) in sent {
            let outcome = match confirm {
                Ok(confirm) => confirmed(confirm, end).await,
                Err(error) => Err(error),
            };
            let destination = self.destination(event);
            self.metrics.sent_message(destination, outcome.is_ok());
            match outcome {
                Ok(()) => published.confirmed.push(event.event_id),
                Err(error) => {
                    span.record("otel.status_code", "ERROR");
                    span.record("error.type", "publish");
                    published.failure.get_or_insert(error);
                }
            }
        }
        if published.failure.is_some() {
            self.link = None;
        }
        published
    }

    async fn send(&self, event: &OutboxEvent, span: &Span) -> Result<PublisherConfirm> {
        let link = self
            .link
            .as_ref()
            .ok_or_else(|| Error::Broker("not connected".to_owned()))?;
        let mut headers = Headers::default();
        global::get_text_map_propagator(|propagator| {
            propagator.inject_context(&span.context(), &mut headers);
        });
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let properties = BasicProperties::default()
            .with_content_type("application/cloudevents+json".into())
            .with_delivery_mode(PERSISTENT)
            .with_message_id(event.event_id.to_string().into())
            .with_timestamp(u64::try_from(now).unwrap_or_default())
            .with_app_id(self.name.as_str().into())
            .with_headers(headers.0);
        let confirm = link
            .channel
            .basic_publish(
                self.exchange.as_str().into(),
                event.event_type.as_str().into(),
                BasicPublishOptions::default(),
                event.body.as_bytes(),
                properties,
            )
            .await?;
        Ok(confirm)
    }

    fn destination(&self, event: &OutboxEvent) -> String {
        format!("{}:{}", self.exchange, event.event_type)
    }

    /// Continues the trace in which the event happened; the span ends with the confirm.
    fn span(&self, event: &OutboxEvent) -> Span {
        let destination = self.destination(event);
        let span = tracing::info_span!(
            parent: None,
            "send",
            otel.name = format!("send {destination}"),
            otel.kind = "producer",
            otel.status_code = Empty,
            error.type = Empty,
            peer.service = "rabbitmq",
            messaging.system = "rabbitmq",
            messaging.operation.type = "send",
            messaging.operation.name = "send",
            messaging.destination.name = destination,
            messaging.rabbitmq.destination.routing_key = event.event_type,
            messaging.message.id = %event.event_id,
            server.address = self.url.host_str(),
            server.port = self.url.port().unwrap_or(5672),
        );
        let stored = StoredTrace {
            traceparent: &event.traceparent,
            tracestate: &event.tracestate,
        };
        let context = global::get_text_map_propagator(|propagator| propagator.extract(&stored));
        // Fails only for a span that is switched off.
        let _ = span.set_parent(context);
        note_trace(&span);
        span
    }
}

async fn confirmed(confirm: PublisherConfirm, end: Instant) -> Result<()> {
    match timeout_at(end, confirm).await {
        Ok(Ok(confirmation)) if confirmation.is_ack() => Ok(()),
        Ok(Ok(_)) => Err(Error::Broker("the broker refused an event".to_owned())),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Err(unconfirmed()),
    }
}

fn unconfirmed() -> Error {
    Error::Broker("no confirm within 5 s".to_owned())
}

/// Headers of a message, as the OpenTelemetry propagator writes them.
#[derive(Default)]
struct Headers(FieldTable);

impl Injector for Headers {
    fn set(&mut self, key: &str, value: String) {
        let value = AMQPValue::LongString(value.into());
        self.0.insert(ShortString::from(key), value);
    }
}
