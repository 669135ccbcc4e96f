//! The query parameters of lists: `limit`, an opaque `cursor`, filters.

use std::{collections::HashMap, convert::Infallible};

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;

use crate::problem::{Error, Result};

const DEFAULT_LIMIT: i64 = 50;
const MAX_LIMIT: i64 = 200;

/// The query string by name; the last one wins when a name is repeated.
pub struct Params(HashMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        let params = Query::try_from_uri(&parts.uri);
        Ok(Self(
            params.map_or_else(|_| HashMap::new(), |Query(map)| map),
        ))
    }
}

impl Params {
    /// `limit`, 1 to 200, 50 when absent.
    pub fn limit(&self) -> Result<i64> {
        let Some(text) = self.0.get("limit") else {
            return Ok(DEFAULT_LIMIT);
        };
        match text.parse() {
            Ok(limit) if (1..=MAX_LIMIT).contains(&limit) => Ok(limit),
            _ => Err(Error::field(
                "limit",
                "must be a whole number from 1 to 200",
            )),
        }
    }

    /// What [`Page::new`] put into the cursor, when `read` accepts it.
    pub fn cursor<T>(&self, read: impl FnOnce(String) -> Option<T>) -> Result<Option<T>> {
        let Some(cursor) = self.0.get("cursor") else {
            return Ok(None);
        };
        URL_SAFE_NO_PAD
            .decode(cursor)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| text.strip_prefix(CURSOR_MARK).map(str::to_owned))
            .and_then(read)
            .map(Some)
            .ok_or_else(|| Error::field("cursor", "is not a cursor of this list"))
    }

    /// A text filter; an empty one filters nothing.
    pub fn text(&self, name: &str) -> Result<Option<String>> {
        match self.0.get(name).map(|text| text.trim()) {
            None | Some("") => Ok(None),
            Some(text) if text.chars().count() > 100 => {
                Err(Error::field(name, "must have at most 100 characters"))
            }
            Some(text) if text.contains(char::is_control) => {
                Err(Error::field(name, "must not have control characters"))
            }
            Some(text) => Ok(Some(text.to_owned())),
        }
    }

    /// `true`, `false`, or absent.
    pub fn flag(&self, name: &str) -> Result<Option<bool>> {
        match self.0.get(name).map(String::as_str) {
            None | Some("") => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(Error::field(name, "must be true or false")),
        }
    }
}

/// Tells our cursors from other base64.
const CURSOR_MARK: &str = "after:";

/// One page of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    items: Vec<T>,
    next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of `limit` out of `limit + 1` rows: the extra one only says that there is more.
    /// `key` gives the value after which the next page starts.
    pub fn new(mut items: Vec<T>, limit: i64, key: impl FnOnce(&T) -> String) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = items
            .last()
            .filter(|_| more)
            .map(|last| URL_SAFE_NO_PAD.encode(format!("{CURSOR_MARK}{}", key(last))));
        Self { items, next_cursor }
    }
}
