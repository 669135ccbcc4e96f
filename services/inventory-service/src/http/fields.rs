//! Checks of single fields of a request; they collect every mistake before they refuse.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use uuid::Uuid;

use crate::{
    problem::{Error, FieldError, Result},
    stock::Amount,
};

const MAX_TEXT: usize = 200;
const MAX_PRICE: i64 = 1_000_000_000;
/// Currency of the shop: an order has one total.
const CURRENCY: &str = "EUR";

/// The mistakes found so far.
#[derive(Default)]
pub struct Mistakes(Vec<FieldError>);

impl Mistakes {
    /// Notes that `field` is wrong unless `holds`.
    pub fn require(&mut self, holds: bool, field: impl Into<String>, message: &str) {
        if !holds {
            self.0.push(FieldError {
                field: field.into(),
                message: message.to_owned(),
            });
        }
    }

    pub fn sku(&mut self, field: impl Into<String>, sku: &str) {
        self.require(
            is_sku(sku),
            field,
            "must be 1 to 64 of the characters A-Z, 0-9 and -",
        );
    }

    /// A line for people to read.
    pub fn text(&mut self, field: &str, text: &str) {
        let length = text.chars().count();
        self.require(
            (1..=MAX_TEXT).contains(&length)
                && !text.contains(char::is_control)
                && !text.starts_with(' ')
                && !text.ends_with(' '),
            field,
            "must have 1 to 200 characters, none of them a control character, \
             and no space at either end",
        );
    }

    pub fn price(&mut self, price: &PriceRequest) {
        self.require(
            (0..=MAX_PRICE).contains(&price.amount_minor),
            "price.amount_minor",
            "must be a whole number from 0 to 1000000000",
        );
        self.require(price.currency == CURRENCY, "price.currency", "must be EUR");
    }

    pub fn reorder_level(&mut self, level: i64) {
        self.require(
            (0..=1_000_000).contains(&level),
            "reorder_level",
            "must be a whole number from 0 to 1000000",
        );
    }

    /// # Errors
    /// `InvalidRequest` when there is a mistake.
    pub fn refuse(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::InvalidRequest(self.0))
        }
    }
}

/// A price that an administrator gives.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PriceRequest {
    amount_minor: i64,
    currency: String,
}

impl From<PriceRequest> for Amount {
    fn from(price: PriceRequest) -> Self {
        Self {
            amount_minor: price.amount_minor,
            currency: price.currency,
        }
    }
}

/// The form of every SKU; nothing else can name a product.
pub fn is_sku(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
}

/// A UUID in its usual form; the library also knows others, which the contract does not.
pub fn uuid<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Uuid, D::Error> {
    let text = String::deserialize(deserializer)?;
    Some(&text)
        .filter(|text| text.len() == 36)
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| D::Error::custom("must be a UUID"))
}

/// For an optional member that may be absent but not null.
pub fn present<'de, D, T>(deserializer: D) -> std::result::Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}
