package main

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

const keyID = "test-key"

// issuer stands for user-service's key set.
type issuer struct {
	key  *rsa.PrivateKey
	url  string
	down atomic.Bool
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	i := &issuer{key: key}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if i.down.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"keys": []map[string]string{{
			"kty": "RSA", "use": "sig", "alg": "RS256", "kid": keyID,
			"n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
			"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
		}}})
	}))
	t.Cleanup(server.Close)
	i.url = server.URL
	return i
}

// person is somebody with an account.
type person struct {
	id    uuid.UUID
	token string
}

func (i *issuer) person(roles ...string) person {
	id := uuid.Must(uuid.NewV7())
	return person{id: id, token: i.token(claimsOf(id.String(), roles...))}
}

func claimsOf(subject string, roles ...string) jwt.MapClaims {
	now := time.Now()
	return jwt.MapClaims{
		"sub": subject, "email": "ada@oms.example", "roles": roles, "iss": "oms", "aud": "oms",
		"iat": now.Unix(), "exp": now.Add(15 * time.Minute).Unix(), "jti": uuid.NewString(),
	}
}

func (i *issuer) token(claims jwt.MapClaims) string {
	return signed(jwt.SigningMethodRS256, claims, keyID, i.key)
}

func signed(method jwt.SigningMethod, claims jwt.MapClaims, kid string, key any) string {
	token := jwt.NewWithClaims(method, claims)
	token.Header["kid"] = kid
	s, err := token.SignedString(key)
	if err != nil {
		panic(err)
	}
	return s
}
