//! Request bodies: JSON of at most 1 MiB, every mistake named by its field.

use std::{error::Error as _, time::Duration};

use axum::{
    body::{Body as RawBody, Bytes},
    extract::{FromRequest, Request},
    http::header,
};
use serde::de::DeserializeOwned;

use super::BODY_LIMIT;
use crate::{
    App,
    problem::{Error, Result},
};

/// How long a caller may take to send its body.
const BODY_PATIENCE: Duration = Duration::from_secs(10);

/// A JSON body of type `T`. Size is checked first, then the content type, then the JSON.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self> {
        let is_json = is_json(&request);
        let bytes = read(request.into_body()).await?;
        if !is_json {
            return Err(Error::UnsupportedMediaType);
        }
        parse(&bytes).map(Self)
    }
}

async fn read(body: RawBody) -> Result<Bytes> {
    let reading = axum::body::to_bytes(body, BODY_LIMIT);
    match tokio::time::timeout(BODY_PATIENCE, reading).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_too_large(&error) => Err(Error::PayloadTooLarge),
        Ok(Err(_)) => Err(Error::field("body", "was cut off")),
        Err(_) => Err(Error::field("body", "was not sent within 10 s")),
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    error
        .source()
        .is_some_and(|source| source.is::<http_body_util::LengthLimitError>())
}

fn is_json(request: &Request) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let error = error.into_inner();
        let message = error.to_string();
        if error.is_data() {
            wrong_field(&path, &message)
        } else if path != "." && is_lone_surrogate(&message) {
            Error::field(path, "must not have a lone surrogate")
        } else {
            Error::field("body", "is not well-formed JSON")
        }
    })?;
    deserializer
        .end()
        .map_err(|_| Error::field("body", "is not well-formed JSON"))?;
    Ok(value)
}

/// Half of a UTF-16 pair, escaped: well-formed JSON to some, but no text.
fn is_lone_surrogate(message: &str) -> bool {
    ["lone leading surrogate", "unexpected end of hex escape"]
        .iter()
        .any(|start| message.starts_with(start))
}

/// serde says what is wrong in words only, and of a missing or unknown field not the full path.
fn wrong_field(path: &str, message: &str) -> Error {
    let parent = if path == "." { "" } else { path };
    let named = |prefix: &str| {
        let name = message.strip_prefix(prefix)?.split('`').next()?;
        Some(match parent {
            "" => name.to_owned(),
            // The path of an unknown field already ends in its name.
            _ if parent == name || parent.ends_with(&format!(".{name}")) => parent.to_owned(),
            _ => format!("{parent}.{name}"),
        })
    };
    if let Some(field) = named("missing field `") {
        Error::field(field, "is required")
    } else if let Some(field) = named("unknown field `") {
        Error::field(field, "is not a field of this request")
    } else if let Some(field) = named("duplicate field `") {
        Error::field(field, "is given twice")
    } else if parent.is_empty() {
        Error::field("body", "must be a JSON object")
    } else {
        let reason = message.split(" at line ").next().unwrap_or(message);
        Error::field(parent, reason)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Outer {
        id: uuid::Uuid,
        items: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Inner {
        quantity: i64,
        #[serde(default)]
        note: String,
    }

    fn field_of(body: &str) -> String {
        match parse::<Outer>(body.as_bytes()) {
            Err(Error::InvalidRequest(errors)) => errors[0].field.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_the_wrong_field() {
        const ID: &str = r#""id":"0191d7a5-0000-7000-8000-000000000000""#;
        for (body, field) in [
            ("{", "body"),
            ("", "body"),
            ("7", "body"),
            (r#"{"items":[]}"#, "id"),
            (r#"{"id":5,"items":[]}"#, "id"),
            (r#"{"id":"x","items":[]}"#, "id"),
            (&format!("{{{ID}}}"), "items"),
            (&format!("{{{ID},\"items\":{{}}}}"), "items"),
            (&format!("{{{ID},\"items\":[],\"color\":1}}"), "color"),
            (&format!("{{{ID},\"items\":[{{}}]}}"), "items[0].quantity"),
            (
                &format!("{{{ID},\"items\":[{{\"quantity\":\"2\"}}]}}"),
                "items[0].quantity",
            ),
            (
                &format!("{{{ID},\"items\":[{{\"quantity\":1}},{{\"quantity\":1.5}}]}}"),
                "items[1].quantity",
            ),
            (
                &format!("{{{ID},\"items\":[{{\"quantity\":1,\"color\":2}}]}}"),
                "items[0].color",
            ),
            (
                &format!("{{{ID},\"items\":[{{\"quantity\":1e30}}]}}"),
                "items[0].quantity",
            ),
            (
                &format!("{{{ID},\"items\":[{{\"quantity\":1,\"note\":\"\\ud800\"}}]}}"),
                "items[0].note",
            ),
            (
                &format!("{{{ID},\"items\":[{{\"note\":\"\\udc00\",\"quantity\":1}}]}}"),
                "items[0].note",
            ),
            (&format!("{{{ID},\"items\":[]}} trailing"), "body"),
        ] {
            assert_eq!(field_of(body), field, "{body}");
        }
    }
}
