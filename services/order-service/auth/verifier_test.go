package auth

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// issuer is user-service as far as a verifier knows it: it publishes its key once it is up.
type issuer struct {
	key     *rsa.PrivateKey
	up      atomic.Bool
	fetches atomic.Int32
	url     string
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{key: key}
	public, err := jwkset.NewJWKFromKey(key.Public(), jwkset.JWKOptions{Metadata: jwkset.JWKMetadataOptions{KID: "published", ALG: jwkset.AlgRS256}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !i.up.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		i.fetches.Add(1)
		_ = json.NewEncoder(w).Encode(jwkset.JWKSMarshal{Keys: []jwkset.JWKMarshal{public.Marshal()}})
	}))
	t.Cleanup(server.Close)
	i.url = server.URL
	return i
}

// token is a customer's, signed by the issuer in the name of the key kid.
func (i *issuer) token(t *testing.T, kid string) string {
	t.Helper()
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{"iss": "oms", "aud": "oms", "sub": uuid.NewString(),
		"exp": time.Now().Add(time.Minute).Unix(), "roles": []string{"customer"}})
	token.Header["kid"] = kid
	signed, err := token.SignedString(i.key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func newVerifier(t *testing.T, i *issuer) *Verifier {
	t.Helper()
	v, err := NewVerifier(t.Context(), i.url, http.DefaultClient, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWithoutAnyKeyNobodyIsJudged(t *testing.T) {
	i := newIssuer(t)
	v := newVerifier(t, i)
	if _, err := v.Verify(t.Context(), i.token(t, "published")); !errors.Is(err, ErrNoKeys) {
		t.Fatalf("got %v", err)
	}
}

func TestAllWhoComeBeforeTheKeysAreLetInByOneFetch(t *testing.T) {
	i := newIssuer(t)
	v := newVerifier(t, i)
	i.up.Store(true)
	token := i.token(t, "published")
	var together sync.WaitGroup
	for range 16 {
		together.Go(func() {
			if caller, err := v.Verify(t.Context(), token); err != nil || !caller.HasAny(Customer) {
				t.Errorf("got %+v, %v", caller, err)
			}
		})
	}
	together.Wait()
	if n := i.fetches.Load(); n != 1 {
		t.Errorf("%d fetches", n)
	}
}

func TestInventedKeysKeepNobodyOut(t *testing.T) {
	i := newIssuer(t)
	v := newVerifier(t, i)
	i.up.Store(true)
	good := i.token(t, "published")
	var together sync.WaitGroup
	for range 16 {
		invented := i.token(t, uuid.NewString())
		together.Go(func() {
			if _, err := v.Verify(t.Context(), invented); !errors.Is(err, ErrUnauthorized) {
				t.Errorf("got %v", err)
			}
		})
		together.Go(func() {
			if _, err := v.Verify(t.Context(), good); err != nil {
				t.Error(err)
			}
		})
	}
	together.Wait()
	if n := i.fetches.Load(); n > 3 {
		t.Errorf("%d fetches: not one for each is wanted", n)
	}
}

func TestATokenWithoutKeyIDIsRefused(t *testing.T) {
	i := newIssuer(t)
	i.up.Store(true)
	v := newVerifier(t, i)
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{"iss": "oms", "aud": "oms", "sub": uuid.NewString(),
		"exp": time.Now().Add(time.Minute).Unix()})
	signed, err := token.SignedString(i.key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Verify(t.Context(), signed); !errors.Is(err, ErrUnauthorized) {
		t.Errorf("got %v", err)
	}
}
