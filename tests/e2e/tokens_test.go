package e2e

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// forger makes tokens that nobody may accept. It has the lab's real signing key, read from the database of
// user-service: a token that only its date makes invalid cannot be had in any other way.
type forger struct {
	kid     string
	key     *rsa.PrivateKey
	another *rsa.PrivateKey
}

// userDatabase is that of user-service.
func userDatabase(t *testing.T) *pgx.Conn { return database(t, "user_service") }

// database connects to the database of a service, with every right.
func database(t *testing.T, name string) *pgx.Conn {
	t.Helper()
	password := os.Getenv("POSTGRES_PASSWORD")
	require.NotEmpty(t, password, "POSTGRES_PASSWORD is not set")
	source := url.URL{Scheme: "postgres", User: url.UserPassword("postgres", password), Host: address("POSTGRES_PORT"),
		Path: "/" + name, RawQuery: "sslmode=disable"}
	connection, err := pgx.Connect(t.Context(), source.String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.Close(context.WithoutCancel(t.Context())) })
	return connection
}

// nextKeyIsKnown makes the next signing key as old as it has to be to sign: everybody has read it by then.
func nextKeyIsKnown(t *testing.T) {
	t.Helper()
	_, err := userDatabase(t).Exec(t.Context(), `update signing_keys set created_at = created_at - interval '10 minutes' where activated_at is null`)
	require.NoError(t, err)
}

func newForger(t *testing.T) forger {
	t.Helper()
	database := userDatabase(t)
	var stored string
	require.NoError(t, database.QueryRow(t.Context(),
		`select jwk from signing_keys where activated_at is not null and superseded_at is null`).Scan(&stored))
	var jwk jose.JSONWebKey
	require.NoError(t, jwk.UnmarshalJSON([]byte(stored)))
	key, ok := jwk.Key.(*rsa.PrivateKey)
	require.True(t, ok)
	another, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	return forger{jwk.KeyID, key, another}
}

// claims are those of an admin's token that expires at a time.
func claims(expires time.Time) jwt.MapClaims {
	return jwt.MapClaims{
		"sub": uuid.NewString(), "email": "admin@oms.example", "roles": []string{"admin", "operator", "customer", "service"},
		"iss": "oms", "aud": "oms", "iat": expires.Add(-15 * time.Minute).Unix(), "exp": expires.Unix(), "jti": uuid.NewString(),
	}
}

func (f forger) sign(t *testing.T, method jwt.SigningMethod, key any, claims jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(method, claims)
	token.Header["kid"] = f.kid
	signed, err := token.SignedString(key)
	require.NoError(t, err)
	return signed
}

// genuine is a token that every service accepts: the proof that the forged ones are refused for their fault only.
func (f forger) genuine(t *testing.T) string {
	return f.sign(t, jwt.SigningMethodRS256, f.key, claims(time.Now().Add(15*time.Minute)))
}

// expired is past the leeway of five seconds.
func (f forger) expired(t *testing.T) string {
	return f.sign(t, jwt.SigningMethodRS256, f.key, claims(time.Now().Add(-10*time.Second)))
}

// stolenName names the lab's key but is signed by another.
func (f forger) stolenName(t *testing.T) string {
	return f.sign(t, jwt.SigningMethodRS256, f.another, claims(time.Now().Add(15*time.Minute)))
}

// unsigned has the algorithm "none".
func (f forger) unsigned(t *testing.T) string {
	return f.sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, claims(time.Now().Add(15*time.Minute)))
}
