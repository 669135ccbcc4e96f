//! Where warehouses and customers are: the nearest warehouse sends the goods.

use std::collections::BTreeMap;

/// Mean radius of the Earth.
const EARTH_RADIUS_KM: f64 = 6371.0;

/// A place, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub latitude: f64,
    pub longitude: f64,
}

impl Point {
    /// Along the great circle, by the haversine formula: exact enough for choosing a warehouse, and
    /// stable for points close together.
    pub fn distance_km(self, other: Self) -> f64 {
        let (latitude, other_latitude) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half_height = (other_latitude - latitude) / 2.0;
        let half_width = (other.longitude - self.longitude).to_radians() / 2.0;
        let chord = half_height.sin().powi(2)
            + latitude.cos() * other_latitude.cos() * half_width.sin().powi(2);
        2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
    }
}

/// How far each warehouse is from a customer, in km.
pub type Distances = BTreeMap<String, f64>;

/// The warehouses and countries that the service knows; both change only with a migration.
#[derive(Debug, Default)]
pub struct Geography {
    warehouses: Vec<(String, Point)>,
    countries: BTreeMap<String, Point>,
}

impl Geography {
    pub fn new(
        warehouses: impl IntoIterator<Item = (String, Point)>,
        countries: impl IntoIterator<Item = (String, Point)>,
    ) -> Self {
        Self {
            warehouses: warehouses.into_iter().collect(),
            countries: countries.into_iter().collect(),
        }
    }

    /// From the country with this code (ISO 3166-1 alpha-2, or XK) to every warehouse; none when there
    /// is no such country.
    pub fn distances(&self, country: &str) -> Option<Distances> {
        let customer = *self.countries.get(country)?;
        let distance =
            |(warehouse, place): &(String, Point)| (warehouse.clone(), place.distance_km(customer));
        Some(self.warehouses.iter().map(distance).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Point = Point {
        latitude: 52.52,
        longitude: 13.41,
    };

    #[track_caller]
    fn assert_km(from: Point, to: Point, km: f64) {
        let found = from.distance_km(to);
        assert!(
            (found - km).abs() < km * 0.005 + 0.001,
            "{found} km, not {km}"
        );
    }

    #[test]
    fn known_distances() {
        let madrid = Point {
            latitude: 40.42,
            longitude: -3.70,
        };
        let auckland = Point {
            latitude: -36.85,
            longitude: 174.76,
        };
        assert_km(BERLIN, BERLIN, 0.0);
        assert_km(BERLIN, madrid, 1870.0);
        assert_km(madrid, BERLIN, 1870.0);
        assert_km(BERLIN, auckland, 17_750.0);
    }

    #[test]
    fn the_date_line_and_the_antipodes_are_no_exception() {
        let at = |latitude, longitude| Point {
            latitude,
            longitude,
        };
        assert_km(at(0.0, 179.0), at(0.0, -179.0), 222.4);
        assert_km(at(0.0, 0.0), at(0.0, 180.0), 20_015.0);
        assert_km(at(90.0, 0.0), at(-90.0, 77.0), 20_015.0);
    }

    #[test]
    fn an_unknown_country_is_nowhere() {
        let geography = Geography::new([("BER".to_owned(), BERLIN)], [("DE".to_owned(), BERLIN)]);
        assert_eq!(geography.distances("DE").unwrap()["BER"], 0.0);
        assert_eq!(geography.distances("XX"), None);
    }
}
