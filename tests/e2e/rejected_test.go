package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestADeclinedCardLeavesNoStockReserved(t *testing.T) {
	buyer, staff := newCustomer(t), operator(t)
	for card, reason := range map[string]string{
		"tok_declined": "", "tok_insufficient_funds": "insufficient_funds", "tok_fraud": "",
	} {
		t.Run(card, func(t *testing.T) {
			before := plenty(t, buyer, 5)
			p := problemOf(t, ordering(buyer, wish(before.SKU, 2, card)).do(t), "payment_declined", "/api/v1/orders")
			require.NotEmpty(t, p.DeclineCode)
			if reason != "" {
				require.Equal(t, reason, p.DeclineCode)
			}
			rejected := orderOf(t, buyer, p.OrderID)
			require.Equal(t, "rejected", rejected.Status)
			require.Equal(t, "payment_declined", *rejected.StatusReason)
			paid, found := paymentOf(t, staff, p.OrderID)
			require.True(t, found)
			require.Equal(t, "declined", paid.Status)
			eventually(t, 15*time.Second, func(c *assert.CollectT) { noStockHeld(c, buyer, before) })
		})
	}
}

func TestMoreThanThereIsRejectsTheOrder(t *testing.T) {
	buyer, staff := newCustomer(t), operator(t)
	before := plenty(t, buyer, 1)
	p := problemOf(t, ordering(buyer, wish(before.SKU, before.Available+1, "tok_visa")).do(t), "out_of_stock", "/api/v1/orders")
	require.Equal(t, []string{before.SKU}, p.SKUs)
	rejected := orderOf(t, buyer, p.OrderID)
	require.Equal(t, "rejected", rejected.Status)
	require.Equal(t, "out_of_stock", *rejected.StatusReason)
	_, found := paymentOf(t, staff, p.OrderID)
	require.False(t, found, "nobody was charged")
	eventually(t, 5*time.Second, func(c *assert.CollectT) { noStockHeld(c, buyer, before) })
}

// A customer sees what is theirs: another's order does not exist for them.
func TestAnothersOrderIsNotFound(t *testing.T) {
	buyer, stranger := newCustomer(t), newCustomer(t)
	bought := buy(t, buyer, plenty(t, buyer, 1).SKU, 1)
	path := "/api/v1/orders/" + bought.ID
	problemOf(t, call{method: "GET", url: gateway() + path, token: stranger.token}.do(t), "not_found", path)
	require.Equal(t, bought.ID, orderOf(t, operator(t), bought.ID).ID, "operators see all")
}
