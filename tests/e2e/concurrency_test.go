package e2e

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// 200 people want one of the last 50 pieces, which lie in three warehouses, all at the same moment.
func TestTheLastPiecesAreSoldOnce(t *testing.T) {
	const pieces, wishes = 50, 200
	buyer, staff := newCustomer(t), operator(t)
	sku := newProduct(t, 2500, map[string]int{"BER": 20, "MAD": 20, "RTM": 10})

	var rejected atomic.Int32
	var placing sync.WaitGroup
	for range wishes {
		placing.Go(func() {
			a, err := ordering(buyer, wish(sku, 1, "tok_visa")).try()
			if !assert.NoError(t, err) {
				return
			}
			switch a.status {
			case http.StatusCreated, http.StatusAccepted:
			case http.StatusConflict:
				rejected.Add(1)
			default:
				assert.Fail(t, "unexpected answer", string(a.body))
			}
		})
	}
	placing.Wait()

	statuses := map[string]int{}
	paid := map[string]bool{}
	eventually(t, 90*time.Second, func(c *assert.CollectT) {
		clear(statuses)
		clear(paid)
		for _, o := range allOrders(c, buyer) {
			statuses[o.Status]++
			if o.PaymentID != nil {
				paid[*o.PaymentID] = true
			}
		}
		require.Zero(c, statuses["pending"])
	})
	require.Equal(t, map[string]int{"confirmed": pieces, "rejected": wishes - pieces}, statuses)
	require.Len(t, paid, pieces, "captured payments")
	for id := range paid {
		p := get[payment](t, staff.token, gateway()+"/api/v1/payments/"+id)
		require.Equal(t, "captured", p.Status)
	}
	left := stockOf(t, buyer, sku)
	require.Zero(t, left.OnHand)
	require.Zero(t, left.Reserved)
	require.Zero(t, left.Available)
	t.Logf("%d at once: %d refused on the spot", wishes, rejected.Load())
}

// Fifty operators refund a tenth of the same payment at the same time: ten of them can.
func TestRefundsNeverExceedWhatWasCaptured(t *testing.T) {
	const operators, parts = 50, 10
	buyer, staff := newCustomer(t), operator(t)
	bought := buy(t, buyer, newProduct(t, 10_000, map[string]int{"BER": 1}), 1)
	require.Zero(t, bought.Total.Minor%parts)

	path := "/api/v1/payments/" + *bought.PaymentID + "/refund"
	var refunded atomic.Int32
	var refunding sync.WaitGroup
	for range operators {
		refunding.Go(func() {
			a, err := call{method: http.MethodPost, url: gateway() + path, token: staff.token,
				header: map[string]string{"Idempotency-Key": uuid.NewString()},
				body:   map[string]any{"amount": amount{bought.Total.Minor / parts, "EUR"}, "reason": "damaged"}}.persist(t)
			switch {
			case !assert.NoError(t, err):
			case a.status == http.StatusCreated:
				refunded.Add(1)
			default:
				assert.Equal(t, http.StatusUnprocessableEntity, a.status, string(a.body))
				assert.Contains(t, string(a.body), "refund_exceeds_captured")
			}
		})
	}
	refunding.Wait()
	require.EqualValues(t, parts, refunded.Load())
	require.Equal(t, "refunded", get[payment](t, staff.token, gateway()+"/api/v1/payments/"+*bought.PaymentID).Status)
	eventually(t, 20*time.Second, func(c *assert.CollectT) {
		o := get[struct {
			Refunded amount `json:"refunded"`
		}](c, buyer.token, gateway()+"/api/v1/orders/"+bought.ID)
		assert.Equal(c, bought.Total, o.Refunded, "the order hears of its refunds")
	})
}

// persist repeats a call, with the same key, while it is told to come again, as one of so many at once may be.
func (c call) persist(t *testing.T) (a answer, err error) {
	assert.Eventually(t, func() bool {
		a, err = c.try()
		return a.status != http.StatusServiceUnavailable && a.status != http.StatusGatewayTimeout
	}, time.Minute, 250*time.Millisecond, "it is still told to come again")
	return a, err
}

// admin signs in with the seed account of an administrator.
func admin(t *testing.T) person { return signIn(t, "admin@oms.example") }

// newProduct puts a product that no other test knows on the shelves of some warehouses and returns its sku.
func newProduct(t *testing.T, priceMinor int64, pieces map[string]int) string {
	t.Helper()
	boss := admin(t)
	sku := "TST-" + strings.ToUpper(uuid.NewString()[24:])
	a := call{method: http.MethodPost, url: gateway() + "/api/v1/inventory/products", token: boss.token,
		header: map[string]string{"Idempotency-Key": uuid.NewString()},
		body: map[string]any{"sku": sku, "name": "Test product " + sku, "category": "audio",
			"price": amount{priceMinor, "EUR"}, "reorder_level": 0}}.do(t)
	require.Equal(t, http.StatusCreated, a.status, string(a.body))
	for warehouse, n := range pieces {
		a := call{method: http.MethodPost, url: gateway() + "/api/v1/inventory/adjust", token: boss.token,
			header: map[string]string{"Idempotency-Key": uuid.NewString()},
			body:   map[string]any{"sku": sku, "warehouse": warehouse, "delta": n, "reason": "first delivery"}}.do(t)
		require.Equal(t, http.StatusCreated, a.status, string(a.body))
	}
	return sku
}

// allOrders are the orders that somebody sees, page by page.
func allOrders(t require.TestingT, by person) []order {
	var all []order
	for cursor := ""; ; {
		page := get[struct {
			Items []order `json:"items"`
			Next  *string `json:"next_cursor"`
		}](t, by.token, gateway()+"/api/v1/orders?limit=200"+cursor)
		all = append(all, page.Items...)
		if page.Next == nil {
			return all
		}
		cursor = "&cursor=" + *page.Next
	}
}
