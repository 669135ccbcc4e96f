//go:build compose

package compose

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var client = &http.Client{Timeout: 20 * time.Second}

// at is the base URL of the part whose port the setting holds, where the machine of its half publishes it.
func at(port string) string {
	machine := "WEBAPP_HOST"
	if slices.Contains([]string{"PROMETHEUS_PORT", "LOKI_PORT", "TEMPO_PORT", "ALERTMANAGER_PORT"}, port) {
		machine = "GRAFANA_STACK_HOST"
	}
	return "http://" + net.JoinHostPort(cmp.Or(settings[machine], settings["BIND_ADDRESS"]), settings[port])
}

func gateway() string { return at("GATEWAY_PORT") }

// call sends a request with a JSON body, and decodes the answer when it has the status.
func call(method, address, token string, body any, status int, into any) (int, error) {
	return callWithKey(method, address, token, "", body, status, into)
}

// callWithKey is call with an Idempotency-Key. Whatever else is said of success is decoded as well, beside the error.
func callWithKey(method, address, token, key string, body any, status int, into any) (int, error) {
	content, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	request, err := http.NewRequest(method, address, bytes.NewReader(content))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return response.StatusCode, err
	}
	if response.StatusCode < http.StatusMultipleChoices {
		err = json.Unmarshal(answer, into)
	}
	if response.StatusCode != status {
		return response.StatusCode, fmt.Errorf("%s %s: %d %s", method, address, response.StatusCode, answer)
	}
	return response.StatusCode, err
}

// customer is an account that is signed in.
type customer struct{ email, token string }

// newCustomer registers somebody nobody else knows, and signs in.
func newCustomer(t require.TestingT) customer {
	c := customer{email: "compose-" + uuid.NewString() + "@oms.example"}
	account := map[string]string{"email": c.email, "password": settings["LAB_PASSWORD"], "name": "Con Tainer"}
	_, err := call(http.MethodPost, gateway()+"/api/v1/users/register", "", account, http.StatusCreated, &struct{}{})
	require.NoError(t, err)
	var tokens struct {
		AccessToken string `json:"access_token"`
	}
	delete(account, "name")
	_, err = call(http.MethodPost, gateway()+"/api/v1/users/login", "", account, http.StatusOK, &tokens)
	require.NoError(t, err)
	c.token = tokens.AccessToken
	return c
}

// order is what the API gives of an order.
type order struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	Status  string `json:"status"`
	TraceID string `json:"trace_id"`
}

// onSale are the products of which there are many.
func onSale(t require.TestingT, by customer) []string {
	var page struct {
		Items []struct {
			SKU       string `json:"sku"`
			Available int    `json:"available"`
		} `json:"items"`
	}
	_, err := call(http.MethodGet, gateway()+"/api/v1/inventory?limit=200", by.token, nil, http.StatusOK, &page)
	require.NoError(t, err)
	var products []string
	for _, item := range page.Items {
		if item.Available >= 40 {
			products = append(products, item.SKU)
		}
	}
	require.NotEmpty(t, products, "nothing to buy")
	return products
}

// wish is the body of an order for one piece of a product.
func wish(sku string) map[string]any {
	return map[string]any{
		"items": []any{map[string]any{"sku": sku, "quantity": 1}},
		"shipping_address": map[string]any{"name": "Con Tainer", "line1": "Torstraße 1", "city": "Berlin",
			"postal_code": "10119", "country": "DE"},
		"payment_method": map[string]any{"type": "card", "token": "tok_visa"},
	}
}

// buy places an order, which must be confirmed at once.
func buy(t *testing.T, by customer) order {
	t.Helper()
	var o order
	_, err := callWithKey(http.MethodPost, gateway()+"/api/v1/orders", by.token, uuid.NewString(), wish(onSale(t, by)[0]),
		http.StatusCreated, &o)
	require.NoError(t, err)
	require.Equal(t, "confirmed", o.Status)
	return o
}

// message is what the inbox gives of a mail.
type message struct {
	Subject string `json:"subject"`
	Text    string `json:"text"`
}

func mailsTo(t require.TestingT, email string) []message {
	var page struct {
		Items []message `json:"items"`
	}
	_, err := call(http.MethodGet, at("INBOX_HTTP_PORT")+"/api/messages?to="+url.QueryEscape(email), "", nil,
		http.StatusOK, &page)
	require.NoError(t, err)
	return page.Items
}

// eventually repeats a check until it holds. It fails with what the last attempt found wrong.
func eventually(t *testing.T, within time.Duration, check func(c *assert.CollectT)) {
	t.Helper()
	require.EventuallyWithT(t, check, within, time.Second)
}
