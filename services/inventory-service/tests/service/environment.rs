//! Redis and RabbitMQ, shared by all tests: keys and the exchange carry the name of the test's
//! database.

use lapin::{
    Channel, Connection, ConnectionProperties,
    message::BasicGetMessage,
    options::{
        BasicGetOptions, ExchangeDeclareOptions, ExchangeDeleteOptions, QueueBindOptions,
        QueueDeclareOptions,
    },
    types::FieldTable,
};
use redis::aio::MultiplexedConnection;
use reqwest::Url;

use crate::database::Database;

/// The value of a variable that `make test` sets.
pub fn variable(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: run `make test S=inventory-service`"))
}

/// The exchange of the service under test.
pub fn exchange(database: &Database) -> String {
    format!("{}.events", database.name)
}

/// The variables that name Redis and RabbitMQ.
pub fn settings(database: &Database) -> Vec<(&'static str, String)> {
    vec![
        ("REDIS_URL", variable("TEST_REDIS_URL")),
        ("RABBITMQ_URL", variable("TEST_RABBITMQ_URL")),
        ("EVENTS_EXCHANGE", exchange(database)),
        // A machine that is busy with tests must not look like a Redis that is away.
        ("CACHE_TIMEOUT_SECONDS", "5".to_owned()),
    ]
}

pub async fn redis() -> MultiplexedConnection {
    let client = redis::Client::open(variable("TEST_REDIS_URL")).unwrap();
    client
        .get_multiplexed_async_connection()
        .await
        .expect("the test Redis does not answer")
}

/// The names of the keys of a kind (`entry`, `generation`, `changes`).
pub async fn keys(database: &Database, kind: &str) -> Vec<String> {
    redis::cmd("KEYS")
        .arg(format!("{}:{kind}:*", database.name))
        .query_async(&mut redis().await)
        .await
        .unwrap()
}

/// A queue that receives every event of the service under test.
pub struct Events {
    _connection: Connection,
    channel: Channel,
    queue: String,
}

impl Events {
    pub async fn of(database: &Database) -> Self {
        let (connection, channel) = connect().await;
        let exchange = exchange(database);
        let durable = ExchangeDeclareOptions {
            durable: true,
            ..ExchangeDeclareOptions::default()
        };
        channel
            .exchange_declare(
                exchange.as_str().into(),
                lapin::ExchangeKind::Topic,
                durable,
                FieldTable::default(),
            )
            .await
            .unwrap();
        let exclusive = QueueDeclareOptions {
            exclusive: true,
            ..QueueDeclareOptions::default()
        };
        let queue = channel
            .queue_declare("".into(), exclusive, FieldTable::default())
            .await
            .unwrap();
        let queue = queue.name().to_string();
        channel
            .queue_bind(
                queue.as_str().into(),
                exchange.as_str().into(),
                "#".into(),
                QueueBindOptions::default(),
                FieldTable::default(),
            )
            .await
            .unwrap();
        Self {
            _connection: connection,
            channel,
            queue,
        }
    }

    /// The next message, if one has arrived.
    pub async fn next(&self) -> Option<BasicGetMessage> {
        self.channel
            .basic_get(self.queue.as_str().into(), BasicGetOptions { no_ack: true })
            .await
            .unwrap()
    }
}

async fn connect() -> (Connection, Channel) {
    let mut url: Url = variable("TEST_RABBITMQ_URL").parse().unwrap();
    if matches!(url.path(), "" | "/") {
        url.set_path("/%2f");
    }
    let connection = Connection::connect(url.as_str(), ConnectionProperties::default())
        .await
        .expect("the test RabbitMQ does not answer");
    let channel = connection.create_channel().await.unwrap();
    (connection, channel)
}

/// Deletes the keys and the exchange of a test.
pub async fn remove(database: &Database) {
    let mut redis = redis().await;
    let keys: Vec<String> = redis::cmd("KEYS")
        .arg(format!("{}:*", database.name))
        .query_async(&mut redis)
        .await
        .unwrap();
    if !keys.is_empty() {
        let _: i64 = redis::cmd("DEL")
            .arg(keys)
            .query_async(&mut redis)
            .await
            .unwrap();
    }
    let (_connection, channel) = connect().await;
    channel
        .exchange_delete(
            exchange(database).as_str().into(),
            ExchangeDeleteOptions::default(),
        )
        .await
        .unwrap();
}
