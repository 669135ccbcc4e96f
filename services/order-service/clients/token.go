package clients

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"oms-lab/contracts/client/users"

	"oms-lab/order-service/telemetry"
)

// renewBefore is how long before its end a token is no longer used.
const renewBefore = time.Minute

// Tokens gets service tokens from user-service and keeps the current one.
type Tokens struct {
	peer         *peer
	api          *users.Client
	clientID     string
	clientSecret string
	flight       singleflight.Group

	mu    sync.Mutex
	token string
	until time.Time
}

// NewTokens makes a source of service tokens; nothing is asked yet.
func NewTokens(userServiceURL, clientID, clientSecret string, metrics *telemetry.Metrics) *Tokens {
	p := newPeer("user-service", 2*time.Second, nil, metrics)
	return &Tokens{
		peer: p, api: &users.Client{Server: userServiceURL + "/", Client: p},
		clientID: clientID, clientSecret: clientSecret,
	}
}

// Get answers a token that is valid for a while. However many ask, one request is made.
func (t *Tokens) Get(ctx context.Context) (string, error) {
	t.mu.Lock()
	token, until := t.token, t.until
	t.mu.Unlock()
	if token != "" && time.Now().Before(until) {
		return token, nil
	}
	result := t.flight.DoChan("token", func() (any, error) {
		// One caller's end must not be the end of the others' request.
		return t.fetch(context.WithoutCancel(ctx))
	})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r := <-result:
		token, _ := r.Val.(string)
		return token, r.Err
	}
}

// Drop forgets the current token: it was not accepted.
func (t *Tokens) Drop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token = ""
}

func (t *Tokens) fetch(ctx context.Context) (string, error) {
	var answer users.ServiceToken
	resp, err := t.api.IssueServiceToken(ctx, users.ClientCredentials{ClientID: t.clientID, ClientSecret: t.clientSecret},
		route("/api/v1/users/token"))
	err = t.peer.understand(resp, err, &answer)
	if refusal := Refused(err); refusal != nil {
		// About our own credentials, not about the order: an operator can mend it.
		return "", errors.New("no service token: " + refusal.Error())
	}
	if err != nil {
		return "", err
	}
	if answer.AccessToken == "" {
		return "", errors.New("no service token: user-service answered without one")
	}
	lifetime := time.Duration(answer.ExpiresIn) * time.Second
	if lifetime > renewBefore {
		lifetime -= renewBefore
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token, t.until = answer.AccessToken, time.Now().Add(lifetime)
	return t.token, nil
}
