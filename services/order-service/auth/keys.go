package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"
)

// keySet is what is known of user-service's public keys: fetched at the start, every ten minutes, and (at most once a
// second) when a token names a key that is not known.
type keySet struct {
	known   jwkset.Storage
	lookup  keyfunc.Keyfunc
	refresh jwkset.Storage
	flight  singleflight.Group
}

func newKeySet(ctx context.Context, url string, client *http.Client, log *slog.Logger) (*keySet, error) {
	known, err := jwkset.NewStorageFromHTTP(url, jwkset.HTTPClientStorageOptions{
		Client:                    client,
		Ctx:                       ctx,
		HTTPTimeout:               2 * time.Second,
		NoErrorReturnFirstHTTPReq: true,
		RefreshInterval:           10 * time.Minute,
		RefreshErrorHandler: func(ctx context.Context, err error) {
			log.WarnContext(ctx, "the public keys could not be fetched", "error", err.Error())
		},
	})
	if err != nil {
		return nil, err
	}
	// Its reads of unknown keys fetch, one after the other at the limit's pace.
	refresh, err := jwkset.NewHTTPClient(jwkset.HTTPClientOptions{
		HTTPURLs:          map[string]jwkset.Storage{url: known},
		RateLimitWaitMax:  2 * time.Second,
		RefreshUnknownKID: rate.NewLimiter(rate.Every(time.Second), 1),
	})
	if err != nil {
		return nil, err
	}
	lookup, err := keyfunc.New(keyfunc.Options{Ctx: ctx, Storage: known})
	if err != nil {
		return nil, err
	}
	return &keySet{known: known, lookup: lookup, refresh: refresh}, nil
}

// find is the key of a token.
func (s *keySet) find(ctx context.Context, token *jwt.Token) (any, error) {
	// A token without a key id would be tried with every key; ours always name one.
	id, named := token.Header["kid"].(string)
	if !named {
		return nil, errors.New("no key id")
	}
	key, err := s.lookup.KeyfuncCtx(ctx)(token)
	if !errors.Is(err, jwkset.ErrKeyNotFound) {
		return key, err
	}
	// However many tokens of whatever unknown keys come at once, they wait for the same fetch: each waiting for its own
	// turn, the fourth would be refused with keys at hand.
	fetched := s.flight.DoChan("fetch", func() (any, error) {
		// One caller's end must not be the end of the others' fetch.
		_, err := s.refresh.KeyRead(context.WithoutCancel(ctx), id)
		return nil, err
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-fetched:
		// What the fetch brought counts, not whether the first token's key was in it.
		return s.lookup.KeyfuncCtx(ctx)(token)
	}
}

// empty says whether no key could ever be fetched.
func (s *keySet) empty(ctx context.Context) bool {
	keys, err := s.known.KeyReadAll(ctx)
	return err != nil || len(keys) == 0
}
