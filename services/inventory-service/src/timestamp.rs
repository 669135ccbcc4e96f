//! RFC 3339 times in UTC with milliseconds, the only form that leaves this service.

use serde::Serializer;
use time::{OffsetDateTime, UtcOffset, format_description::BorrowedFormatItem, macros};

const RFC3339_MILLIS: &[BorrowedFormatItem<'static>] = macros::format_description!(
    "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z"
);

/// `2026-11-22T20:36:00.123Z`.
pub fn format(at: OffsetDateTime) -> String {
    at.to_offset(UtcOffset::UTC)
        .format(RFC3339_MILLIS)
        .unwrap_or_default()
}

/// For `#[serde(serialize_with = "timestamp::serialize")]`.
pub fn serialize<S: Serializer>(at: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format(*at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_milliseconds_and_utc() {
        let at = macros::datetime!(2026-11-22 21:36:00.123_456 +1);
        assert_eq!(format(at), "2026-11-22T20:36:00.123Z");
    }
}
