package seed

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"oms-lab/lab/internal/seed/history"
)

// customer is an account that is signed in.
type customer struct {
	history.Person
	token string
}

// product is what an order needs to know of an item of the catalogue.
type product struct {
	SKU       string `json:"sku"`
	Available int    `json:"available"`
}

// order is what comes back of an order.
type order struct {
	ID           string         `json:"id"`
	Number       string         `json:"number"`
	Status       string         `json:"status"`
	StatusReason string         `json:"status_reason"`
	Total        history.Amount `json:"total"`
	TraceID      string         `json:"trace_id"`
}

type credentials struct {
	Email    string `json:"email"`
	Password string `json:"password"`
	Name     string `json:"name,omitempty"`
}

// enter registers a person, or finds the account of an earlier run, and signs in.
func (a *API) enter(ctx context.Context, p history.Person, password string) (c customer, created bool, err error) {
	account := credentials{Email: p.Email, Password: password, Name: p.Name}
	err = a.do(ctx, request{method: http.MethodPost, path: "/api/v1/users/register", body: account}, nil)
	var problem *Problem
	switch {
	case err == nil:
		created = true
	case errors.As(err, &problem) && problem.Code == "email_taken":
	default:
		return customer{}, false, fmt.Errorf("register %s: %w", p.Email, err)
	}
	token, err := a.signIn(ctx, p.Email, password)
	return customer{p, token}, created, err
}

func (a *API) signIn(ctx context.Context, email, password string) (token string, err error) {
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	err = a.do(ctx, request{method: http.MethodPost, path: "/api/v1/users/login",
		body: credentials{Email: email, Password: password}}, &answer)
	if err != nil {
		return "", fmt.Errorf("sign in as %s: %w", email, err)
	}
	return answer.AccessToken, nil
}

// catalogue reads all products that are in stock.
func (a *API) catalogue(ctx context.Context, token string) ([]product, error) {
	var all []product
	for cursor := ""; ; {
		var answer struct {
			Items      []product `json:"items"`
			NextCursor *string   `json:"next_cursor"`
		}
		query := url.Values{"limit": {"200"}}
		if cursor != "" {
			query.Set("cursor", cursor)
		}
		call := request{method: http.MethodGet, path: "/api/v1/inventory?" + query.Encode(), token: token}
		if err := a.do(ctx, call, &answer); err != nil {
			return nil, fmt.Errorf("read the catalogue: %w", err)
		}
		for _, p := range answer.Items {
			if p.Available > 0 {
				all = append(all, p)
			}
		}
		if answer.NextCursor == nil || *answer.NextCursor == "" {
			return all, nil
		}
		cursor = *answer.NextCursor
	}
}

// pricing reads the rules by which order-service adds up an order.
func (a *API) pricing(ctx context.Context, token string) (rules history.Pricing, err error) {
	err = a.do(ctx, request{method: http.MethodGet, path: "/api/v1/orders/pricing", token: token}, &rules)
	if err != nil {
		return rules, fmt.Errorf("read the pricing rules: %w", err)
	}
	return rules, rules.Check()
}

// place sends an order. An order that the shop turns down for a business reason is an outcome, not an error.
func (a *API) place(ctx context.Context, c customer, key string, o orderRequest) (order, outcome, error) {
	var placed order
	err := a.do(ctx, request{method: http.MethodPost, path: "/api/v1/orders", token: c.token, idempotencyKey: key, body: o}, &placed)
	var problem *Problem
	if errors.As(err, &problem) {
		switch problem.Code {
		case "payment_declined":
			return placed, declined, nil
		case "out_of_stock":
			return placed, outOfStock, nil
		}
	}
	if err != nil {
		return placed, failed, err
	}
	if placed.Status == "pending" {
		return placed, pending, nil
	}
	return placed, confirmed, nil
}
