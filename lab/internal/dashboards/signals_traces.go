package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// The metrics that Tempo makes of spans. Requests are what a service was asked: by a caller or by a message.
const (
	spanScope    = `service=~"$job"`
	requestScope = spanScope + `, span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER"`
	spanFailed   = `, status_code="STATUS_CODE_ERROR"`
	// The same requests in TraceQL.
	traceScope = `resource.service.name=~"$job"`
)

func tracesDashboard() *board {
	jobs := labelVariable("job", "Service", "Whose spans, by service.name.", "traces_spanmetrics_calls_total", "service")
	b := newBoard(signals, "oms-traces", "Traces",
		"Requests across services: rate, errors and duration from their spans, who calls whom, and the traces worth opening.").
		with(jobs).
		linked(toOverview(), toRED(), toLogs(), toPipeline(), to("oms-grafana-stack", "Observability stack", "Whether all spans arrive")).
		marking(`job=~"$job"`, `job=~"$job"`)
	tracesRED(b)
	tracesOperations(b)
	tracesGraph(b)
	tracesSearch(b)
	tracesMetrics(b)
	return b
}

func tracesRED(b *board) {
	calls := func(matchers string) string {
		return `sum by (service) (rate(traces_spanmetrics_calls_total{` + matchers + `}[$__rate_interval]))`
	}
	const sender = "${__field.labels.service}"
	ways := func(p *panel) *panel { return p.linksOfParts(sender, toLogsOf(sender), toTracesOf(sender)) }
	b.row("Rate, errors, duration").line(8,
		ways(timeSeries("Requests by service",
			"Spans of answered requests and processed messages. Good follows the traffic through the services. It "+
				"must agree with RED, which counts without traces.",
			units.RequestsPerSecond, prom(calls(requestScope), "{{service}}")).stacked().fromZero()),
		ways(timeSeries("Failed requests by service",
			"The share of these spans that ended with an error. Good is close to 0. The service furthest from the "+
				"customer that is red is the cause, the others pass it on.",
			units.PercentUnit, prom(`(`+calls(requestScope+spanFailed)+` or 0 * `+calls(requestScope)+`) / (`+calls(requestScope)+` > 0)`, "{{service}}")).
			fromZero().limit("http_error_ratio")),
		ways(timeSeries("Duration by service",
			"The 95th percentile of these spans. Good is level. A dot is a request: click it to open its trace.",
			units.Seconds, prom(quantile("0.95", "traces_spanmetrics_latency", requestScope, "service"), "{{service}}").exemplars()).
			fromZero().limit("http_latency_p95_seconds")),
	)
}

func tracesOperations(b *board) {
	rows := []key{
		{label: "service", title: "Service", links: links{toLogsOf(columnService), toTracesOf(columnService)}},
		{label: "span_name", title: "Operation"}, {label: "span_kind", title: "Kind"},
	}
	const by = `sum by (service, span_name, span_kind) (rate(traces_spanmetrics_`
	rate := by + `calls_total{` + spanScope + `}[$__rate_interval]))`
	failed := by + `calls_total{` + spanScope + spanFailed + `}[$__rate_interval]))`
	mean := by + `latency_sum{` + spanScope + `}[$__rate_interval])) / (` + by + `latency_count{` + spanScope + `}[$__rate_interval])) > 0)`
	slow := quantile("0.95", "traces_spanmetrics_latency", spanScope, "service", "span_name", "span_kind")
	b.row("Operations").line(11,
		metricTable("Operations that cost most time",
			"The twenty operations in which most time is spent: how often times how long. Good are the expected "+
				"ones at the top: make these faster first. Clients count refusals (4xx) as failed, servers only 5xx.",
			rows,
			column{title: "Time spent", unit: units.PercentUnit, expr: `topk(20, ` + by + `latency_sum{` + spanScope + `}[$__rate_interval])))`},
			column{title: "Rate", unit: units.RequestsPerSecond, expr: onlyTop(rate)},
			column{title: "Mean", unit: units.Seconds, expr: onlyTop(mean)},
			column{title: "p95", unit: units.Seconds, expr: onlyTop(slow)},
			column{title: "Failed", unit: units.PercentUnit, expr: onlyTop(`(` + failed + ` or 0 * ` + rate + `) / (` + rate + ` > 0)`)},
		).sortedBy("Time spent"),
	).line(9,
		timeSeries("Slowest operations",
			"The 95th percentile of the ten slowest operations, of any kind. Good is level; sign-in is slow on "+
				"purpose. A dot opens a trace with that operation.",
			units.Seconds, prom(`topk(10, `+slow+`)`, "{{service}}: {{span_name}}").exemplars()).fromZero(),
		timeSeries("Operations that fail",
			"Failed spans by operation, the ten most frequent. Good are refusals that belong to the business, such "+
				"as a declined card. A new name here is a new fault.",
			units.RequestsPerSecond, prom(`topk(10, `+failed+`)`, "{{service}}: {{span_name}}")).stacked().fromZero(),
	)
}

// onlyTop keeps the operations of the table's first column, so that the other columns have the same rows.
func onlyTop(expr string) string {
	return expr + `
  and on (service, span_name, span_kind) topk(20, sum by (service, span_name, span_kind) (rate(traces_spanmetrics_latency_sum{` + spanScope + `}[$__rate_interval])))`
}

// edges adds up a series of the service graph by edge: calls that the chosen services make or answer.
func edges(metric string, more ...string) string {
	by := `client, server`
	for _, label := range more {
		by += ", " + label
	}
	return `sum by (` + by + `) (rate(` + metric + `{client=~"$job"}[$__rate_interval]) or rate(` + metric + `{server=~"$job"}[$__rate_interval]))`
}

func tracesGraph(b *board) {
	calls, failed := edges("traces_service_graph_request_total"), edges("traces_service_graph_request_failed_total")
	slow := func(side string) string {
		return `histogram_quantile(0.95, ` + edges("traces_service_graph_request_"+side+"_seconds_bucket", "le") + `)`
	}
	b.row("Who calls whom").line(14,
		nodeGraph("Service graph",
			"Services, stores and the broker, with an arrow for each who calls whom. The ring of a node is green "+
				"for answers and red for failures and refusals. Good is mostly green. Click a node for its traces.", `{client=~"$job"}`, `{server=~"$job"}`),
		metricTable("Calls between services",
			"The arrows of the graph in numbers: how often, how many failed, and how long the caller waited against "+
				"how long the other side took. Good is that both are alike: a gap is time on the way or in a queue. A "+
				"caller counts refusals (4xx) as failed, too.",
			[]key{{label: "client", title: "From"}, {label: "server", title: "To"}},
			column{title: "Rate", unit: units.RequestsPerSecond, expr: calls},
			column{title: "Failed", unit: units.PercentUnit, expr: `(` + failed + ` or 0 * ` + calls + `) / (` + calls + ` > 0)`},
			column{title: "p95 of the caller", unit: units.Seconds, limit: "http_latency_p95_seconds", expr: slow("client")},
			column{title: "p95 of the called", unit: units.Seconds, expr: slow("server")},
		).sortedBy("Rate"),
	)
}

func tracesSearch(b *board) {
	b.row("Traces worth opening").line(10,
		traceTable("Slow requests",
			"Traces with a request that one of the chosen services took more than 250 ms for. Good are sign-ins "+
				"only, whose password hashing takes time on purpose. Open one and look for the longest bar without a "+
				"child.",
			`{`+traceScope+` && kind=server && duration > 250ms} | select(span.http.route, span.http.response.status_code)`),
		traceTable("Failed spans",
			"Traces in which a span of the chosen services ended with an error. Good are refusals: 402 of a "+
				"declined card, 409 of an address that exists. Follow the red spans down to the first one that failed.",
			`{`+traceScope+` && status=error} | select(span.http.route, span.http.response.status_code, statusMessage)`),
	).line(10,
		traceTable("Orders through all services",
			"Traces that begin at the gateway and reach the payment: whole orders, with reservation, charge and "+
				"events. Good are one to two hundred milliseconds. It is the trace to show to somebody who wants to "+
				"know how the shop works.",
			`{resource.service.name="traefik"} >> {resource.service.name="payment-service" && kind=server}`),
		traceTable("Events from sender to receiver",
			"Traces in which one service published an event and notification-service processed it. Good is one "+
				"trace for both sides. When there is none the context got lost in the message.",
			`{`+traceScope+` && kind=producer} >> {resource.service.name="notification-service" && kind=consumer}`),
	)
}

func tracesMetrics(b *board) {
	b.row("Metrics asked of the traces themselves").line(8,
		timeSeries("Spans by service",
			"TraceQL counts all spans, inner ones too. Good follows the traffic. A jump without more requests is a "+
				"loop of calls or queries.",
			units.OpsPerSecond, traceMetrics(`{`+traceScope+`} | rate() by (resource.service.name)`)).stacked().fromZero(),
		timeSeries("Failed spans by service",
			"Spans with an error. Good is little and constant. Compare it with a change of the line beside to see "+
				"whether slow and failing go together.",
			units.OpsPerSecond, traceMetrics(`{`+traceScope+` && status=error} | rate() by (resource.service.name)`)).stacked().fromZero(),
		timeSeries("p99 by route",
			"The 99th percentile of each route, calculated from the spans. Good is level. It needs no histogram: "+
				"any attribute can stand in its place.",
			units.Seconds, traceMetrics(`{`+traceScope+` && kind=server && span.http.route != nil} | quantile_over_time(duration, .99) by (span.http.route)`)).fromZero(),
	).line(8,
		timeSeries("Database time by statement",
			"The 95th percentile of what databases were asked, by table and operation. Good is a few milliseconds. "+
				"The one that leaves the others is a missing index or a lock.",
			units.Seconds, traceMetrics(`{`+traceScope+` && span.db.system.name = "postgresql"} | quantile_over_time(duration, .95) by (span.db.query.summary)`)).fromZero(),
		timeSeries("Status of the orders",
			"Spans that set a state of an order, by that state. Good is the order of the pipeline: pending, "+
				"confirmed, then the warehouse. Only rejected means that nothing can be reserved or charged.",
			units.OpsPerSecond, traceMetrics(`{span.oms.order.status != nil} | rate() by (span.oms.order.status)`)).stacked().fromZero(),
	)
}
