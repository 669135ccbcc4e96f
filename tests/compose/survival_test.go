//go:build compose

package compose

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDataSurvivesDownAndUp(t *testing.T) {
	buyer := newCustomer(t)
	bought := buy(t, buyer)
	eventually(t, time.Minute, func(c *assert.CollectT) {
		assert.NotEmpty(c, mailsTo(c, buyer.email))
		assert.NotEmpty(c, logLabels(c, `{service_name="order-service"} | trace_id="`+bought.TraceID+`"`))
		assert.NotEmpty(c, inTrace(c, bought.TraceID))
	})
	before := time.Now().Unix()

	for _, half := range []string{webapp, grafana} {
		began := time.Now()
		_, err := compose(nil, half, "down")
		require.NoError(t, err)
		fmt.Printf("%s: down after %.0f s\n", half, time.Since(began).Seconds())
	}
	for _, half := range []string{grafana, webapp} {
		require.NoError(t, up(half))
	}

	var again order
	_, err := call(http.MethodGet, gateway()+"/api/v1/orders/"+bought.ID, buyer.token, nil, http.StatusOK, &again)
	require.NoError(t, err, "the token is as good as before, and the order is there")
	assert.Equal(t, bought.Number, again.Number)
	assert.NotEmpty(t, mailsTo(t, buyer.email), "the inbox")
	eventually(t, time.Minute, func(c *assert.CollectT) {
		assert.NotEmpty(c, logLabels(c, `{service_name="order-service"} | trace_id="`+bought.TraceID+`"`), "Loki")
		assert.NotEmpty(c, inTrace(c, bought.TraceID), "Tempo")
		assert.NotEmpty(c, metrics(c, fmt.Sprintf("up{job='order-service'} @ %d", before)), "Prometheus")
	})
	judge(t)
}
