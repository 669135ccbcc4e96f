package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// httpRow is how the service serves its API, by route where that tells something.
func httpRow(b *board) {
	const histogram = "http_server_request_duration_seconds"
	byRoute := `sum by (http_request_method, http_route) (rate(` + histogram + `_count{` + ofAPI + `}[$__range]))`
	failedByRoute := `sum by (http_request_method, http_route) (rate(` + histogram + `_count{` + joined(ofAPI, failed) + `}[$__range]))`
	b.row("HTTP").
		line(8,
			timeSeries("Requests by status", "Requests to the API a second. 5xx are the service's own failures; many 4xx point to a caller that went wrong.",
				units.RequestsPerSecond, prom(`sum by (http_response_status_code) (rate(`+histogram+`_count{`+ofAPI+`}[$__rate_interval]))`,
					"{{http_response_status_code}}")).stacked().fromZero(),
			timeSeries("Failed requests", "Share of requests with a 5xx. Zero is good; a step up that stays begins at the mark of a restart or an alert.",
				units.PercentUnit, prom(errorRatio(ofAPI), "failed")).limit("http_error_ratio").fromZero().links(toTracesOf("${job}")),
			timeSeries("Refused requests", "Requests with a 4xx by route: bad input, no rights, nothing there, or turned down for a reason of the business.",
				units.RequestsPerSecond, prom(`sum by (http_route, http_response_status_code) (rate(`+histogram+`_count{`+joined(ofAPI, refused)+`}[$__rate_interval])) > 0`,
					"{{http_response_status_code}} {{http_route}}")).fromZero().links(toLogsOf("${job}")),
		).
		line(8,
			timeSeries("Duration", "How long answers take: half, 95 % and 99 % are faster. A dot is one request: click it for its trace.",
				units.Seconds, quantiles(histogram, ofAPI)...).limit("http_latency_p95_seconds").fromZero(),
			timeSeries("Slowest routes", "The five routes with the highest 95th percentile. A route alone is slow through what it does, all together through what they share.",
				units.Seconds, prom(`topk(5, `+quantile("0.95", histogram, ofAPI, "http_route")+` > 0)`, "{{http_route}}").exemplars()).
				limit("http_latency_p95_seconds").fromZero(),
			heatMap("Distribution of durations", "How many requests took how long. Two bands mean two kinds of requests, or a cache that answers some.",
				units.Seconds, histogram, ofAPI),
		).
		line(9,
			metricTable("Routes", "Each route over the chosen time. Red marks what is over the limit of its column; a click on a route leads to its log lines.",
				[]key{{"http_request_method", "Method", nil}, {"http_route", "Route", links{exploreLogs("Log lines of this route", `{service_name="${job}"} | json | http_route="${__data.fields.Route}"`)}}},
				column{title: "Rate", unit: units.RequestsPerSecond, expr: byRoute},
				column{title: "Failed", unit: units.PercentUnit, expr: `(` + failedByRoute + ` or 0 * ` + byRoute + `) / ` + byRoute, limit: "http_error_ratio"},
				column{title: "p95", unit: units.Seconds, limit: "http_latency_p95_seconds",
					expr: `histogram_quantile(0.95, sum by (le, http_request_method, http_route) (rate(` + histogram + `_bucket{` + ofAPI + `}[$__range])))`},
			).sortedBy("Rate").width(16),
			timeSeries("Requests at work", "Requests that are being served at this moment. A plateau is a limit that callers wait at: a pool, a lock, a slow dependency.",
				units.Short, prom(`sum by (job) (http_server_active_requests{`+ofService+`})`, "{{job}}")).fromZero(),
		)
}
