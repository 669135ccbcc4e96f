//! The query parameters of lists: `limit`, an opaque `cursor`, filters.

use std::{borrow::Cow, convert::Infallible};

use axum::{extract::FromRequestParts, http::request::Parts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use percent_encoding::percent_decode_str;
use serde::Serialize;

use crate::problem::{Error, Result};

const DEFAULT_LIMIT: i64 = 50;
const MAX_LIMIT: i64 = 200;
const MAX_TEXT: usize = 100;
const MAX_CURSOR: usize = 512;

/// The query string as pairs of a name and a value; none is a value that is not UTF-8. Whether a
/// parameter is wrong is asked only of those that an endpoint knows.
pub struct Params(Vec<(String, Option<String>)>);

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

impl Params {
    fn parse(query: &str) -> Self {
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name).unwrap_or_default(), decode(value))
        };
        Self(query.split('&').map(pair).collect())
    }

    /// The value of a parameter that may be given once.
    fn get(&self, name: &str) -> Result<Option<&str>> {
        let mut values = self.0.iter().filter(|(found, _)| found == name);
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some((_, Some(value))), None) => Ok(Some(value)),
            (Some((_, None)), None) => Err(Error::field(name, "is not UTF-8")),
            (Some(_), Some(_)) => Err(Error::field(name, "is given twice")),
        }
    }

    /// `limit`, 1 to 200, 50 when absent.
    pub fn limit(&self) -> Result<i64> {
        let Some(text) = self.get("limit")? else {
            return Ok(DEFAULT_LIMIT);
        };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(limit) if digits && (1..=MAX_LIMIT).contains(&limit) => Ok(limit),
            _ => Err(Error::field(
                "limit",
                "must be a whole number from 1 to 200",
            )),
        }
    }

    /// What [`Page::new`] put into the cursor, when `read` accepts it.
    pub fn cursor<T>(&self, read: impl FnOnce(String) -> Option<T>) -> Result<Option<T>> {
        let Some(cursor) = self.get("cursor")? else {
            return Ok(None);
        };
        Some(cursor)
            .filter(|cursor| cursor.len() <= MAX_CURSOR)
            .and_then(|cursor| URL_SAFE_NO_PAD.decode(cursor).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| text.strip_prefix(CURSOR_MARK).map(str::to_owned))
            .and_then(read)
            .map(Some)
            .ok_or_else(|| Error::field("cursor", "is not a cursor of this list"))
    }

    /// A text filter; one of nothing but spaces filters nothing.
    pub fn text(&self, name: &str) -> Result<Option<String>> {
        match self.get(name)? {
            Some(text) if text.chars().count() > MAX_TEXT => {
                Err(Error::field(name, "must have at most 100 characters"))
            }
            Some(text) if text.contains(char::is_control) => {
                Err(Error::field(name, "must not have control characters"))
            }
            text => Ok(text
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())),
        }
    }

    /// `true`, `false`, or absent.
    pub fn flag(&self, name: &str) -> Result<Option<bool>> {
        match self.get(name)? {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(Error::field(name, "must be true or false")),
        }
    }
}

/// The `application/x-www-form-urlencoded` form that browsers and clients send.
fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    let decoded = percent_decode_str(&text).decode_utf8().ok();
    decoded.map(Cow::into_owned)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_form_sends() {
        let params = Params::parse("q=wireless+mouse%20%C3%A9&low_stock=true&limit=7&other");
        assert_eq!(params.text("q").unwrap().unwrap(), "wireless mouse é");
        assert_eq!(params.flag("low_stock").unwrap(), Some(true));
        assert_eq!(params.limit().unwrap(), 7);
        assert_eq!(params.text("category").unwrap(), None);
        assert_eq!(Params::parse("q=++").text("q").unwrap(), None);
    }

    #[test]
    fn refuses_what_is_wrong_and_ignores_what_is_unknown() {
        let long = format!("q={}", "é".repeat(101));
        for query in ["q=a&q=b", "q=%FF", "q=%00", "q=a%0A", long.as_str()] {
            assert!(Params::parse(query).text("q").is_err(), "{query}");
        }
        for query in ["limit=", "limit=0", "limit=201", "limit=%2B7", "limit=7.0"] {
            assert!(Params::parse(query).limit().is_err(), "{query}");
        }
        for query in ["low_stock", "low_stock=1", "low_stock=TRUE"] {
            assert!(Params::parse(query).flag("low_stock").is_err(), "{query}");
        }
        let forged = URL_SAFE_NO_PAD.encode("LAP-1001");
        for query in ["cursor=", "cursor=%20", &format!("cursor={forged}")] {
            assert!(Params::parse(query).cursor(Some).is_err(), "{query}");
        }
        let params = Params::parse("x=%FF&x=2&%FF=1");
        assert!(params.text("q").is_ok() && params.limit().is_ok());
    }
}
