package e2e

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// push is what a browser hears of an order.
type push struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	Data struct {
		OrderID string `json:"order_id"`
		Number  string `json:"number"`
		Status  string `json:"status"`
		Total   amount `json:"total"`
	} `json:"data"`
}

// listen opens a WebSocket through the gateway as a browser does.
func listen(t *testing.T, by person) *websocket.Conn { return listenAfter(t, by, "") }

// listenAfter asks for what was missed since an event, too; empty asks for nothing.
func listenAfter(t *testing.T, by person, eventID string) *websocket.Conn {
	t.Helper()
	query := ""
	if eventID != "" {
		query = "?after=" + eventID
	}
	connection, _, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(gateway(), "http")+"/ws"+query,
		&websocket.DialOptions{Subprotocols: []string{"oms.v1", by.token}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.CloseNow() })
	require.Equal(t, "oms.v1", connection.Subprotocol())
	return connection
}

// hear reads until the order is confirmed; every message until then must be about that order, or about an
// earlier one of the same buyer: events are handled side by side, so its order.created may come behind its
// order.confirmed.
func hear(t *testing.T, connection *websocket.Conn, o order, earlier ...order) push {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		_, content, err := connection.Read(ctx)
		require.NoError(t, err, "no push about %s", o.Number)
		var p push
		require.NoError(t, json.Unmarshal(content, &p), string(content))
		if slices.ContainsFunc(earlier, func(e order) bool { return e.ID == p.Data.OrderID }) {
			continue
		}
		require.Equal(t, o.ID, p.Data.OrderID, "a push about somebody else's order")
		if p.Type == "order.confirmed" {
			return p
		}
	}
}

func TestCustomersHearOfTheirOwnOrdersAtOnce(t *testing.T) {
	buyer, other := newCustomer(t), newCustomer(t)
	product := plenty(t, buyer, 5)
	buyers, others := listen(t, buyer), listen(t, other)

	bought := buy(t, buyer, product.SKU, 1)
	heard := hear(t, buyers, bought)
	require.Equal(t, bought.Number, heard.Data.Number)
	require.Equal(t, "confirmed", heard.Data.Status)
	require.Equal(t, bought.Total, heard.Data.Total)

	// The other customer's first message is about their own order, so the earlier one did not reach them.
	hear(t, others, buy(t, other, product.SKU, 1))
}

func TestAReconnectedBrowserHearsWhatItMissed(t *testing.T) {
	buyer, other := newCustomer(t), newCustomer(t)
	product := plenty(t, buyer, 5)
	connection := listen(t, buyer)
	first := buy(t, buyer, product.SKU, 1)
	last := hear(t, connection, first)
	require.NoError(t, connection.Close(websocket.StatusNormalClosure, ""))

	buy(t, other, product.SKU, 1)
	missed := buy(t, buyer, product.SKU, 1)
	eventually(t, time.Minute, func(c *assert.CollectT) {
		assert.NotEmpty(c, about(messagesTo(c, "to="+url.QueryEscape(buyer.Email)), missed.Number))
	})
	again := listenAfter(t, buyer, last.ID)
	hear(t, again, missed, first)
	hear(t, again, buy(t, buyer, product.SKU, 1), first, missed)
}

func TestALiveConnectionNeedsAToken(t *testing.T) {
	for name, offered := range map[string][]string{
		"none": {"oms.v1"}, "forged": {"oms.v1", newForger(t).stolenName(t)}, "expired": {"oms.v1", newForger(t).expired(t)},
	} {
		t.Run(name, func(t *testing.T) {
			_, response, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(gateway(), "http")+"/ws",
				&websocket.DialOptions{Subprotocols: offered})
			require.Error(t, err)
			require.NotNil(t, response)
			require.Equal(t, http.StatusUnauthorized, response.StatusCode)
			require.Equal(t, "application/problem+json", response.Header.Get("Content-Type"))
		})
	}
}
