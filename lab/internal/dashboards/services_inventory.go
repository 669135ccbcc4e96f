package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// inventoryService is the dashboard of inventory-service.
func inventoryService() *board {
	return service{
		job: "inventory-service", title: "inventory-service", promises: true, jobs: true,
		about: "Knows what is in stock and holds it for orders. Rust, PostgreSQL, Redis as a cache, RabbitMQ.",
		business: func(b *board) {
			b.row("Stock").
				line(8,
					timeSeries("Reservations by outcome", "Reservations a minute by what became of them. Reserved and committed go together; expired ones are orders that got lost on the way.",
						units.OpsPerMinute, prom(`60 * sum by (outcome) (rate(inventory_reservations_total{`+ofService+`}[$__rate_interval]))`, "{{outcome}}")).
						fromZero().paint("expired", bad).paint("out_of_stock", warning),
					timeSeries("Open reservations", "Stock that orders hold, and what is held past its time. Overdue above zero is a leak: the expiry job does not run.",
						units.Short,
						prom(`sum by (job) (inventory_reservations_open{`+ofService+`})`, "open"),
						prom(`sum by (job) (inventory_reservations_overdue{`+ofService+`})`, "overdue")).fromZero().paint("overdue", bad),
					timeSeries("Products low in stock", "Products at or below their reorder level. A rise means that orders outrun deliveries.",
						units.Short, prom(`max by (job) (inventory_low_stock_items{`+ofService+`})`, "low")).fromZero(),
				).
				line(8,
					timeSeries("Cache", "Reads by whether Redis had the answer. Errors are no outage, the database answers instead, but slower.",
						units.OpsPerSecond, prom(`sum by (result) (rate(inventory_cache_requests_total{`+ofService+`}[$__rate_interval]))`, "{{result}}")).
						stacked().fromZero().paint("hit", good).paint("error", bad),
					timeSeries("Cache hit ratio", "Share of reads that the cache answers. A drop after a restart is normal; one that stays means that keys live too short or change too often.",
						units.PercentUnit, prom(`sum(rate(inventory_cache_requests_total{`+ofService+`, result="hit"}[$__rate_interval])) / `+
							`(sum(rate(inventory_cache_requests_total{`+ofService+`}[$__rate_interval])) > 0)`, "hits")).bounds(0, 1),
					barGauge("Scarcest products", "The ten products of which least is on hand, all warehouses together. At zero orders for them are rejected: reorder.",
						units.Short, promNow(`bottomk(10, sum by (sku) (inventory_stock_level{`+ofService+`}))`, "{{sku}}")),
				)
		},
		dependencies: []func() dependencyLine{httpClients, postgresCalls, connectionPool, redisCalls},
		messages:     publishingRow,
		runtime:      tokioRuntime,
	}.board()
}
