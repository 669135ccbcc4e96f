//! The whole service against a real PostgreSQL, one database for each test; only user-service's
//! keys are a fake.

mod catalogue;
mod concurrency;
mod database;
mod errors;
mod expiry;
mod observability;
mod process;
mod reservations;
mod support;
mod tokens;
