package e2e

import (
	"net/http"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// payment-service dies by SIGKILL in the middle of charges. Once it is back, no order is half done: each is
// confirmed and paid, or rejected and not paid, and no piece of stock is held for any of them.
func TestAKilledPaymentServiceLeavesNoHalfDoneOrder(t *testing.T) {
	buyer, staff := newCustomer(t), operator(t)
	const orders, quantity = 12, 2
	before := plenty(t, buyer, orders*quantity)

	var placing sync.WaitGroup
	for i := range orders {
		// Slow charges take two seconds, so that the kill meets some of them half way.
		card := []string{"tok_slow", "tok_visa", "tok_declined"}[i%3]
		placing.Go(func() {
			a, err := ordering(buyer, wish(before.SKU, quantity, card)).try()
			if assert.NoError(t, err) {
				assert.Contains(t, []int{http.StatusCreated, http.StatusAccepted, http.StatusPaymentRequired}, a.status, string(a.body))
			}
		})
	}
	// Some charges are decided and some are not: one payment is captured, so at least one order ends confirmed.
	eventually(t, 20*time.Second, func(c *assert.CollectT) {
		assert.NotEmpty(c, payments(c, buyer, "captured"), "a charge that is decided")
		assert.NotEmpty(c, payments(c, staff, "pending"), "charges under way")
	})
	killed := supervised(t, "payment-service")
	require.Positive(t, killed.PID)
	require.NoError(t, syscall.Kill(killed.PID, syscall.SIGKILL))
	placing.Wait()

	eventually(t, time.Minute, func(c *assert.CollectT) {
		now := supervised(c, "payment-service")
		assert.NotEqual(c, killed.PID, now.PID)
		assert.Equal(c, "Ready", now.Ready)
	})
	confirmed := 0
	eventually(t, 90*time.Second, func(c *assert.CollectT) {
		page := get[struct {
			Items []order `json:"items"`
		}](c, buyer.token, gateway()+"/api/v1/orders?limit=200")
		require.Len(c, page.Items, orders)
		confirmed = 0
		for _, o := range page.Items {
			require.Contains(c, []string{"confirmed", "rejected"}, o.Status, o.Number)
			if o.Status == "confirmed" {
				confirmed++
			}
			agree(c, staff, o)
		}
		after := stockOf(c, buyer, before.SKU)
		assert.Equal(c, before.Reserved, after.Reserved, "nothing is held")
		assert.Equal(c, before.OnHand-confirmed*quantity, after.OnHand, "what is confirmed has left")
	})
	require.Positive(t, confirmed)
}

// payments are those that somebody sees in a state, the newest ones.
func payments(t require.TestingT, by person, status string) []payment {
	return get[struct {
		Items []payment `json:"items"`
	}](t, by.token, gateway()+"/api/v1/payments?limit=200&status="+status).Items
}

// agree checks that an order's money fits its status.
func agree(c *assert.CollectT, staff person, o order) {
	paid, found := paymentOf(c, staff, o.ID)
	if o.Status == "confirmed" {
		assert.True(c, found, "%s is confirmed without a payment", o.Number)
		assert.Equal(c, "captured", paid.Status, o.Number)
		assert.Equal(c, o.Total, paid.Amount, o.Number)
		return
	}
	if found {
		assert.Contains(c, []string{"declined", "refunded"}, paid.Status, o.Number)
	}
}
