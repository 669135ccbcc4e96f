package e2e

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The order that the lab exists for: one click, five languages, one trace.
func TestOneOrderThroughFiveLanguages(t *testing.T) {
	buyer, staff := newCustomer(t), operator(t)
	product := plenty(t, buyer, 10)
	const quantity = 3
	bought := buy(t, buyer, product.SKU, quantity)
	require.Equal(t, buyer.ID, bought.CustomerID)
	require.Regexp(t, `^ORD-\d{4}-\d{6}$`, bought.Number)
	require.Regexp(t, `^[0-9a-f]{32}$`, bought.TraceID)

	t.Run("the stock fell by what was bought", func(t *testing.T) {
		after := stockOf(t, buyer, product.SKU)
		require.Equal(t, product.OnHand-quantity, after.OnHand)
		require.Equal(t, product.Reserved, after.Reserved)
		require.Equal(t, product.Available-quantity, after.Available)

		movements := get[struct {
			Items []struct {
				Kind     string `json:"kind"`
				Quantity int    `json:"quantity"`
				OrderID  string `json:"order_id"`
			} `json:"items"`
		}](t, staff.token, gateway()+"/api/v1/inventory/"+product.SKU+"/movements")
		left := 0
		for _, m := range movements.Items {
			if m.OrderID == bought.ID && m.Kind == "commit" {
				left += m.Quantity
			}
		}
		require.Equal(t, -quantity, left, "the ledger says so too")
	})

	t.Run("the money was captured", func(t *testing.T) {
		paid, found := paymentOf(t, staff, bought.ID)
		require.True(t, found)
		require.Equal(t, "captured", paid.Status)
		require.Equal(t, bought.Total, paid.Amount)
		require.Equal(t, paid.ID, *bought.PaymentID)
	})

	t.Run("the customer got a mail and an SMS, in the order's trace", func(t *testing.T) {
		for _, to := range []string{buyer.Email, buyer.Phone} {
			eventually(t, time.Minute, func(c *assert.CollectT) {
				var confirmation *message
				for _, m := range messagesTo(c, "to="+url.QueryEscape(to)) {
					if strings.Contains(m.Subject+m.Text, bought.Number) && strings.Contains(strings.ToLower(m.Subject+m.Text), "confirm") {
						confirmation = &m
					}
				}
				if assert.NotNil(c, confirmation, "no confirmation of %s for %s", bought.Number, to) {
					assert.Equal(c, bought.TraceID, confirmation.TraceID)
				}
			})
		}
	})

	t.Run("one trace leads through every part", func(t *testing.T) {
		eventually(t, 90*time.Second, func(c *assert.CollectT) {
			spans := traceOf(c, bought.TraceID)
			for _, service := range []string{"traefik", "order-service", "user-service", "inventory-service",
				"payment-service", "notification-service", "lab-inbox"} {
				assert.Contains(c, of(spans, func(s span) string { return s.Service }), service)
			}
			known := map[string]bool{}
			for _, s := range spans {
				known[s.SpanID] = true
			}
			var roots, lost []string
			for _, s := range spans {
				switch {
				case s.Parent == "":
					roots = append(roots, s.Service)
				case !known[s.Parent]:
					lost = append(lost, s.Service+" "+s.Name)
				}
			}
			assert.Equal(c, []string{"traefik"}, roots, "the trace has one beginning, at the gateway")
			assert.Empty(c, lost, "spans whose parent is missing")
		})
	})

	t.Run("Loki finds the log lines of all five services by the trace id", func(t *testing.T) {
		eventually(t, 90*time.Second, func(c *assert.CollectT) {
			// No parser stage: trace_id is structured metadata.
			found := of(logs(c, `{service_name=~".+"} | trace_id="`+bought.TraceID+`"`),
				func(s stream) string { return s.Labels["service_name"] })
			for service := range services {
				assert.Contains(c, found, service)
			}
		})
	})

	t.Run("Prometheus counts requests of all five services, with exemplars that lead to traces", func(t *testing.T) {
		eventually(t, time.Minute, func(c *assert.CollectT) {
			counted := of(metrics(c, `sum by (job) (http_server_request_duration_seconds_count) > 0`),
				func(s sample) string { return s.Labels["job"] })
			for service := range services {
				assert.Contains(c, counted, service)
			}
		})
		for service := range services {
			eventually(t, time.Minute, func(c *assert.CollectT) {
				ids := exemplars(c, `http_server_request_duration_seconds_bucket{job="`+service+`"}`)
				require.NotEmpty(c, ids, "exemplars of %s", service)
				for _, id := range ids[:min(len(ids), 5)] {
					if len(traceOf(c, id)) > 0 {
						return
					}
				}
				assert.Fail(c, "no exemplar of "+service+" leads to a trace in Tempo")
			})
		}
	})

	t.Run("the service graph has the edges of the order's way", func(t *testing.T) {
		edges := []struct{ client, server, kind string }{
			{"traefik", "order-service", ""},
			{"order-service", "user-service", ""},
			{"order-service", "inventory-service", ""},
			{"order-service", "payment-service", ""},
			{"order-service", "notification-service", "messaging_system"},
		}
		eventually(t, time.Minute, func(c *assert.CollectT) {
			for _, edge := range edges {
				found := metrics(c, `sum by (client, server) (traces_service_graph_request_total{client="`+edge.client+
					`",server="`+edge.server+`",connection_type="`+edge.kind+`"}) > 0`)
				assert.Len(c, found, 1, "%s → %s", edge.client, edge.server)
			}
		})
	})
}
