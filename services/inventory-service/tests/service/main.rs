//! The whole service against a real PostgreSQL, Redis and RabbitMQ, with a database, keys and an
//! exchange for each test; only user-service's keys are a fake.

mod cache;
mod catalogue;
mod concurrency;
mod contract;
mod database;
mod environment;
mod errors;
mod events;
mod expiry;
mod levels;
mod nearest;
mod observability;
mod process;
mod products;
mod proxy;
mod reservations;
mod support;
mod tokens;
