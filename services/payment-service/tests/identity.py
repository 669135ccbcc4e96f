"""Stands in for user-service: signs tokens and publishes the key that verifies them."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

CUSTOMER = str(uuid4())


def new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


class Identity:
    """A JWKS server on a free port, and the key behind it."""

    def __init__(self) -> None:
        self.key = new_key()
        self.fetches = 0
        # Cleared, it accepts connections and answers nobody, as a process that is stopped does.
        self.awake = threading.Event()
        self.awake.set()
        identity = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                identity.fetches += 1
                identity.awake.wait()
                body = json.dumps(identity.jwks()).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/.well-known/jwks.json"

    def close(self) -> None:
        self.awake.set()
        self._server.shutdown()
        self._server.server_close()

    def jwks(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "test", "use": "sig", "alg": "RS256"}]}

    def token(self, *roles: str, subject: str = "order-service", **overrides: Any) -> str:
        """A token of the roles; `overrides` replace claims, `key`, `kid` and `algorithm`."""
        now = int(time.time())
        key = overrides.pop("key", self.key)
        kid = overrides.pop("kid", "test")
        algorithm = overrides.pop("algorithm", "RS256")
        claims = {
            "sub": subject,
            "email": "somebody@oms.example",
            "roles": list(roles),
            "iss": "oms",
            "aud": "oms",
            "iat": now,
            "exp": now + 900,
            "jti": str(uuid4()),
            **overrides,
        }
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})
