//! Every failure as a problem document (RFC 9457): the only place that knows HTTP status codes.
//!
//! A handler returns an [`Error`]; it travels as a [`Problem`] in the response's extensions to the
//! outermost layer, which knows the path and the trace and writes the body.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use crate::stock::StockError;

pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong while a request is answered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the request is not valid")]
    InvalidRequest(Vec<FieldError>),
    #[error("{0}")]
    Unauthorized(&'static str),
    #[error("{0}")]
    Forbidden(&'static str),
    #[error("{0}")]
    NotFound(String),
    #[error("this route does not know the method")]
    MethodNotAllowed,
    #[error("the body is larger than 1 MiB")]
    PayloadTooLarge,
    #[error("the body's Content-Type is not application/json")]
    UnsupportedMediaType,
    #[error("this Idempotency-Key came with another body before")]
    IdempotencyKeyReused,
    #[error(transparent)]
    Stock(#[from] StockError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error("{0}")]
    DependencyUnavailable(&'static str),
    #[error("the broker: {0}")]
    Broker(String),
    #[error("{0}")]
    Internal(&'static str),
}

/// One member of `errors`: which field is wrong, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    pub field: String,
    pub message: String,
}

impl Error {
    /// A request with one wrong field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::InvalidRequest(vec![FieldError {
            field: field.into(),
            message: message.into(),
        }])
    }
}

/// A problem that still lacks what only the outermost layer knows.
#[derive(Debug, Clone)]
pub struct Problem {
    pub status: StatusCode,
    pub code: &'static str,
    pub title: &'static str,
    pub detail: String,
    pub members: Map<String, Value>,
    /// For the log only: what really happened behind a 5xx.
    pub cause: Option<String>,
}

impl Problem {
    fn new(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            status,
            code,
            title,
            detail: detail.into(),
            members: Map::new(),
            cause: None,
        }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    fn caused_by(mut self, cause: impl ToString) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// The response to the request for `instance` in the trace `trace_id`.
    pub fn render(&self, instance: &str, trace_id: Option<&str>) -> Response {
        let mut body = json!({
            "type": format!("urn:oms:problem:{}", self.code),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
            "instance": instance,
            "code": self.code,
        });
        if let Value::Object(body) = &mut body {
            body.extend(self.members.clone());
            body.insert("trace_id".to_owned(), trace_id.unwrap_or_default().into());
        }
        let mut response = (self.status, body.to_string()).into_response();
        let headers = response.headers_mut();
        let problem_json = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, problem_json);
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::InvalidRequest(fields) => invalid_request(&fields),
            Error::Unauthorized(_) => Self::new(
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "Sign in first",
                detail,
            ),
            Error::Forbidden(_) => {
                Self::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail)
            }
            Error::NotFound(_) => {
                Self::new(StatusCode::NOT_FOUND, "not_found", "Not found", detail)
            }
            Error::MethodNotAllowed => Self::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "Method not allowed",
                detail,
            ),
            Error::PayloadTooLarge => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "payload_too_large",
                "The body is too large",
                detail,
            ),
            Error::UnsupportedMediaType => Self::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send JSON",
                detail,
            ),
            Error::IdempotencyKeyReused => key_reused(detail),
            Error::Stock(error) => refused(&error),
            Error::Database(error) if is_unavailable(&error) => {
                unavailable("the database does not answer").caused_by(error)
            }
            Error::Database(error) => internal().caused_by(error),
            Error::DependencyUnavailable(what) => unavailable(what).caused_by(what),
            Error::Broker(cause) => unavailable("the broker does not answer").caused_by(cause),
            Error::Internal(cause) => internal().caused_by(cause),
        }
    }
}

impl From<lapin::Error> for Error {
    fn from(error: lapin::Error) -> Self {
        Self::Broker(error.to_string())
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let problem = Problem::from(self);
        let mut response = problem.status.into_response();
        response.extensions_mut().insert(problem);
        response
    }
}

fn invalid_request(fields: &[FieldError]) -> Problem {
    let names: Vec<&str> = fields.iter().map(|error| error.field.as_str()).collect();
    let errors: Vec<Value> = fields
        .iter()
        .map(|error| json!({"field": error.field, "message": error.message}))
        .collect();
    Problem::new(
        StatusCode::BAD_REQUEST,
        "invalid_request",
        "The request is not valid",
        format!("not valid: {}", names.join(", ")),
    )
    .with("errors", errors)
}

fn refused(error: &StockError) -> Problem {
    let detail = error.to_string();
    match error {
        StockError::OutOfStock { order_id, skus } => {
            Problem::new(StatusCode::CONFLICT, "out_of_stock", "Out of stock", detail)
                .with("order_id", order_id.to_string())
                .with("skus", skus.clone())
        }
        StockError::UnknownProducts(skus) => {
            let unknown = |sku: &String| FieldError {
                field: "items".to_owned(),
                message: format!("there is no product {sku}"),
            };
            invalid_request(&skus.iter().map(unknown).collect::<Vec<_>>())
        }
        StockError::NoReservation(_) => {
            Problem::new(StatusCode::NOT_FOUND, "not_found", "Not found", detail)
        }
        StockError::WrongStatus { .. }
        | StockError::NotAdjustable { .. }
        | StockError::SkuTaken(_) => Problem::new(
            StatusCode::CONFLICT,
            "conflict",
            "The state does not allow it",
            detail,
        ),
        StockError::OtherItems(_) => key_reused(detail),
    }
}

fn key_reused(detail: String) -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "idempotency_key_reused",
        "The idempotency key was used for another request",
        detail,
    )
}

fn unavailable(detail: &str) -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "dependency_unavailable",
        "A part of the system does not answer",
        detail,
    )
}

fn internal() -> Problem {
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal_error",
        "Something went wrong on our side",
        "an unexpected fault; the trace id leads to its cause",
    )
}

/// Whether the database, and not our use of it, is the fault: there is no connection, or a SQLSTATE
/// says that one was lost (08), refused (28, 3D000, 55000) or is being shut down (57P), or that the
/// statement was out of resources (53), of time (57014, 55P03) or lost to another transaction (40).
fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|state| {
            [
                "08", "28", "3D000", "40", "53", "55000", "55P03", "57014", "57P",
            ]
            .iter()
            .any(|class| state.starts_with(class))
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::stock::ReservationStatus;

    /// The registry is `contracts/problems.yaml`; ours must say the same.
    #[test]
    fn every_problem_is_in_the_registry() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../contracts/problems.yaml");
        let registry = std::fs::read_to_string(path).unwrap();
        let order_id = Uuid::now_v7();
        for error in [
            Error::field("q", "is wrong"),
            Error::Unauthorized("no"),
            Error::Forbidden("no"),
            Error::NotFound("no".to_owned()),
            Error::MethodNotAllowed,
            Error::PayloadTooLarge,
            Error::UnsupportedMediaType,
            StockError::OutOfStock {
                order_id,
                skus: Vec::new(),
            }
            .into(),
            StockError::UnknownProducts(Vec::new()).into(),
            StockError::NoReservation(order_id).into(),
            StockError::WrongStatus {
                order_id,
                status: ReservationStatus::Expired,
            }
            .into(),
            StockError::OtherItems(order_id).into(),
            StockError::SkuTaken("LAP-1001".to_owned()).into(),
            Error::IdempotencyKeyReused,
            sqlx::Error::PoolTimedOut.into(),
            sqlx::Error::RowNotFound.into(),
            Error::DependencyUnavailable("no"),
            Error::Broker("no".to_owned()),
            Error::Internal("no"),
        ] {
            let problem = Problem::from(error);
            let (code, status, title) = (problem.code, problem.status.as_u16(), problem.title);
            let entry = format!("- code: {code}\n    status: {status}\n    title: {title}\n");
            assert!(registry.contains(&entry), "{entry}");
        }
    }
}
