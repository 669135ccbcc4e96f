package clients

import (
	"context"
	"time"

	"github.com/google/uuid"

	"oms-lab/contracts/client/users"

	"oms-lab/order-service/telemetry"
)

// Users is user-service.
type Users struct {
	peer *peer
	api  *users.Client
}

// NewUsers makes a client of user-service.
func NewUsers(url string, tokens *Tokens, metrics *telemetry.Metrics) *Users {
	p := newPeer("user-service", 2*time.Second, tokens, metrics)
	return &Users{peer: p, api: &users.Client{Server: url + "/", Client: p}}
}

// Get reads an account.
func (u *Users) Get(ctx context.Context, id uuid.UUID) (user users.User, err error) {
	resp, err := u.api.GetUser(ctx, id, route("/api/v1/users/{id}"))
	return user, u.peer.understand(resp, err, &user)
}
