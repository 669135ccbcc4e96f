//! A database for one test.

use std::str::FromStr;

use percent_encoding::percent_decode_str;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions};
use uuid::Uuid;

use crate::environment::variable;

/// Goes away with [`Database::remove`] when the test ends.
pub struct Database {
    server: PgConnectOptions,
    pub name: String,
}

impl Database {
    pub async fn create() -> Self {
        let url = variable("TEST_POSTGRES_URL");
        let server = PgConnectOptions::from_str(&url)
            .expect("TEST_POSTGRES_URL is no PostgreSQL URL")
            .disable_statement_logging();
        let database = Self {
            server,
            name: format!("inventory_test_{}", Uuid::new_v4().simple()),
        };
        database
            .run(&format!("CREATE DATABASE {}", database.name))
            .await;
        database
    }

    /// What a service or a test connects with.
    pub fn options(&self) -> PgConnectOptions {
        self.server.clone().database(&self.name)
    }

    /// The variables that name this database.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let url = self.server.to_url_lossy();
        let password = percent_decode_str(url.password().unwrap_or("none"))
            .decode_utf8()
            .expect("the password is no UTF-8");
        vec![
            ("DB_HOST", self.server.get_host().to_owned()),
            ("DB_PORT", self.server.get_port().to_string()),
            ("DB_NAME", self.name.clone()),
            ("DB_USER", self.server.get_username().to_owned()),
            ("DB_PASSWORD", password.into_owned()),
        ]
    }

    pub async fn remove(&self) {
        let name = &self.name;
        self.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            .await;
    }

    /// Cuts every connection and accepts no new one.
    pub async fn cut(&self) {
        let name = &self.name;
        self.run(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            .await;
        self.run(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await;
    }

    async fn run(&self, statement: &str) {
        let mut server = PgConnection::connect_with(&self.server)
            .await
            .expect("the test PostgreSQL does not answer");
        server.execute(statement).await.expect(statement);
        let _ = server.close().await;
    }
}
