package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// orderService is the dashboard of order-service.
func orderService() *board {
	return service{
		job: "order-service", title: "order-service", promises: true, jobs: true,
		about: "Takes orders and drives each to its end. Go, PostgreSQL, RabbitMQ; asks inventory-, payment- and user-service.",
		business: func(b *board) {
			b.row("Orders").
				line(8,
					timeSeries("Orders by outcome", "New orders a minute by how they ended. Rejections are of the business; pending ones wait for a dependency that did not answer.",
						units.RequestsPerMinute, prom(`60 * sum by (outcome) (rate(orders_created_total{`+ofService+`}[$__rate_interval]))`, "{{outcome}}")).
						stacked().fromZero().paint("confirmed", good).paint("pending", warning).paint("rejected", bad).links(dataLink("Orders pipeline", "/d/oms-orders-pipeline?${__url_time_range}")),
					timeSeries("Time to a final outcome", "From the order to its confirmation or rejection. Beyond five seconds the customer was told to wait: see which call is slow.",
						units.Seconds, quantiles("order_processing_duration_seconds", ofService)...).fromZero(),
					timeSeries("Value of confirmed orders", "What was ordered a minute, in the currency. It follows the orders; if not, baskets or prices have changed.",
						units.Euro, prom(`60 * sum by (currency) (rate(order_value_minor_total{`+ofService+`}[$__rate_interval])) / 100`, "{{currency}}")).fromZero(),
				).
				line(8,
					timeSeries("Orders that are on their way", "Open orders by status. A status that only grows is a step that nobody takes: the warehouse, or the saga's recovery.",
						units.Short, prom(`sum by (status) (orders{`+ofService+`, status=~"pending|confirmed|processing|shipped"})`, "{{status}}")).stacked().fromZero(),
					timeSeries("Oldest pending order", "Age of the oldest order without an outcome; zero when there is none. It rises steadily while a dependency is away.",
						units.Seconds, prom(`max by (job) (orders_pending_oldest_age_seconds{`+ofService+`})`, "oldest")).limit("order_pending_age_seconds").fromZero(),
				)
		},
		dependencies: []func() dependencyLine{httpClients, postgresCalls, connectionPool},
		messages: func(b *board) {
			publishingRow(b)
			b.row("Events in")
			consumingLine(b)
		},
		runtime: goRuntime,
	}.board()
}
