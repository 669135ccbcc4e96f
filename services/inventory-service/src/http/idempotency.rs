//! The `Idempotency-Key` header, and answers that may be given twice.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    auth::Caller,
    problem::{Error, Result},
    store::{self, Repeatable},
};

const HEADER: &str = "idempotency-key";

/// The key of a request, if it has one: 1 to 255 visible ASCII characters.
///
/// # Errors
/// `InvalidRequest` that names the header.
pub fn key(headers: &HeaderMap) -> Result<Option<&str>> {
    let mut values = headers.get_all(HEADER).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let visible = |key: &&str| {
        (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
    };
    let key = value.to_str().ok().filter(visible);
    match (key, values.next()) {
        (Some(key), None) => Ok(Some(key)),
        _ => Err(Error::field(
            "Idempotency-Key",
            "must be given once, with 1 to 255 visible ASCII characters",
        )),
    }
}

/// The request as one that may be repeated; none without a key.
///
/// # Errors
/// `InvalidRequest` that names the header.
pub fn repeatable(
    headers: &HeaderMap,
    caller: &Caller,
    operation: &'static str,
    request: &impl Serialize,
) -> Result<Option<Repeatable>> {
    let Some(key) = key(headers)? else {
        return Ok(None);
    };
    let request = serde_json::to_value(request)
        .map_err(|_| Error::Internal("a request cannot be written as JSON"))?;
    Ok(Some(Repeatable {
        caller: caller.subject.clone(),
        operation,
        key: key.to_owned(),
        request,
    }))
}

/// 201 with the answer, marked when it is the first one again.
pub fn created(response: store::Response) -> Response {
    let replayed = response.replayed;
    let json = [(header::CONTENT_TYPE, "application/json")];
    let mut response = (StatusCode::CREATED, json, Body::from(response.body)).into_response();
    if replayed {
        let headers = response.headers_mut();
        headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    response
}
