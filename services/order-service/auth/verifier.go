// Package auth verifies the access tokens of the system locally, by user-service's public keys.
package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

var (
	// ErrUnauthorized: the token is missing, malformed, expired, or not signed by user-service.
	ErrUnauthorized = errors.New("the token is not valid")
	// ErrNoKeys: no public key could be fetched since the service started, so no token can be checked.
	ErrNoKeys = errors.New("the public keys are not available")
)

// Role is what a caller may do.
type Role string

// The roles.
const (
	Customer Role = "customer"
	Operator Role = "operator"
	Admin    Role = "admin"
	Service  Role = "service"
)

// Caller is who makes a request.
type Caller struct {
	ID    uuid.UUID // zero for services
	Email string
	Roles []Role
}

// HasAny says whether the caller has one of the roles.
func (c Caller) HasAny(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(c.Roles, r) })
}

// SeesAll says whether other people's orders are visible to the caller.
func (c Caller) SeesAll() bool { return c.HasAny(Operator, Admin) }

// Verifier checks tokens.
type Verifier struct {
	keys   *keySet
	parser *jwt.Parser
}

type claims struct {
	jwt.RegisteredClaims
	Email string `json:"email"`
	Roles []Role `json:"roles"`
}

// NewVerifier fetches the key set; a user-service that is away is asked again when a token comes. Known keys keep working
// without it.
func NewVerifier(ctx context.Context, jwksURL string, client *http.Client, log *slog.Logger) (*Verifier, error) {
	keys, err := newKeySet(ctx, jwksURL, client, log)
	if err != nil {
		return nil, fmt.Errorf("set up the key set: %w", err)
	}
	return &Verifier{keys: keys, parser: jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}),
		jwt.WithIssuer("oms"), jwt.WithAudience("oms"),
		jwt.WithExpirationRequired(), jwt.WithLeeway(5*time.Second),
	)}, nil
}

// Verify checks a bearer token. Errors: ErrUnauthorized, ErrNoKeys.
func (v *Verifier) Verify(ctx context.Context, token string) (Caller, error) {
	var c claims
	_, err := v.parser.ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) { return v.keys.find(ctx, t) })
	if err != nil {
		if errors.Is(err, jwt.ErrTokenUnverifiable) && v.keys.empty(ctx) {
			return Caller{}, fmt.Errorf("%w: %w", ErrNoKeys, err)
		}
		return Caller{}, fmt.Errorf("%w: %w", ErrUnauthorized, err)
	}
	caller := Caller{Email: c.Email, Roles: c.Roles}
	id, err := uuid.Parse(c.Subject)
	if err != nil && !caller.HasAny(Service) {
		return Caller{}, fmt.Errorf("%w: the subject is no id", ErrUnauthorized)
	}
	caller.ID = id
	return caller, nil
}
