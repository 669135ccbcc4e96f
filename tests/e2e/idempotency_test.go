package e2e

import (
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAKeyPlacesOneOrder(t *testing.T) {
	buyer := newCustomer(t)
	product := plenty(t, buyer, 20)
	request := ordering(buyer, wish(product.SKU, 2, "tok_visa"))

	t.Run("the same request again gets the first answer", func(t *testing.T) {
		first, second := request.do(t), request.do(t)
		require.Equal(t, http.StatusCreated, first.status, string(first.body))
		require.Equal(t, http.StatusCreated, second.status)
		require.JSONEq(t, string(first.body), string(second.body))
	})

	t.Run("the same key with another body is refused", func(t *testing.T) {
		other := request
		other.body = wish(product.SKU, 3, "tok_visa")
		problemOf(t, other.do(t), "idempotency_key_reused", "/api/v1/orders")
	})

	t.Run("twenty at the same time are one order", func(t *testing.T) {
		same := ordering(buyer, wish(product.SKU, 2, "tok_visa"))
		ids := make([]string, 20)
		var group sync.WaitGroup
		for i := range ids {
			group.Go(func() {
				var o order
				a, err := same.try()
				if assert.NoError(t, err) && assert.Equal(t, http.StatusCreated, a.status, string(a.body)) {
					assert.NoError(t, json.Unmarshal(a.body, &o))
					ids[i] = o.ID
				}
			})
		}
		group.Wait()
		require.Len(t, of(ids, func(id string) string { return id }), 1)
	})

	t.Run("another customer's same key is another order", func(t *testing.T) {
		stranger := request
		stranger.token = newCustomer(t).token
		var o order
		stranger.do(t).into(t, http.StatusCreated, &o)
	})

	eventually(t, 10*time.Second, func(c *assert.CollectT) {
		after := stockOf(c, buyer, product.SKU)
		assert.Equal(c, product.OnHand-6, after.OnHand, "three orders of two pieces")
		assert.Equal(c, product.Reserved, after.Reserved)
	})
}
