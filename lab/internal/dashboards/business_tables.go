package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// sloTable lists the promises that a selector picks: what is promised, and what is left of the budget.
func sloTable(selector string) *panel {
	of := func(metric string) string {
		return `max by (sloth_service, sloth_slo) (` + metric + `{` + selector + `})`
	}
	return metricTable("Promises", "Each SLO: what is promised, how much fails right now, how fast that spends the budget of 30 days, and how much is left.",
		[]key{
			{"sloth_service", "Service", links{dataLink("History of this promise", "/d/oms-slo?var-job="+columnService+"&var-slo=${__data.fields.Promise}"),
				toLogsOf(columnService)}},
			{"sloth_slo", "Promise", nil},
		},
		column{title: "Objective", unit: units.PercentUnit, expr: of("slo:objective:ratio")},
		column{title: "Failing now", unit: units.PercentUnit, expr: of("slo:sli_error:ratio_rate5m")},
		column{title: "Burn rate", unit: units.Short, expr: of("slo:current_burn_rate:ratio"), limit: "slo_burn_rate"},
		column{title: "Budget left", unit: units.PercentUnit, expr: of("slo:period_error_budget_remaining:ratio"), limit: "slo_budget_remaining_ratio"},
	).sortedBy("Burn rate")
}

// alertTable lists the alerts that a selector picks, by the part that is unwell.
func alertTable(title, selector string) *panel {
	return metricTable(title, "Alerts by the part that is unwell. None is good. A click leads to the part's log; dashboard and runbook are named in the alert itself.",
		[]key{
			{"job", "Service", links{toLogsOf(columnService), toTracesOf(columnService)}},
			{"alertname", "Alert", nil},
			{"severity", "Severity", nil},
		},
		column{title: "Firing", unit: units.Short, expr: `count by (job, alertname, severity) (ALERTS{` + selector + `})`},
	).whenEmpty("none")
}

// healthTable has a row for each service that a selector picks: up, busy, failing, slow, full.
func healthTable(services string) *panel {
	everybody := joined(services, noProbes)
	rate := `sum by (job) (rate(http_server_request_duration_seconds_count{` + everybody + `}[$__range]))`
	failures := `sum by (job) (rate(http_server_request_duration_seconds_count{` + joined(everybody, failed) + `}[$__range]))`
	return metricTable("Services", "Health of each service over the chosen time. Red marks what is over the limit of its column; click the name for the service's dashboard.",
		[]key{{"job", "Service", links{toServiceOf(columnService), toLogsOf(columnService), toTracesOf(columnService)}}},
		column{title: "Up", unit: units.Short, expr: `min by (job) (up{` + services + `})`},
		column{title: "Rate", unit: units.RequestsPerSecond, expr: rate},
		column{title: "Failed", unit: units.PercentUnit, expr: `(` + failures + ` or 0 * ` + rate + `) / (` + rate + ` > 0)`, limit: "http_error_ratio"},
		column{title: "p95", unit: units.Seconds, limit: "http_latency_p95_seconds",
			expr: `histogram_quantile(0.95, sum by (le, job) (rate(http_server_request_duration_seconds_bucket{` + everybody + `}[$__range])))`},
		column{title: "Memory", unit: units.PercentUnit, limit: "memory_limit_usage_ratio",
			expr: `sum by (job) (label_replace(` + memoryOfLimit(`service_name=~"`+ourServices+`"`) +
				`, "job", "$1", "service_name", "(.+)")) and on (job) up{` + services + `}`},
	).sortedBy("Rate")
}

// edgeTable is the service map in figures.
func edgeTable() *panel {
	const edge = `by (client, server)`
	rate := `sum ` + edge + ` (rate(traces_service_graph_request_total[$__range]))`
	failures := `sum ` + edge + ` (rate(traces_service_graph_request_failed_total[$__range]))`
	return metricTable("Calls between parts", "The service map in figures, from traces. Compare the two ends of a call: slow for the client but not for the server is the way between.",
		[]key{{"client", "Caller", nil}, {"server", "Called", nil}},
		column{title: "Rate", unit: units.RequestsPerSecond, expr: rate},
		column{title: "Failed", unit: units.PercentUnit, expr: `(` + failures + ` or 0 * ` + rate + `) / (` + rate + ` > 0)`, limit: "http_error_ratio"},
		column{title: "p95 for the caller", unit: units.Seconds,
			expr: `histogram_quantile(0.95, sum by (le, client, server) (rate(traces_service_graph_request_client_seconds_bucket[$__range])))`},
		column{title: "p95 for the called", unit: units.Seconds,
			expr: `histogram_quantile(0.95, sum by (le, client, server) (rate(traces_service_graph_request_server_seconds_bucket[$__range])))`},
	).sortedBy("Rate")
}
