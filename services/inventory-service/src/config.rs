//! Every environment variable, its default and its check.

use std::{net::IpAddr, time::Duration};

use clap::{
    Parser, ValueEnum,
    builder::{NonEmptyStringValueParser, RangedU64ValueParser},
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

    /// Seconds that a reservation holds stock before it expires
    #[arg(long, env, value_name = "RESERVATION_TTL_SECONDS", default_value = "900", value_parser = seconds())]
    pub reservation_ttl_seconds: u64,

    /// Seconds between two runs of the reservation_expiry job
    #[arg(long, env, value_name = "RESERVATION_EXPIRY_INTERVAL_SECONDS", default_value = "5", value_parser = seconds())]
    pub reservation_expiry_interval_seconds: u64,

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

    /// How long a reservation holds stock.
    pub fn reservation_ttl(&self) -> Duration {
        Duration::from_secs(self.reservation_ttl_seconds)
    }

    /// Pause between two runs of the expiry job.
    pub fn reservation_expiry_interval(&self) -> Duration {
        Duration::from_secs(self.reservation_expiry_interval_seconds)
    }

    /// Writes the effective settings as one log line, the password masked.
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
            reservation_ttl_seconds = self.reservation_ttl_seconds,
            reservation_expiry_interval_seconds = self.reservation_expiry_interval_seconds,
            otel_service_name = self.otel_service_name,
            otel_exporter_otlp_endpoint = %self.otel_exporter_otlp_endpoint,
            "effective configuration"
        );
    }
}

fn seconds() -> RangedU64ValueParser {
    RangedU64ValueParser::new().range(1..=86_400)
}

fn http_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        other => Err(format!("the scheme must be http or https, not {other}")),
    }
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
}
