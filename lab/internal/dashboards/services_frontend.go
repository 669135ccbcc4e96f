package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// frontend is the dashboard of the frontend.
func frontend() *board {
	const spans = `service="frontend", span_kind!="SPAN_KIND_SERVER"`
	return service{
		job: "frontend", title: "frontend",
		about: "What customers and operators see: pages made on the server that ask the API through the gateway. Next.js on Node.js.",
		business: func(b *board) {
			b.row("Pages").line(8,
				timeSeries("Pages by route", "Pages a second by route. Unmatched ones are files of the page itself and addresses that do not exist.",
					units.RequestsPerSecond, prom(`sum by (http_route) (rate(http_server_request_duration_seconds_count{`+ofAPI+`}[$__rate_interval]))`, "{{http_route}}")).
					stacked().fromZero(),
				timeSeries("Work inside a page", "95th percentile of what making a page consists of, from its spans: middleware, rendering, calls to the API.",
					units.Seconds, prom(`topk(8, histogram_quantile(0.95, sum by (le, span_name) (rate(traces_spanmetrics_latency_bucket{`+spans+`}[$__rate_interval]))) > 0)`,
						"{{span_name}}").exemplars()).fromZero().links(toTracesOf("frontend")),
				timeSeries("Work inside a page: rate", "The same by how often it happens. More calls to the API for each page than before is a list that asks for every row.",
					units.OpsPerSecond, prom(`topk(8, sum by (span_name) (rate(traces_spanmetrics_calls_total{`+spans+`}[$__rate_interval])) > 0)`, "{{span_name}}")).fromZero(),
			)
		},
		runtime: nodeRuntime,
	}.board()
}
