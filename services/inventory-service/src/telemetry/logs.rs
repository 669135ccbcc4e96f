//! One JSON object a line on standard output:
//! `{"ts", "level", "service", "msg", "trace_id", "span_id", …fields}`.

use std::{fmt, io::Write, sync::OnceLock};

use opentelemetry::trace::TraceContextExt;
use serde_json::{Map, Value};
use time::OffsetDateTime;
use tracing::{
    Dispatch, Event, Level, Metadata, Subscriber,
    dispatcher::WeakDispatch,
    field::{Field, Visit},
    level_filters::LevelFilter,
};
use tracing_subscriber::{
    Layer,
    filter::{Targets, filter_fn},
    layer::Context,
    registry::LookupSpan,
};

use crate::{config::LogLevel, timestamp};

/// The log of this process. `LOG_LEVEL=debug` means our own debug lines: libraries never say more
/// than `warn`, unless the level is `error`.
pub fn layer<S>(service: &str, level: LogLevel) -> impl Layer<S> + use<S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let level = match level {
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Error => LevelFilter::ERROR,
    };
    let targets = Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        // Our exporter says it once; see `exporter`.
        .with_target("opentelemetry", LevelFilter::OFF)
        .with_target(env!("CARGO_CRATE_NAME"), level);
    // Spans pass at every level: without them a warning would have no trace id.
    let wanted = move |metadata: &Metadata<'_>| {
        metadata.is_span() || targets.would_enable(metadata.target(), metadata.level())
    };
    JsonLines {
        service: service.to_owned(),
        dispatch: OnceLock::new(),
    }
    .with_filter(filter_fn(wanted))
}

/// A panic becomes an error line in the trace it happened in, instead of plain text.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.payload_as_str().unwrap_or("no message");
        let location = panic.location().map(ToString::to_string);
        tracing::error!(error = message, location, "panic");
    }));
}

/// The only line before the log exists: why the start failed, on standard error.
pub fn write_start_failure(reason: &str) {
    let mut line = Map::new();
    line.insert("ts".into(), now());
    line.insert("level".into(), "error".into());
    line.insert("service".into(), env!("CARGO_PKG_NAME").into());
    line.insert("msg".into(), reason.into());
    eprintln!("{}", Value::Object(line));
}

struct JsonLines {
    service: String,
    /// Needed to ask the OpenTelemetry layer for the ids of a span.
    dispatch: OnceLock<WeakDispatch>,
}

impl<S> Layer<S> for JsonLines
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        let _ = self.dispatch.set(subscriber.downgrade());
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);

        let mut line = Map::new();
        line.insert("ts".into(), now());
        line.insert("level".into(), level_name(*event.metadata().level()).into());
        line.insert("service".into(), self.service.as_str().into());
        line.insert("msg".into(), fields.message.into());
        if let Some(span) = context.event_span(event) {
            self.add_ids(&span.id(), &mut line);
        }
        line.extend(fields.others);

        let mut text = Value::Object(line).to_string();
        text.push('\n');
        // One write a line, so that lines of two threads never mix. A closed pipe is no reason to
        // stop serving.
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }
}

impl JsonLines {
    fn add_ids(&self, span: &tracing::span::Id, line: &mut Map<String, Value>) {
        let Some(dispatch) = self.dispatch.get().and_then(WeakDispatch::upgrade) else {
            return;
        };
        let Some(context) = tracing_opentelemetry::get_otel_context(span, &dispatch) else {
            return;
        };
        let span = context.span();
        let ids = span.span_context();
        if ids.is_valid() {
            line.insert("trace_id".into(), ids.trace_id().to_string().into());
            line.insert("span_id".into(), ids.span_id().to_string().into());
        }
    }
}

fn now() -> Value {
    timestamp::format(OffsetDateTime::now_utc()).into()
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG | Level::TRACE => "debug",
    }
}

/// The fields of one event; libraries write dots where our vocabulary has underscores.
#[derive(Default)]
struct Fields {
    message: String,
    others: Map<String, Value>,
}

impl Fields {
    fn add(&mut self, field: &Field, value: Value) {
        match field.name() {
            "message" => {
                self.message = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
            }
            // Where in a library's source the line was written: noise to a reader of the log.
            name if name.starts_with("log.") => {}
            name => {
                self.others.insert(name.replace('.', "_"), value);
            }
        }
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, value.into());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        self.add(field, value.to_string().into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, format!("{value:?}").into());
    }
}
