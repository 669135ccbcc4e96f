//! Every environment variable, its default and its check.

use std::{net::IpAddr, time::Duration};

use clap::{
    Parser, ValueEnum,
    builder::NonEmptyStringValueParser,
    error::{ContextKind, ContextValue, Error, ErrorKind},
    value_parser,
};
use reqwest::Url;

/// The service's settings. The doc comment of a field is its help text (`--help`).
#[derive(Debug, Clone, Parser)]
#[command(name = "inventory-service", version, about)]
pub struct Config {
    /// Address to listen on
    #[arg(long, env, value_name = "BIND_ADDRESS", default_value = "127.0.0.1")]
    pub bind_address: IpAddr,

    /// Port to listen on
    #[arg(long, env, value_name = "HTTP_PORT", default_value_t = 8002, value_parser = value_parser!(u16).range(1..))]
    pub http_port: u16,

    /// Least severe log line that is written
    #[arg(
        long,
        env,
        value_name = "LOG_LEVEL",
        default_value = "info",
        ignore_case = true
    )]
    pub log_level: LogLevel,

    /// PostgreSQL host
    #[arg(long, env, value_name = "DB_HOST", value_parser = NonEmptyStringValueParser::new())]
    pub db_host: String,

    /// PostgreSQL port
    #[arg(long, env, value_name = "DB_PORT", default_value_t = 5432, value_parser = value_parser!(u16).range(1..))]
    pub db_port: u16,

    /// PostgreSQL database
    #[arg(long, env, value_name = "DB_NAME", value_parser = NonEmptyStringValueParser::new())]
    pub db_name: String,

    /// PostgreSQL role
    #[arg(long, env, value_name = "DB_USER", value_parser = NonEmptyStringValueParser::new())]
    pub db_user: String,

    /// Password of the role
    #[arg(long, env, value_name = "DB_PASSWORD", hide_env_values = true, value_parser = NonEmptyStringValueParser::new())]
    pub db_password: String,

    /// Most connections that the pool opens
    #[arg(long, env, value_name = "DB_POOL_MAX", default_value_t = 10, value_parser = value_parser!(u32).range(1..=1000))]
    pub db_pool_max: u32,

    /// Where user-service publishes the keys that sign access tokens
    #[arg(long, env, value_name = "JWKS_URL", value_parser = http_url)]
    pub jwks_url: Url,

    /// Redis, which keeps answers for a while; the service works without it
    #[arg(long, env, value_name = "REDIS_URL", hide_env_values = true, value_parser = redis_url)]
    pub redis_url: Url,

    /// RabbitMQ, where events go; without it they wait in the outbox
    #[arg(long, env, value_name = "RABBITMQ_URL", hide_env_values = true, value_parser = amqp_url)]
    pub rabbitmq_url: Url,

    /// Topic exchange that events are published to
    #[arg(long, env, value_name = "EVENTS_EXCHANGE", default_value = "oms.events", value_parser = NonEmptyStringValueParser::new())]
    pub events_exchange: String,

    /// How long the cache may keep an answer that nothing has invalidated
    #[arg(long, env, value_name = "CACHE_TTL_SECONDS", default_value = "10", value_parser = seconds)]
    pub cache_ttl_seconds: Seconds,

    /// How long Redis may take to answer before the database is asked instead
    #[arg(long, env, value_name = "CACHE_TIMEOUT_SECONDS", default_value = "0.1", value_parser = seconds)]
    pub cache_timeout_seconds: Seconds,

    /// How long a reservation holds stock before it expires
    #[arg(long, env, value_name = "RESERVATION_TTL_SECONDS", default_value = "900", value_parser = seconds)]
    pub reservation_ttl_seconds: Seconds,

    /// Time between two runs of the reservation_expiry job
    #[arg(long, env, value_name = "RESERVATION_EXPIRY_INTERVAL_SECONDS", default_value = "5", value_parser = seconds)]
    pub reservation_expiry_interval_seconds: Seconds,

    /// Time between two runs of the low_stock_scan job
    #[arg(long, env, value_name = "LOW_STOCK_SCAN_INTERVAL_SECONDS", default_value = "15", value_parser = seconds)]
    pub low_stock_scan_interval_seconds: Seconds,

    /// Time between two looks into the outbox when nothing wakes its relay
    #[arg(long, env, value_name = "OUTBOX_POLL_INTERVAL_SECONDS", default_value = "0.5", value_parser = seconds)]
    pub outbox_poll_interval_seconds: Seconds,

    /// Name of this service in logs and traces
    #[arg(
        long,
        env,
        value_name = "OTEL_SERVICE_NAME",
        default_value = "inventory-service"
    )]
    pub otel_service_name: String,

    /// Where traces are sent (OTLP over HTTP with protobuf)
    #[arg(long, env, value_name = "OTEL_EXPORTER_OTLP_ENDPOINT", default_value = "http://127.0.0.1:4318", value_parser = http_url)]
    pub otel_exporter_otlp_endpoint: Url,

    /// Ask the running service for its health, print nothing, and exit 0 or 1
    #[arg(long)]
    pub health_check: bool,
}

/// A duration that a variable ending in `_SECONDS` gives as a plain number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seconds(f64);

impl Seconds {
    /// The same as the standard library says it.
    pub fn duration(self) -> Duration {
        Duration::from_secs_f64(self.0)
    }
}

/// The four levels of the log format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    Debug,
    Info,
    Warn,
    Error,
}

impl LogLevel {
    /// The name in the settings and in the log.
    fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

impl Config {
    /// Reads the environment; `--help` and `--version` print and end the process.
    ///
    /// # Errors
    /// One line that names the variable and what is wrong with it.
    pub fn from_env() -> Result<Self, String> {
        Self::try_parse().map_err(|error| match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => error.exit(),
            _ => one_line(&error),
        })
    }

    /// Writes the effective settings as one log line, the passwords masked.
    pub fn log(&self) {
        tracing::info!(
            bind_address = %self.bind_address,
            http_port = self.http_port,
            log_level = self.log_level.name(),
            db_host = self.db_host,
            db_port = self.db_port,
            db_name = self.db_name,
            db_user = self.db_user,
            db_password = "****",
            db_pool_max = self.db_pool_max,
            jwks_url = %self.jwks_url,
            redis_url = %masked(&self.redis_url),
            rabbitmq_url = %masked(&self.rabbitmq_url),
            events_exchange = self.events_exchange,
            cache_ttl_seconds = self.cache_ttl_seconds.0,
            cache_timeout_seconds = self.cache_timeout_seconds.0,
            reservation_ttl_seconds = self.reservation_ttl_seconds.0,
            reservation_expiry_interval_seconds = self.reservation_expiry_interval_seconds.0,
            low_stock_scan_interval_seconds = self.low_stock_scan_interval_seconds.0,
            outbox_poll_interval_seconds = self.outbox_poll_interval_seconds.0,
            otel_service_name = self.otel_service_name,
            otel_exporter_otlp_endpoint = %self.otel_exporter_otlp_endpoint,
            "effective configuration"
        );
    }
}

/// A plain number, decimals allowed: more than nothing, and at most a day.
fn seconds(text: &str) -> Result<Seconds, String> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    match text.parse() {
        Ok(number) if plain && number > 0.0 && number <= 86_400.0 => Ok(Seconds(number)),
        _ => Err("must be a number of seconds, more than 0 and at most 86400".to_owned()),
    }
}

fn http_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        other => Err(format!("the scheme must be http or https, not {other}")),
    }
}

fn redis_url(text: &str) -> Result<Url, String> {
    let url = url_of(text, "redis")?;
    redis::Client::open(url.as_str()).map_err(|error| error.to_string())?;
    Ok(url)
}

/// As everywhere in this system, no path and a lone slash both mean the virtual host `/`.
fn amqp_url(text: &str) -> Result<Url, String> {
    let mut url = url_of(text, "amqp")?;
    if matches!(url.path(), "" | "/") {
        url.set_path("/%2f");
    }
    Ok(url)
}

fn url_of(text: &str, scheme: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    match url.scheme() {
        found if found != scheme => Err(format!("the scheme must be {scheme}, not {found}")),
        _ if url.host_str().is_none_or(str::is_empty) => Err("it has no host".to_owned()),
        _ => Ok(url),
    }
}

/// The URL without its password.
fn masked(url: &Url) -> Url {
    let mut url = url.clone();
    if url.password().is_some() {
        // Fails only for a URL without a host, which has no password either.
        let _ = url.set_password(Some("****"));
    }
    url
}

/// clap's report spans several lines and ends in a usage text; ours is one sentence.
fn one_line(error: &Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let names = variables(&text(ContextKind::InvalidArg));
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("{names} is not set"),
        _ if names.is_empty() => error.to_string().lines().next().unwrap_or("").to_owned(),
        _ => {
            let value = text(ContextKind::InvalidValue);
            match std::error::Error::source(error) {
                // It may hold a password.
                Some(source) if value.contains('@') => format!("{names} is not valid: {source}"),
                Some(source) => format!("{names} is not valid: {value:?}: {source}"),
                None => format!("{names} is not valid: {value:?}"),
            }
        }
    }
}

/// `--db-host <DB_HOST>, --db-name <DB_NAME>` → `DB_HOST, DB_NAME`.
fn variables(arguments: &str) -> String {
    arguments
        .split('<')
        .skip(1)
        .filter_map(|part| part.split('>').next())
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses valid settings in which `name` has another value, or none.
    fn with(name: &str, value: Option<&str>) -> Result<Config, String> {
        let mut arguments = vec!["inventory-service".to_owned()];
        for (argument, valid) in [
            ("db-host", "localhost"),
            ("db-name", "inventory_service"),
            ("db-user", "inventory_service"),
            ("db-password", "secret"),
            ("jwks-url", "http://127.0.0.1:8004/.well-known/jwks.json"),
            ("redis-url", "redis://127.0.0.1:6379/0"),
            ("rabbitmq-url", "amqp://oms:secret@127.0.0.1:5672/"),
        ] {
            if argument != name {
                arguments.push(format!("--{argument}={valid}"));
            }
        }
        arguments.extend(value.map(|value| format!("--{name}={value}")));
        Config::try_parse_from(arguments).map_err(|error| one_line(&error))
    }

    #[test]
    fn names_the_missing_variable() {
        assert_eq!(
            with("db-password", None).unwrap_err(),
            "DB_PASSWORD is not set"
        );
    }

    #[test]
    fn names_the_malformed_variable_in_one_line() {
        for (argument, value, variable) in [
            ("http-port", "0", "HTTP_PORT"),
            ("http-port", "eighty", "HTTP_PORT"),
            ("db-pool-max", "many", "DB_POOL_MAX"),
            ("db-host", "", "DB_HOST"),
            ("log-level", "loud", "LOG_LEVEL"),
            ("jwks-url", "nowhere", "JWKS_URL"),
            ("redis-url", "http://127.0.0.1:6379", "REDIS_URL"),
            ("redis-url", "redis://127.0.0.1:6379/first", "REDIS_URL"),
            ("rabbitmq-url", "amqp://", "RABBITMQ_URL"),
            ("cache-ttl-seconds", "1e3", "CACHE_TTL_SECONDS"),
            ("cache-ttl-seconds", "0", "CACHE_TTL_SECONDS"),
            ("reservation-ttl-seconds", "5m", "RESERVATION_TTL_SECONDS"),
            (
                "otel-exporter-otlp-endpoint",
                "ftp://x",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
            ),
        ] {
            let line = with(argument, Some(value)).unwrap_err();
            assert!(
                line.starts_with(&format!("{variable} is not valid")),
                "{line}"
            );
            assert!(!line.contains('\n'), "{line}");
        }
    }

    #[test]
    fn durations_may_have_decimals() {
        let config = with("outbox-poll-interval-seconds", Some("0.25")).unwrap();
        let interval = config.outbox_poll_interval_seconds.duration();
        assert_eq!(interval, Duration::from_millis(250));
    }

    #[test]
    fn passwords_in_urls_are_not_shown() {
        let line = with("rabbitmq-url", Some("http://oms:secret@127.0.0.1")).unwrap_err();
        assert!(!line.contains("secret"), "{line}");
        let config = with("db-port", Some("5432")).unwrap();
        assert_eq!(
            masked(&config.rabbitmq_url).as_str(),
            "amqp://oms:****@127.0.0.1:5672/%2f"
        );
    }
}
