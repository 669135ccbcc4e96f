package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// The series of the gateway: what comes in at its public entry points, and what it passes on.
const (
	// Browsers that come by TLS arrive at websecure, which only a gateway with TLS has. Redirects to it are not counted
	// by Traefik.
	publicSide   = `entrypoint=~"web|websecure"`
	gatewayScope = `job=~"$job", instance=~"$instance"`
	gatewayIn    = gatewayScope + `, ` + publicSide
	gatewayOn    = gatewayScope + `, service=~"$backend"`
	// A WebSocket is one request that lasts for hours.
	unlasting = `, protocol!="websocket"`
)

// backendName takes the name of the provider off, which Traefik appends to every name: order-service@file.
func backendName(expr string) string {
	return `label_replace(` + expr + `, "service", "$1", "service", "(.+)@.+")`
}

func gatewayDashboard() *board {
	b := newBoard(infrastructure, "oms-gateway", "Gateway",
		"What comes in at the gateway, what it answers itself, and how each part behind it does.").
		with(onlyService("traefik"), instanceVariable(),
			labelVariable("backend", "Backend", "The part behind the gateway, as the gateway names it.", "traefik_service_requests_total", "service")).
		linked(toOverview(), toRED(), toLogs(), toTraces(),
			to("oms-frontend", "Frontend", "The largest part of what comes in"), toSLO()).
		marking(`job="traefik"`, `job="traefik"`)
	gatewayAtAGlance(b)
	gatewayEntry(b)
	gatewayRouters(b)
	gatewayBackends(b)
	gatewayProtection(b)
	gatewayAccessLog(b)
	return b
}

func gatewayAtAGlance(b *board) {
	b.row("At a glance").line(4,
		stats("Requests a second",
			"What arrives at web and, with TLS, at websecure. A lab at rest sees health checks of nobody: 0 is quiet, not "+
				"broken. When it is 0 under load, look whether clients reach the gateway at all.",
			units.RequestsPerSecond, promNow(`sum(rate(traefik_entrypoint_requests_total{`+gatewayIn+`}[$__rate_interval]))`, "")),
		stats("Failed requests",
			"The share of requests that the gateway answered with 5xx, its own and those of the parts behind. Good "+
				"is 0. When it rises, the table of backends below says whose they are.",
			units.PercentUnit, promNow(`(sum(rate(traefik_entrypoint_requests_total{`+gatewayIn+`, code=~"5.."}[$__rate_interval])) or vector(0))
  / (sum(rate(traefik_entrypoint_requests_total{`+gatewayIn+`}[$__rate_interval])) > 0)`, "")).limit("gateway_error_ratio").whenEmpty("no requests"),
		stats("95th percentile of the duration",
			"Nineteen of twenty requests are answered within this time, as the client sees it. When it rises, "+
				"compare it with the durations of the backends: the gateway itself adds less than a millisecond.",
			units.Seconds, promNow(quantile("0.95", "traefik_entrypoint_request_duration_seconds", gatewayIn+unlasting), "")).
			limit("gateway_latency_p95_seconds").whenEmpty("no requests"),
		stats("Backends up",
			"How many of the parts behind answer the gateway's health check. Good is all six. A missing one is red "+
				"in the course below.",
			units.Short, promNow(`sum(max by (service) (traefik_service_server_up{`+gatewayScope+`}))`, "")),
		stats("Open connections",
			"TCP connections of clients, WebSockets included, at this moment. It follows the number of open browser "+
				"tabs; when it only ever grows, somebody does not close theirs.",
			units.Short, promNow(`sum(traefik_open_connections{`+gatewayIn+`})`, "")),
		stats("Routes last loaded",
			"When the gateway took over its routes without a fault. Good is the last time that somebody changed "+
				"them; older means that the change has a mistake, which the gateway's log names.",
			units.DateTimeFromNow, promNow(`max(traefik_config_last_reload_success{`+gatewayScope+`}) * 1000`, "")),
	)
}

func gatewayEntry(b *board) {
	b.row("Public entry points: rate and errors, duration").line(8,
		timeSeries("Requests by status code",
			"All answers by their code, whoever gave them. Good is mostly 2xx. 4xx are the callers' mistakes and "+
				"refusals such as declined cards (402); 5xx are ours.",
			units.RequestsPerSecond, prom(`sum by (code) (rate(traefik_entrypoint_requests_total{`+gatewayIn+`}[$__rate_interval]))`, "{{code}}")).
			stacked().fromZero().links(toLogsOf("traefik")),
		timeSeries("Duration of requests",
			"From the first byte of a request to the last of the answer. Good is a flat p95 below the yellow line. "+
				"When only p99 rises, a few requests wait: look for them in the heat map and open one's trace.",
			units.Seconds, untracedQuantiles("traefik_entrypoint_request_duration_seconds", gatewayIn+unlasting)...).fromZero().limit("gateway_latency_p95_seconds"),
	).line(8,
		timeSeries("Refused and failed requests",
			"Answers from 400 on, by code. Good is a level that follows the traffic. A step of 5xx is an incident: "+
				"502 and 503 mean a part that does not answer, 504 one that answers too late, 500 a fault within.",
			units.RequestsPerSecond, prom(`sum by (code) (rate(traefik_entrypoint_requests_total{`+gatewayIn+`, code=~"[45].."}[$__rate_interval]))`, "{{code}}")).
			fromZero().links(toLogsOf("traefik"), toTracesOf("traefik")),
		heatMap("Requests by duration, with traces",
			"The same durations from the gateway's spans: each column shows how many requests took how long, and "+
				"each dot is one of them. Good is a single low band. Click a dot above the band: it opens that "+
				"request's trace.",
			units.Seconds, "traces_spanmetrics_latency", `service=~"$job", span_kind="SPAN_KIND_SERVER"`),
	)
}

func gatewayRouters(b *board) {
	const by = `sum by (router) (rate(traefik_router_requests_total{` + gatewayOn
	b.row("Routes").line(8,
		timeSeries("Requests by route",
			"Which part of the site is used; what came by TLS is under names that begin with websecure-. Good is a "+
				"mix that stays alike; one route that takes over is a campaign, a crawler or an attack.",
			units.RequestsPerSecond, prom(by+`}[$__rate_interval]))`, "{{router}}")).stacked().fromZero(),
		timeSeries("Failed requests by route",
			"The share of 5xx for each route. Good is 0. One route alone points at one service, all of them at the "+
				"gateway or at what all services share.",
			units.PercentUnit, prom(`(`+by+`, code=~"5.."}[$__rate_interval])) or 0 * `+by+`}[$__rate_interval]))) / (`+by+`}[$__rate_interval])) > 0)`, "{{router}}")).
			fromZero().limit("gateway_error_ratio"),
		timeSeries("Slowest routes",
			"The 95th percentile of the five slowest routes. Signing in takes a quarter of a second on purpose "+
				"(password hashing). When another one leads, open its service's dashboard.",
			units.Seconds, prom(`topk(5, `+quantile("0.95", "traefik_router_request_duration_seconds", gatewayOn+unlasting, "router")+`)`, "{{router}}")).
			fromZero().limit("gateway_latency_p95_seconds"),
	)
}

func gatewayBackends(b *board) {
	rate := func(codes string) string {
		return backendName(`sum by (service) (rate(traefik_service_requests_total{` + gatewayOn + codes + `}[$__rate_interval]))`)
	}
	b.row("Backends").line(9,
		metricTable("Backends now",
			"The parts behind the gateway, side by side. Good is no red. A click on a name opens the dashboard of "+
				"that service.",
			[]key{{label: "service", title: "Service", links: links{toServiceOf(columnService), toLogsOf(columnService), toTracesOf(columnService)}}},
			column{title: "Requests", unit: units.RequestsPerSecond, expr: rate("")},
			column{title: "Failed", unit: units.PercentUnit, limit: "gateway_error_ratio",
				expr: `(` + rate(`, code=~"5.."`) + ` or ` + rate("") + ` * 0) / (` + rate("") + ` > 0)`},
			column{title: "p95", unit: units.Seconds, limit: "gateway_latency_p95_seconds",
				expr: backendName(quantile("0.95", "traefik_service_request_duration_seconds", gatewayOn+unlasting, "service"))},
		).sortedBy("Requests").width(14),
		stateTimeline("Health of the backends",
			"What the gateway's health check found, every six seconds. Good is green throughout. While a part is "+
				"red the gateway answers for it with 503; look at that service's dashboard and at its log.",
			prom(backendName(`max by (service) (traefik_service_server_up{`+gatewayOn+`})`), "{{service}}")).upOrDown().width(10),
	).line(8,
		timeSeries("Requests passed on",
			"What each part gets from the gateway. Good follows the requests above; a part that gets nothing "+
				"although its route is asked is down.",
			units.RequestsPerSecond, prom(rate(""), "{{service}}")).stacked().fromZero(),
		timeSeries("Duration by backend",
			"The 95th percentile for each part, as the gateway measures it. When it is far above what the service "+
				"says of itself, the time is lost between them: connections, or a machine without processor time.",
			units.Seconds, prom(backendName(quantile("0.95", "traefik_service_request_duration_seconds", gatewayOn+unlasting, "service")), "{{service}}")).
			fromZero().limit("gateway_latency_p95_seconds"),
	)
}

func gatewayProtection(b *board) {
	const refused = `sum by (service) (rate(traefik_router_requests_total{` + gatewayOn + `, code="429"}[$__rate_interval]))`
	const refusedBehind = `sum by (service) (rate(traefik_service_requests_total{` + gatewayOn + `, code="429"}[$__rate_interval]))`
	b.row("Connections and protection").line(8,
		timeSeries("Open connections by entry point",
			"Clients' connections: traefik is the admin side, where Prometheus asks, all else the public side. Good "+
				"follows the traffic; a steady climb is a leak of connections.",
			units.Short, prom(`sum by (entrypoint) (traefik_open_connections{`+gatewayScope+`})`, "{{entrypoint}}")).fromZero(),
		timeSeries("Too many requests (429)",
			"Who turned requests away: the gateway by its rate limit, or the service behind, as user-service does "+
				"with guessed passwords. Good is 0. Under a load test the limit is met on purpose; otherwise look in "+
				"the access log for the address.",
			units.RequestsPerSecond,
			prom(backendName(`clamp_min(`+refused+` - `+refusedBehind+` or `+refused+`, 0)`), "gateway, for {{service}}"),
			prom(backendName(refusedBehind), "{{service}} itself")).fromZero(),
		timeSeries("Traffic",
			"Bytes of requests (in) and answers (out). Good is proportional to the requests; much more out than "+
				"usual is a list without pages.",
			units.BytesPerSecondIEC,
			prom(`sum(rate(traefik_entrypoint_requests_bytes_total{`+gatewayIn+`}[$__rate_interval]))`, "in"),
			prom(`sum(rate(traefik_entrypoint_responses_bytes_total{`+gatewayIn+`}[$__rate_interval]))`, "out")).fromZero(),
	)
}

func gatewayAccessLog(b *board) {
	const lines = `{service_name="traefik"} | json method="RequestMethod", path="RequestPath", status="DownstreamStatus", router="RouterName", duration="Duration", overhead="Overhead" | status != ""`
	b.row("Access log").line(8,
		timeSeries("Time spent in the gateway",
			"How long a request was in the gateway's own hands, waiting for the backend left out. Good is below a "+
				"millisecond. More means that the gateway lacks processor time: see Containers.",
			units.Seconds,
			logQL(`quantile_over_time(0.95, `+lines+` | unwrap overhead [$__auto]) by (router) / 1e9`, "{{router}}")).fromZero(),
		logTable("Refused and failed, by route",
			"Answers from 400 on in the chosen time, counted from the access log. Good is a short list of 4xx. Take "+
				"a status from here into the filter of the log below.",
			units.Short, []key{{label: "router", title: "Route"}, {label: "status", title: "Status"}}, "Requests",
			`sum by (router, status) (count_over_time(`+lines+` | status >= 400 [$__range]))`).sortedBy("Requests"),
	).line(10,
		logPanel("Refused and failed requests, one by one",
			"The newest answers from 400 on, with method, path, status and duration in nanoseconds. Open a line and "+
				"follow its trace id to see where the request failed.",
			lines+" | status >= 400 | line_format `{{.status}} {{.method}} {{.path}} via {{.router}} in {{.duration}} ns`"),
	)
}
