package e2e

import (
	"fmt"
	"net/http"
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// person is an account that is signed in.
type person struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Phone string `json:"phone"`
	token string
}

// newCustomer registers somebody whom no other test knows, and signs in.
func newCustomer(t *testing.T) person {
	t.Helper()
	email := "e2e-" + uuid.NewString() + "@oms.example"
	a := call{method: http.MethodPost, url: gateway() + "/api/v1/users/register",
		body: map[string]string{"email": email, "password": os.Getenv("LAB_PASSWORD"), "name": "End Toend"}}.do(t)
	require.Equal(t, http.StatusCreated, a.status, string(a.body))
	return signIn(t, email)
}

// operator signs in with the seed account of an operator.
func operator(t *testing.T) person { return signIn(t, "operator@oms.example") }

func signIn(t *testing.T, email string) person {
	t.Helper()
	var tokens struct {
		AccessToken string `json:"access_token"`
	}
	call{method: http.MethodPost, url: gateway() + "/api/v1/users/login",
		body: map[string]string{"email": email, "password": os.Getenv("LAB_PASSWORD")}}.do(t).into(t, http.StatusOK, &tokens)
	me := get[person](t, tokens.AccessToken, gateway()+"/api/v1/users/me")
	me.token = tokens.AccessToken
	return me
}

// serviceToken is a token with the role of a service.
func serviceToken(t *testing.T) string {
	t.Helper()
	secret := os.Getenv("ORDER_SERVICE_CLIENT_SECRET")
	require.NotEmpty(t, secret, "ORDER_SERVICE_CLIENT_SECRET is not set")
	var token struct {
		AccessToken string `json:"access_token"`
	}
	call{method: http.MethodPost, url: at("USER_SERVICE_PORT") + "/api/v1/users/token",
		body: map[string]string{"client_id": "order-service", "client_secret": secret}}.do(t).into(t, http.StatusOK, &token)
	return token.AccessToken
}

type amount struct {
	Minor    int64  `json:"amount_minor"`
	Currency string `json:"currency"`
}

// stock is an item of the catalogue.
type stock struct {
	SKU       string `json:"sku"`
	Price     amount `json:"price"`
	OnHand    int    `json:"on_hand"`
	Reserved  int    `json:"reserved"`
	Available int    `json:"available"`
}

func stockOf(t require.TestingT, by person, sku string) stock {
	return get[stock](t, by.token, gateway()+"/api/v1/inventory/"+sku)
}

// shelf gives each test a product of its own, so that none sees the stock that another one moves.
var shelf = map[string]bool{}

// plenty picks a product with at least so many pieces that no other test has picked.
func plenty(t *testing.T, by person, pieces int) stock {
	t.Helper()
	page := get[struct {
		Items []stock `json:"items"`
	}](t, by.token, gateway()+"/api/v1/inventory?limit=200")
	for _, item := range page.Items {
		if item.Available >= pieces && item.Reserved == 0 && !shelf[item.SKU] {
			shelf[item.SKU] = true
			return item
		}
	}
	require.Fail(t, fmt.Sprintf("no product has %d pieces left", pieces))
	return stock{}
}

// order is what the API gives of an order.
type order struct {
	ID            string  `json:"id"`
	Number        string  `json:"number"`
	CustomerID    string  `json:"customer_id"`
	Status        string  `json:"status"`
	StatusReason  *string `json:"status_reason"`
	Total         amount  `json:"total"`
	PaymentID     *string `json:"payment_id"`
	ReservationID *string `json:"reservation_id"`
	TraceID       string  `json:"trace_id"`
}

// wish is the body of an order for some pieces of one product.
func wish(sku string, quantity int, card string) map[string]any {
	return map[string]any{
		"items": []any{map[string]any{"sku": sku, "quantity": quantity}},
		"shipping_address": map[string]any{"name": "End Toend", "line1": "Torstraße 1", "city": "Berlin",
			"postal_code": "10119", "country": "DE"},
		"payment_method": map[string]any{"type": "card", "token": card},
	}
}

// ordering is the request that places an order through the gateway, with a key of its own.
func ordering(by person, body any) call {
	return call{method: http.MethodPost, url: gateway() + "/api/v1/orders", token: by.token, body: body,
		header: map[string]string{"Idempotency-Key": uuid.NewString()}}
}

// buy places an order that must be confirmed at once.
func buy(t *testing.T, by person, sku string, quantity int) order {
	t.Helper()
	var o order
	ordering(by, wish(sku, quantity, "tok_visa")).do(t).into(t, http.StatusCreated, &o)
	require.Equal(t, "confirmed", o.Status)
	return o
}

func orderOf(t require.TestingT, by person, id string) order {
	return get[order](t, by.token, gateway()+"/api/v1/orders/"+id)
}

// payment is what the API gives of a payment.
type payment struct {
	ID      string `json:"id"`
	OrderID string `json:"order_id"`
	Amount  amount `json:"amount"`
	Status  string `json:"status"`
}

// paymentOf finds the payment of an order; there may be none.
func paymentOf(t require.TestingT, by person, orderID string) (p payment, found bool) {
	a := call{method: http.MethodGet, url: gateway() + "/api/v1/payments/order/" + orderID, token: by.token}.do(t)
	if a.status == http.StatusNotFound {
		return payment{}, false
	}
	a.into(t, http.StatusOK, &p)
	return p, true
}

// message is what the inbox gives of a mail or an SMS.
type message struct {
	ID      string            `json:"id"`
	Kind    string            `json:"kind"`
	To      []string          `json:"to"`
	Subject string            `json:"subject"`
	Text    string            `json:"text"`
	Labels  map[string]string `json:"labels"`
	TraceID string            `json:"trace_id"`
}

func messagesTo(t require.TestingT, query string) []message {
	return get[struct {
		Items []message `json:"items"`
	}](t, "", at("INBOX_HTTP_PORT")+"/api/messages?"+query).Items
}

// noStockHeld checks that a product's stock is what it was before.
func noStockHeld(c *assert.CollectT, by person, before stock) {
	now := stockOf(c, by, before.SKU)
	assert.Equal(c, before.Reserved, now.Reserved, "reserved pieces of %s", before.SKU)
	assert.Equal(c, before.OnHand, now.OnHand, "pieces of %s", before.SKU)
}
