package dashboards

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/units"
)

// measured says by which metric a program counts and times what it serves.
type measured struct {
	job string
	// what names what is served in the titles: requests or messages.
	what string
	// histogram has a sample for each of them; selector picks the job's.
	histogram, selector string
	// outcome is the label that tells failure from success, failure the values that are bad.
	outcome, failure string
	// timed is the histogram of how long they take and timedSelector picks the job's: those above, or the spans of a
	// program whose own histogram has no exemplars.
	timed, timedSelector string
	// route is the label of the durations that tells kinds of requests apart.
	route string
	link  dashboard.DashboardLink
}

// served is a program that is measured as the contract says, by its HTTP server.
func served(job string) measured {
	const histogram = "http_server_request_duration_seconds"
	selector := fmt.Sprintf(`job=%q, %s`, job, noProbes)
	return measured{
		job: job, what: "requests", histogram: histogram, selector: selector,
		outcome: "http_response_status_code", failure: "5..",
		timed: histogram, timedSelector: selector, route: "http_route",
		link: dataLink("Dashboard of "+job, "/d/oms-"+job+"?${__url_time_range}"),
	}
}

// inDataFlow lists what a request passes, from the customer's browser on.
func inDataFlow() []measured {
	return []measured{
		{
			job: "traefik", what: "requests", histogram: "traefik_entrypoint_request_duration_seconds",
			selector: `job="traefik", ` + publicSide, outcome: "code", failure: "5..",
			timed: "traces_spanmetrics_latency", timedSelector: `service="traefik", span_kind="SPAN_KIND_SERVER"`, route: "span_name",
			link: dataLink("Dashboard of the gateway", "/d/oms-gateway?${__url_time_range}"),
		},
		served("frontend"), served("order-service"), served("inventory-service"), served("payment-service"), served("user-service"),
		{
			job: "notification-service", what: "messages", histogram: "messaging_process_duration_seconds",
			selector: `job="notification-service"`, outcome: "outcome", failure: "dead_lettered|retried",
			timed: "messaging_process_duration_seconds", timedSelector: `job="notification-service"`, route: "messaging_destination_name",
			link: dataLink("Dashboard of notification-service", "/d/oms-notification-service?${__url_time_range}"),
		},
	}
}

// red is rate, errors and duration of all services, a row each in the order in which data flow. It has no $job: whoever
// looks for the service that is to blame looks at all, and a service by itself has a dashboard of its own.
func red() *board {
	b := newBoard(services, "oms-red", "RED: all services",
		"Rate, errors and duration of every service, in the order in which a request passes them. The first row from the top that is red is where to look.").
		linked(toOverview(), toSLO(), toPipeline(), toLogs(), toTraces()).
		marking(`job=~"`+ourServices+`|traefik"`, `job=~"`+ourServices+`|traefik"`)
	b.row("All services").line(4,
		stats("Requests now", "Requests a second to all APIs together, without probes. Far from the usual: see the rows below for where they stop.",
			units.RequestsPerSecond, prom(`sum(job:http_server_requests:rate5m{`+allServices+`})`, "")),
		stats("Most errors now", "The share of 5xx at the service that has most, over five minutes. Nothing is good; the table below says which it is.",
			units.PercentUnit, prom(`max(job:http_server_request_errors:ratio_rate5m{`+allServices+`})`, "")).limit("http_error_ratio").decimals(2),
		stats("Slowest p95 now", "The 95th percentile of the service that is slowest, over five minutes. Above the limit: the table below says which it is.",
			units.Seconds, prom(`max(job:http_server_request_duration_seconds:p95_rate5m{`+allServices+`})`, "")).limit("http_latency_p95_seconds"),
	).line(8,
		healthTable(allServices).width(14),
		timeSeries("Requests by service", "Requests a second to each API, without probes. Services move together; one that does not has lost its callers.",
			units.RequestsPerSecond, prom(`sum by (job) (rate(http_server_request_duration_seconds_count{`+allServices+`, `+noProbes+`}[$__rate_interval]))`, "{{job}}")).
			fromZero().links(toServiceOf(labelJob)),
	)
	for _, m := range inDataFlow() {
		m.row(b)
	}
	return b
}

// row is the one that every service has: rate and errors on the left, durations on the right.
func (m measured) row(b *board) {
	count := m.histogram + "_count"
	all := fmt.Sprintf(`sum(rate(%s{%s}[$__rate_interval]))`, count, m.selector)
	bad := fmt.Sprintf(`sum(rate(%s{%s, %s=~%q}[$__rate_interval]))`, count, m.selector, m.outcome, m.failure)
	b.row(m.job).line(7,
		timeSeries(m.job+": rate", "What comes in a second, by outcome. A sudden drop is as bad as a rise: somebody upstream fails.",
			units.RequestsPerSecond, prom(fmt.Sprintf(`sum by (%s) (rate(%s{%s}[$__rate_interval]))`, m.outcome, count, m.selector), "{{"+m.outcome+"}}")).
			stacked().fromZero().links(m.link),
		timeSeries(m.job+": errors", "Share of "+m.what+" that fail. Zero is good; else look for the first row from the top that shows it.",
			units.PercentUnit, prom(fmt.Sprintf(`(%s or 0 * %s) / (%s > 0)`, bad, all, all), "failed")).
			limit("http_error_ratio").fromZero().links(m.link),
		timeSeries(m.job+": duration", "How long "+m.what+" take: half, 95 % and 99 % are faster. A dot is one of them: click it for its trace.",
			units.Seconds, quantiles(m.timed, m.timedSelector)...).limit("http_latency_p95_seconds").fromZero().links(m.link),
		timeSeries(m.job+": slowest", "The five kinds of "+m.what+" with the highest 95th percentile. One alone is slow by itself, all by what they share.",
			units.Seconds, prom(fmt.Sprintf(`topk(5, %s > 0)`, quantile("0.95", m.timed, m.timedSelector, m.route)), "{{"+m.route+"}}").exemplars()).
			limit("http_latency_p95_seconds").fromZero().links(m.link),
	)
}
