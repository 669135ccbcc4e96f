package clients

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"oms-lab/order-service/telemetry"
)

// Users is user-service.
type Users struct{ peer *peer }

// User is what an order wants to know about an account.
type User struct {
	Email  string `json:"email"`
	Name   string `json:"name"`
	Phone  string `json:"phone"`
	Active *bool  `json:"active"`
}

// NewUsers makes a client of user-service.
func NewUsers(url string, tokens *Tokens, metrics *telemetry.Metrics) *Users {
	return &Users{newPeer("user-service", url, 2*time.Second, tokens, metrics)}
}

// Get reads an account.
func (u *Users) Get(ctx context.Context, id uuid.UUID) (user User, err error) {
	err = u.peer.do(ctx, call{
		method: http.MethodGet, path: "/api/v1/users/" + id.String(), template: "/api/v1/users/{id}", out: &user,
	})
	return user, err
}
