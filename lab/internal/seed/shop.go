package seed

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"oms-lab/contracts/client/inventory"
	"oms-lab/contracts/client/orders"
	"oms-lab/contracts/client/users"
	"oms-lab/lab/internal/seed/history"
)

// customer is an account that is signed in.
type customer struct {
	history.Person
	token string
}

// enter registers a person, or finds the account of an earlier run, and signs in.
func (a *API) enter(ctx context.Context, p history.Person, password string) (c customer, created bool, err error) {
	response, err := a.users.RegisterUser(ctx, users.NewUser{Email: p.Email, Password: password, Name: p.Name})
	_, err = decode[users.User](a, response, err)
	var refused *problem
	switch {
	case err == nil:
		created = true
	case errors.As(err, &refused) && refused.Code == "email_taken":
	default:
		return customer{}, false, fmt.Errorf("register %s: %w", p.Email, err)
	}
	token, err := a.SignIn(ctx, p.Email, password)
	if err != nil {
		return customer{}, created, err
	}
	return customer{p, token}, created, nil
}

// SignIn obtains somebody's token.
func (a *API) SignIn(ctx context.Context, email, password string) (token string, err error) {
	response, err := a.users.Login(ctx, users.Credentials{Email: email, Password: password})
	tokens, err := decode[users.Tokens](a, response, err)
	if err != nil {
		return "", fmt.Errorf("sign in as %s: %w", email, err)
	}
	return tokens.AccessToken, nil
}

// AdjustStock corrects a count; the token is an operator's.
func (a *API) AdjustStock(ctx context.Context, token string, correction inventory.StockAdjustment) error {
	key := uuid.NewString()
	response, err := a.inventory.AdjustStock(ctx, &inventory.AdjustStockParams{IdempotencyKey: &key}, correction, as(token))
	if _, err := decode[inventory.Movement](a, response, err); err != nil {
		return fmt.Errorf("adjust the stock of %s: %w", correction.SKU, err)
	}
	return nil
}

// catalogue reads the skus of all products that are in stock.
func (a *API) catalogue(ctx context.Context, token string) (skus []string, err error) {
	limit := 200
	for params := (inventory.ListItemsParams{Limit: &limit}); ; {
		response, err := a.inventory.ListItems(ctx, &params, as(token))
		page, err := decode[inventory.ItemPage](a, response, err)
		if err != nil {
			return nil, fmt.Errorf("read the catalogue: %w", err)
		}
		for _, item := range page.Items {
			if item.Available > 0 {
				skus = append(skus, item.SKU)
			}
		}
		if page.NextCursor == nil {
			return skus, nil
		}
		params.Cursor = page.NextCursor
	}
}

// pricing reads the rules by which order-service adds up an order.
func (a *API) pricing(ctx context.Context, token string) (orders.Pricing, error) {
	response, err := a.orders.GetPricing(ctx, as(token))
	rules, err := decode[orders.Pricing](a, response, err)
	if err != nil {
		return rules, fmt.Errorf("read the pricing rules: %w", err)
	}
	return rules, nil
}

// place sends an order. An order that the shop turns down for a business reason is an outcome, not an error.
func (a *API) place(ctx context.Context, c customer, key string, o orders.NewOrder) (orders.Order, outcome, error) {
	response, err := a.orders.CreateOrder(ctx, &orders.CreateOrderParams{IdempotencyKey: &key}, o, as(c.token))
	placed, err := decode[orders.Order](a, response, err)
	var refused *problem
	if errors.As(err, &refused) {
		switch refused.Code {
		case "payment_declined":
			return placed, declined, nil
		case "out_of_stock":
			return placed, outOfStock, nil
		}
	}
	if err != nil {
		return placed, failed, err
	}
	if placed.Status == orders.OrderStatusPending {
		return placed, pending, nil
	}
	return placed, confirmed, nil
}
