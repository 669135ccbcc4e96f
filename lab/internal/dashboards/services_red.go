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
	// route is the label that tells kinds of requests apart.
	route string
	link  dashboard.DashboardLink
}

// served is a program that is measured as the contract says, by its HTTP server.
func served(job string) measured {
	return measured{
		job: job, what: "requests", histogram: "http_server_request_duration_seconds",
		selector: fmt.Sprintf(`job=%q, %s`, job, noProbes),
		outcome:  "http_response_status_code", failure: "5..", route: "http_route",
		link: dataLink("Dashboard of "+job, "/d/oms-"+job+"?${__url_time_range}"),
	}
}

// inDataFlow lists what a request passes, from the customer's browser on.
func inDataFlow() []measured {
	return []measured{
		{
			job: "traefik", what: "requests", histogram: "traefik_entrypoint_request_duration_seconds",
			selector: `job="traefik", entrypoint="web"`, outcome: "code", failure: "5..", route: "method",
			link: dataLink("Dashboard of the gateway", "/d/oms-gateway?${__url_time_range}"),
		},
		served("frontend"), served("order-service"), served("inventory-service"), served("payment-service"), served("user-service"),
		{
			job: "notification-service", what: "messages", histogram: "messaging_process_duration_seconds",
			selector: `job="notification-service"`, outcome: "outcome", failure: "dead_lettered|retried",
			route: "messaging_destination_name",
			link:  dataLink("Dashboard of notification-service", "/d/oms-notification-service?${__url_time_range}"),
		},
	}
}

// red is rate, errors and duration of all services, a row each in the order in which data flow.
func red() *board {
	b := newBoard(services, "oms-red", "RED: all services",
		"Rate, errors and duration of every service, in the order in which a request passes them. The first row from the top that is red is where to look.").
		with(serviceVariable(`job=~"`+ourServices+`"`), instanceVariable()).
		linked(toOverview(), toSLO(), toPipeline(), toLogs(), toTraces()).
		marking(`job=~"$job"`, `job=~"$job|traefik"`)
	b.row("All services").line(8,
		healthTable().width(14),
		timeSeries("Requests by service", "Requests a second to each API, without probes. Services move together; one that does not has lost its callers.",
			units.RequestsPerSecond, prom(`sum by (job) (rate(http_server_request_duration_seconds_count{`+chosenServices+`, instance=~"$instance", `+noProbes+`}[$__rate_interval]))`, "{{job}}")).
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
			units.Seconds, quantiles(m.histogram, m.selector)...).limit("http_latency_p95_seconds").fromZero().links(m.link),
		timeSeries(m.job+": slowest", "The five kinds of "+m.what+" with the highest 95th percentile. One alone is slow by itself, all by what they share.",
			units.Seconds, prom(fmt.Sprintf(`topk(5, %s > 0)`, quantile("0.95", m.histogram, m.selector, m.route)), "{{"+m.route+"}}").exemplars()).
			limit("http_latency_p95_seconds").fromZero().links(m.link),
	)
}
