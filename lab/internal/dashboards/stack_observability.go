package dashboards

import (
	"strings"

	"github.com/grafana/grafana-foundation-sdk/go/units"
)

func observabilityStackDashboard() *board {
	b := newBoard(stack, "oms-grafana-stack", "Observability stack",
		"Whether what the other dashboards show can be believed: do metrics, logs and traces arrive, are rules evaluated, do alerts reach somebody.").
		with(labelVariable("job", "Part", "The part of the lab that is scraped, by its job.", "up", "job"),
			labelVariable("instance", "Instance", "Where it answers, host and port.", `up{job=~"$job"}`, "instance")).
		linked(toOverview(), toLogs(), toTraces(), to("oms-containers", "Processes", "Memory and processor time of the stack"),
			to("oms-host", "Host", "The disk that everything is kept on")).
		marking(`job=~"prometheus|loki|tempo|promtail|alertmanager"`, `job=~"prometheus|loki|tempo|promtail|alertmanager"`)
	stackAtAGlance(b)
	stackTargets(b)
	stackPrometheus(b)
	stackLoki(b)
	stackPromtail(b)
	stackTempo(b)
	stackAlertmanager(b)
	stackResources(b)
	return b
}

// perSecond adds a counter up over everything that has it.
func perSecond(metric, matchers string) string {
	return `sum(rate(` + metric + `{` + matchers + `}[$__rate_interval]))`
}

// perSecondBy does so for each value of a label.
func perSecondBy(label, metric, matchers string) string {
	return `sum by (` + label + `) (rate(` + metric + `{` + matchers + `}[$__rate_interval]))`
}

// lost adds up counters of what did not get through in the chosen time.
func lost(counters ...string) string {
	var terms []string
	for _, counter := range counters {
		terms = append(terms, `(sum(increase(`+counter+`[$__range])) or vector(0))`)
	}
	return `round(` + strings.Join(terms, "\n  + ") + `)`
}

func stackAtAGlance(b *board) {
	b.row("At a glance").line(4,
		stats("Parts that do not answer",
			"Targets that Prometheus cannot read. Good is 0. The list of targets below names them; what they "+
				"measured is missing everywhere until they are back.",
			units.Short, promNow(`sum(1 - up)`, "")).anyIsBad(),
		stats("Samples a second",
			"What Prometheus stores. Good is level. A fall is a part that is down, a climb a label that takes too "+
				"many values.",
			units.Short, promNow(perSecond("prometheus_tsdb_head_samples_appended_total", ""), "")),
		stats("Log lines a second",
			"What Loki takes. Good follows the traffic. 0 means that Promtail or Loki stopped: the log panels then "+
				"show the past.",
			units.Short, promNow(perSecond("loki_distributor_lines_received_total", ""), "")),
		stats("Spans a second",
			"What Tempo takes. Good follows the traffic. 0 under traffic means that services cannot send, or "+
				"tracing is switched off.",
			units.Short, promNow(perSecond("tempo_distributor_spans_received_total", ""), "")),
		stats("Signals lost in this time",
			"Samples, lines and spans that were refused or dropped. Good is 0: more, and what you see is not all. "+
				"The rows below say where.",
			units.Short, promNow(lost("tempo_receiver_refused_spans", "tempo_discarded_spans_total", "loki_discarded_samples_total", "promtail_dropped_entries_total",
				"prometheus_remote_storage_samples_failed_total", "prometheus_target_scrapes_sample_out_of_bounds_total"), "")).anyIsBad(),
		stats("Failures of alerting in this time",
			"Rules that could not be evaluated and notifications that could not be sent, by Prometheus, Loki and "+
				"Alertmanager. Good is 0. Otherwise silence means nothing: see the last rows.",
			units.Short, promNow(lost("prometheus_rule_evaluation_failures_total", "prometheus_notifications_errors_total", "loki_prometheus_rule_evaluation_failures_total",
				"loki_prometheus_notifications_errors_total", "alertmanager_notifications_failed_total"), "")).anyIsBad(),
	)
}

func stackTargets(b *board) {
	const scope = `job=~"$job", instance=~"$instance"`
	b.row("What is scraped").line(12,
		stateTimeline("Targets",
			"Whether each part answered its scrape. Good is green throughout. Red begins when it went down; a gap "+
				"is a part that was not to be scraped then.",
			prom(`max by (job) (up{`+scope+`})`, "{{job}}")).upOrDown(),
		metricTable("Targets now",
			"What each target gives and how long it takes. Good is far below the four seconds that a scrape may "+
				"take. The largest are the stack's own.",
			[]key{{label: "job", title: "Service", links: links{toLogsOf(columnService), toTracesOf(columnService)}}, {label: "instance", title: "Instance"}},
			column{title: "Up", unit: units.BoolYesNo, expr: `max by (job, instance) (up{` + scope + `})`},
			column{title: "Scrape", unit: units.Seconds, limit: "scrape_duration_seconds", expr: `max by (job, instance) (scrape_duration_seconds{` + scope + `})`},
			column{title: "Series", unit: units.Short, expr: `sum by (job, instance) (scrape_samples_post_metric_relabeling{` + scope + `})`},
			column{title: "New series", unit: units.Short, limit: "job_series_growth",
				expr: `sum by (job, instance) (scrape_samples_post_metric_relabeling{` + scope + `}) - sum by (job, instance) (min_over_time(scrape_samples_post_metric_relabeling{` + scope + `}[$__range]))`},
		).sortedBy("Series"),
	).line(8,
		timeSeries("Time for a scrape",
			"How long the eight slowest targets take. Good is below a tenth of a second. A slow one has too many "+
				"series, or no processor time.",
			units.Seconds, prom(`topk(8, max by (job) (scrape_duration_seconds{`+scope+`}))`, "{{job}}")).fromZero().limit("scrape_duration_seconds").links(toLogsOf(labelJob)),
		timeSeries("Series by target",
			"How many series each target gives, the eight largest. Good rises after a start and levels off. A "+
				"target that goes on rising has a label without bounds.",
			units.Short, prom(`topk(8, sum by (job) (scrape_samples_post_metric_relabeling{`+scope+`}))`, "{{job}}")).fromZero(),
		timeSeries("Errors of exporters",
			"Exporters that answer but could not read all: PostgreSQL, Redis, cAdvisor. Good is 0. The exporter's "+
				"log says what it was refused.",
			units.Short,
			prom(`sum(pg_exporter_last_scrape_error)`, "postgres-exporter"),
			prom(`sum(redis_exporter_last_scrape_error)`, "redis-exporter"),
			prom(`sum(container_scrape_error)`, "cadvisor"),
			prom(`sum(node_scrape_collector_success{collector=~"cpu|diskstats|filesystem|meminfo|netdev|pressure|loadavg"} == bool 0)`, "node-exporter")).fromZero(),
	)
}

func stackResources(b *board) {
	const parts = `service_name=~"prometheus|loki|tempo|promtail|alloy|alertmanager|grafana|cadvisor|.+-exporter"`
	b.row("What it costs").line(8,
		timeSeries("Memory of the stack",
			"Working set of each part. Good is level; Prometheus grows with its series and shrinks every two hours. "+
				"The sum is the price of seeing.",
			units.BytesIEC, prom(`sum by (service_name) (container_memory_working_set_bytes{`+parts+`})`, "{{service_name}}")).stacked().fromZero(),
		timeSeries("Share of their memory limits",
			"What the kernel cannot take back, against the limit. Good is below the marks. Above, shorten retention "+
				"or drop series before raising the limit.",
			units.PercentUnit, prom(memoryOfLimit(parts), "{{service_name}}")).bounds(0, 1).limit("memory_limit_usage_ratio"),
		timeSeries("Processor time of the stack",
			"Processors that each part keeps busy. Good is a small part of the machine. Peaks go with large "+
				"queries: a dashboard over 30 days, for example.",
			units.Short, prom(perSecondBy("service_name", "container_cpu_usage_seconds_total", parts), "{{service_name}}")).stacked().fromZero().decimals(2),
	)
}
