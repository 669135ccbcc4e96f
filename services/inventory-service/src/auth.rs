//! Who calls: access tokens, verified here against the keys of user-service.

mod keys;

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use jsonwebtoken::{Algorithm, Validation, errors::ErrorKind};
use reqwest::Url;
use serde::Deserialize;

use crate::{
    App,
    problem::{Error, Result},
    telemetry::metrics::Metrics,
};
use keys::Keys;

/// What a role allows: `service` is another service, `operator` and `admin` are staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Customer,
    Operator,
    Admin,
    Service,
    /// A role that this service gives no right to.
    #[serde(other)]
    Other,
}

/// A caller whose token is valid; as an extractor it refuses everybody else.
#[derive(Debug, Clone, Deserialize)]
pub struct Caller {
    /// A user's id, or the client id of a service.
    #[serde(rename = "sub")]
    pub subject: String,
    #[serde(default)]
    pub roles: Vec<Role>,
}

impl Caller {
    fn has_any(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}

/// A caller with the role `service`.
pub struct ServiceCaller(pub Caller);

/// A caller who works here: an operator or admin, or another service.
pub struct StaffCaller(pub Caller);

/// A person who may change stock: an operator or admin.
pub struct OperatorCaller(pub Caller);

/// A person who may change the catalogue.
pub struct AdminCaller(pub Caller);

impl FromRequestParts<App> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or(Error::Unauthorized("the request has no bearer token"))?;
        app.tokens.verify(token).await
    }
}

/// Extracts a caller who has one of the roles.
macro_rules! extract_with_role {
    ($caller:ident, $roles:expr, $refusal:literal) => {
        impl FromRequestParts<App> for $caller {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
                let caller = Caller::from_request_parts(parts, app).await?;
                if caller.has_any(&$roles) {
                    Ok(Self(caller))
                } else {
                    Err(Error::Forbidden($refusal))
                }
            }
        }
    };
}

extract_with_role!(
    ServiceCaller,
    [Role::Service],
    "only another service may do this"
);
extract_with_role!(
    StaffCaller,
    [Role::Operator, Role::Admin, Role::Service],
    "only an operator or admin may see this"
);
extract_with_role!(
    OperatorCaller,
    [Role::Operator, Role::Admin],
    "only an operator or admin may do this"
);
extract_with_role!(AdminCaller, [Role::Admin], "only an admin may do this");

/// Verifies access tokens: RS256 by a key of the JWKS, issuer and audience `oms`, not expired.
pub struct TokenVerifier {
    keys: Arc<Keys>,
    validation: Validation,
}

impl TokenVerifier {
    /// Keys are fetched from `jwks_url` when the first token comes, so that this service starts
    /// without user-service.
    ///
    /// # Errors
    /// When no HTTP client can be built.
    pub fn new(jwks_url: Url, metrics: Arc<Metrics>) -> reqwest::Result<Self> {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&["oms"]);
        validation.set_audience(&["oms"]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = 5;
        Ok(Self {
            keys: Arc::new(Keys::new(jwks_url, metrics)?),
            validation,
        })
    }

    /// The caller that `token` speaks for.
    ///
    /// # Errors
    /// `Unauthorized`; `DependencyUnavailable` when no key could ever be fetched.
    pub async fn verify(&self, token: &str) -> Result<Caller> {
        const NOT_VALID: Error = Error::Unauthorized("the token is not valid");
        let header = jsonwebtoken::decode_header(token).map_err(|_| NOT_VALID)?;
        if header.alg != Algorithm::RS256 {
            return Err(NOT_VALID);
        }
        let key_id = header.kid.ok_or(NOT_VALID)?;
        let key = self.keys.find(&key_id).await?.ok_or(NOT_VALID)?;
        jsonwebtoken::decode::<Caller>(token, &key, &self.validation)
            .map(|token| token.claims)
            .map_err(|error| match error.kind() {
                ErrorKind::ExpiredSignature => Error::Unauthorized("the token has expired"),
                _ => NOT_VALID,
            })
    }
}
