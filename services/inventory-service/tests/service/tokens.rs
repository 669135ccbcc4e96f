//! A user-service that only publishes keys, and the tokens that it would issue.

use std::{
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{Json, Router, routing::get};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header,
    jwk::{Jwk, JwkSet},
};
use rsa::{RsaPrivateKey, pkcs1::EncodeRsaPrivateKey, rand_core::OsRng};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use uuid::Uuid;

pub const KEY_ID: &str = "test-key";

static KEY: LazyLock<EncodingKey> = LazyLock::new(new_key);

/// A key that nobody publishes.
pub static STRANGER: LazyLock<EncodingKey> = LazyLock::new(new_key);

fn new_key() -> EncodingKey {
    let key = RsaPrivateKey::new(&mut OsRng, 2048).unwrap();
    EncodingKey::from_rsa_der(key.to_pkcs1_der().unwrap().as_bytes())
}

/// The fake, with a count of how often it was asked.
pub struct Users {
    pub jwks_url: String,
    pub fetches: Arc<AtomicUsize>,
}

impl Users {
    pub async fn start() -> Self {
        let fetches = Arc::new(AtomicUsize::new(0));
        let asked = Arc::clone(&fetches);
        let router = Router::new().route(
            "/.well-known/jwks.json",
            get(move || {
                asked.fetch_add(1, Ordering::Relaxed);
                async { Json(published_keys()) }
            }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async { axum::serve(listener, router).await });
        Self {
            jwks_url: format!("http://{address}/.well-known/jwks.json"),
            fetches,
        }
    }
}

fn published_keys() -> JwkSet {
    let mut jwk = Jwk::from_encoding_key(&KEY, Algorithm::RS256).unwrap();
    jwk.common.key_id = Some(KEY_ID.to_owned());
    JwkSet { keys: vec![jwk] }
}

/// The claims of a valid access token.
pub fn claims(roles: &[&str]) -> Value {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    json!({
        "sub": Uuid::now_v7(),
        "email": "someone@oms.example",
        "roles": roles,
        "iss": "oms",
        "aud": "oms",
        "iat": now,
        "exp": now + 900,
        "jti": Uuid::now_v7(),
    })
}

/// A valid access token.
pub fn token(roles: &[&str]) -> String {
    sign(&claims(roles), KEY_ID, &KEY)
}

/// `claims` with one of them changed, signed by the published key.
pub fn token_with(name: &str, value: Value) -> String {
    let mut claims = claims(&["operator"]);
    claims[name] = value;
    sign(&claims, KEY_ID, &KEY)
}

pub fn sign(claims: &Value, key_id: &str, key: &EncodingKey) -> String {
    let header = Header {
        kid: Some(key_id.to_owned()),
        ..Header::new(Algorithm::RS256)
    };
    jsonwebtoken::encode(&header, claims, key).unwrap()
}
