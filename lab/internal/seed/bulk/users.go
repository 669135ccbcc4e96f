package bulk

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/lab/internal/databases"
	"oms-lab/lab/internal/seed/history"
)

// Accounts reads the demo customers of earlier runs.
func (s *Shop) Accounts(ctx context.Context) ([]history.Account, error) {
	rows, err := s.connections[databases.Users].Query(ctx, `
		SELECT substring(email FROM '^demo(\d{4,8})@oms\.example$')::int, id, email, name, phone, created_at
		FROM accounts WHERE active AND email ~ '^demo\d{4,8}@oms\.example$' ORDER BY id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (a history.Account, err error) {
		var email, name string
		if err := r.Scan(&a.Number, &a.ID, &email, &name, &a.Phone, &a.CreatedAt); err != nil {
			return a, err
		}
		a.Person = history.DemoPerson(a.Number)
		// People may have changed their names since.
		a.Email, a.Name = email, name
		return a, nil
	})
}

// Operator is the account that serves the customers of a history.
func (s *Shop) Operator(ctx context.Context) (id uuid.UUID, err error) {
	err = s.connections[databases.Users].QueryRow(ctx, `
		SELECT id FROM accounts WHERE roles && ARRAY['operator', 'admin']
		ORDER BY 'operator' = ANY (roles) DESC, id LIMIT 1`).Scan(&id)
	return id, err
}

// PasswordHash is the hash of the password of the account with an address. Every customer of a history gets the same
// one: hashing is slow on purpose, and how it is done is the business of user-service alone.
func (s *Shop) PasswordHash(ctx context.Context, email string) (hash string, err error) {
	err = s.connections[databases.Users].QueryRow(ctx,
		`SELECT password_hash FROM accounts WHERE lower(email) = lower($1)`, email).Scan(&hash)
	return hash, err
}

func writeUsers(ctx context.Context, c *copier, h *history.History, credentials Credentials) error {
	if err := c.accounts(ctx, h, credentials); err != nil {
		return err
	}
	return c.auditEvents(ctx, h)
}

func (c *copier) accounts(ctx context.Context, h *history.History, credentials Credentials) error {
	columns := []string{"id", "email", "name", "phone", "password_hash", "roles", "active", "created_at", "updated_at"}
	roles := []string{"customer"}
	return c.table(ctx, "accounts", columns, func(yield func(row) bool) {
		for i := range h.Registered {
			a := &h.Registered[i]
			if !yield(row{key(a.ID), a.Email, a.Name, a.Phone, credentials.PasswordHash, roles, true, utc(a.CreatedAt), utc(a.CreatedAt)}) {
				return
			}
		}
	})
}

// auditEvents notes the registrations in the audit log.
func (c *copier) auditEvents(ctx context.Context, h *history.History) error {
	ids := h.IDs(auditIDs)
	return c.table(ctx, "audit_events", []string{"id", "type", "actor", "user_id", "created_at"}, func(yield func(row) bool) {
		for i := range h.Registered {
			a := &h.Registered[i]
			if !yield(row{key(ids.At(a.CreatedAt)), "account.registered", a.ID.String(), key(a.ID), utc(a.CreatedAt)}) {
				return
			}
		}
	})
}
