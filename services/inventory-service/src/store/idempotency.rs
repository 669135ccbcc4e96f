//! The first answer to a request with an `Idempotency-Key`, kept with what it did.

use serde::Serialize;
use serde_json::Value;

use super::{Store, change::Change};
use crate::problem::{Error, Result};

/// A request that its caller may repeat.
pub struct Repeatable {
    /// The caller's id: keys of different callers are different keys.
    pub caller: String,
    /// What is asked for; a key may be used once for each operation.
    pub operation: &'static str,
    pub key: String,
    pub request: Value,
}

/// The body of an answer.
pub struct Response {
    pub body: String,
    /// Whether it is the first answer again.
    pub replayed: bool,
}

impl Store {
    /// Claims the key for this transaction; the answer when there is one already. Waits while another
    /// request with the key is under way.
    pub(super) async fn claim_key(
        &self,
        change: &mut Change,
        repeatable: Option<&Repeatable>,
    ) -> Result<Option<Response>> {
        let Some(repeatable) = repeatable else {
            return Ok(None);
        };
        let query = sqlx::query(
            "INSERT INTO idempotency_keys (caller, operation, key, request)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
        )
        .bind(&repeatable.caller)
        .bind(repeatable.operation)
        .bind(&repeatable.key)
        .bind(&repeatable.request)
        .execute(change.connection());
        let claimed = self.observe("INSERT", "idempotency_keys", query).await?;
        if claimed.rows_affected() == 1 {
            return Ok(None);
        }
        let query = sqlx::query_as(
            "SELECT request = $4, response FROM idempotency_keys
             WHERE caller = $1 AND operation = $2 AND key = $3",
        )
        .bind(&repeatable.caller)
        .bind(repeatable.operation)
        .bind(&repeatable.key)
        .bind(&repeatable.request)
        .fetch_one(change.connection());
        let (same, response): (bool, Option<String>) =
            self.observe("SELECT", "idempotency_keys", query).await?;
        match response {
            _ if !same => Err(Error::IdempotencyKeyReused),
            Some(body) => Ok(Some(Response {
                body,
                replayed: true,
            })),
            None => Err(Error::Internal("a key was committed without an answer")),
        }
    }

    /// Writes the answer beside the key, in the transaction of the work.
    pub(super) async fn keep_answer(
        &self,
        change: &mut Change,
        repeatable: Option<&Repeatable>,
        answer: &impl Serialize,
    ) -> Result<Response> {
        let body = serde_json::to_string(answer)
            .map_err(|_| Error::Internal("an answer cannot be written as JSON"))?;
        if let Some(repeatable) = repeatable {
            let query = sqlx::query(
                "UPDATE idempotency_keys SET response = $4
                 WHERE caller = $1 AND operation = $2 AND key = $3",
            )
            .bind(&repeatable.caller)
            .bind(repeatable.operation)
            .bind(&repeatable.key)
            .bind(&body)
            .execute(change.connection());
            self.observe("UPDATE", "idempotency_keys", query).await?;
        }
        Ok(Response {
            body,
            replayed: false,
        })
    }

    /// Removes at most `limit` keys older than a day; answers how many.
    ///
    /// # Errors
    /// When the database does.
    pub async fn prune_idempotency_keys(&self, limit: i64) -> sqlx::Result<u64> {
        let query = sqlx::query(
            "DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
                 SELECT ctid FROM idempotency_keys
                 WHERE created_at < now() - interval '24 hours'
                 LIMIT $1))",
        )
        .bind(limit)
        .execute(&self.pool);
        let deleted = self.observe("DELETE", "idempotency_keys", query).await?;
        Ok(deleted.rows_affected())
    }
}
