package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// paymentService is the dashboard of payment-service.
func paymentService() *board {
	const declined = `sum(rate(payments_processed_total{` + ofService + `, status="declined"}[$__rate_interval]))`
	const processed = `sum(rate(payments_processed_total{` + ofService + `, status=~"captured|declined"}[$__rate_interval]))`
	return service{
		job: "payment-service", title: "payment-service", promises: true, jobs: true,
		about: "Charges and refunds cards through a simulated gateway. Python, PostgreSQL, RabbitMQ.",
		business: func(b *board) {
			b.row("Payments").
				line(8,
					timeSeries("Payments by result", "Payments a minute by result and method. Declined ones are the bank's word; anything else that is not captured is ours.",
						units.OpsPerMinute, prom(`60 * sum by (status, method) (rate(payments_processed_total{`+ofService+`}[$__rate_interval]))`, "{{status}} {{method}}")).
						stacked().fromZero(),
					timeSeries("Declined payments", "Share of payments that are declined. A few are normal; a spike is an attack with stolen cards or a fault at the gateway.",
						units.PercentUnit, prom(`(`+declined+` or 0 * `+processed+`) / (`+processed+` > 0)`, "declined")).limit("payment_decline_ratio").bounds(0, 1),
					timeSeries("Money captured", "What was captured a minute, by currency. It follows confirmed orders; money without orders must be refunded.",
						units.Short, prom(`60 * sum by (currency) (rate(payment_amount_minor_total{`+ofService+`}[$__rate_interval])) / 100`, "{{currency}}")).fromZero(),
					timeSeries("Refunds", "Refunds a minute. A rise follows cancelled or returned orders, or compensations of the order saga.",
						units.OpsPerMinute, prom(`60 * sum by (job) (rate(refunds_processed_total{`+ofService+`}[$__rate_interval]))`, "refunds")).fromZero(),
				).
				line(8,
					timeSeries("Card gateway: answers", "Calls to the gateway by what came of them. Timeouts and errors open the breaker, which then refuses at once.",
						units.OpsPerSecond, prom(`sum by (outcome) (rate(payment_gateway_duration_seconds_count{`+ofService+`}[$__rate_interval])) > 0`, "{{outcome}}")).
						stacked().fromZero(),
					timeSeries("Card gateway: duration", "How long the gateway takes, without what the open breaker refuses at once: half, 95 % and 99 % are faster. It is most of the time of an order.",
						units.Seconds, quantiles("payment_gateway_duration_seconds", joined(ofService, `outcome!="breaker_open"`))...).fromZero(),
					stateTimeline("Card gateway: breaker", "Closed is good. Open: the gateway failed so often that it is left alone for a while; half open: one call tries whether it is back.",
						prom(`sum by (state) (payment_gateway_breaker_state{`+ofService+`})`, "{{state}}")).
						says(map[string]word{"0": {"no", "transparent"}, "1": {"yes", "blue"}}),
				)
		},
		dependencies: []func() dependencyLine{httpClients, postgresCalls, connectionPool},
		messages:     publishingRow,
		runtime:      pythonRuntime,
	}.board()
}
