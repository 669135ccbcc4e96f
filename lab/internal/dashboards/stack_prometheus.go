package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

func stackPrometheus(b *board) {
	// A file name and the name of a group: the group says enough.
	const group = `label_replace(prometheus_rule_group_last_duration_seconds, "group", "$1", "rule_group", ".+;(.+)")`
	b.row("Prometheus").line(8,
		timeSeries("Series in memory",
			"Series that had a sample lately. Good is level below the marks. Each costs some kilobytes; the targets "+
				"above say whose they are.",
			units.Short, prom(`sum(prometheus_tsdb_head_series)`, "series")).fromZero().limit("prometheus_head_series"),
		timeSeries("Samples stored",
			"Samples a second: floats, and native histograms, which count one for a whole histogram. Good is level. "+
				"Remote write from Tempo is part of it.",
			units.Short, prom(perSecondBy("type", "prometheus_tsdb_head_samples_appended_total", ""), "{{type}}")).stacked().fromZero(),
		timeSeries("Samples refused",
			"Samples that were out of order, too old, or twice at a time, from scrapes and remote write. Good is 0. "+
				"Clocks that differ, or two programs with the same labels.",
			units.CountsPerSecond,
			prom(perSecond("prometheus_target_scrapes_sample_duplicate_timestamp_total", ""), "twice at a time"),
			prom(perSecond("prometheus_tsdb_out_of_order_samples_total", ""), "out of order"),
			prom(perSecond("prometheus_tsdb_out_of_bound_samples_total", ""), "too far away"),
			prom(perSecond("prometheus_tsdb_too_old_samples_total", ""), "too old")).fromZero(),
		timeSeries("Exemplars",
			"Exemplars stored a second: the dots that lead to traces. Good follows the traffic. 0 means that "+
				"programs or the scrape lost them, and no click leads anywhere.",
			units.CountsPerSecond, prom(perSecond("prometheus_tsdb_exemplar_exemplars_appended_total", ""), "exemplars")).fromZero(),
	).line(8,
		timeSeries("Rules: time for a group",
			"How long the eight slowest groups of rules take. Good is far below their interval of 15 s. Near it "+
				"alerts come late: make the rule cheaper.",
			units.Seconds, prom(`topk(8, max by (group) (`+group+`))`, "{{group}}")).fromZero(),
		timeSeries("Rules: evaluations and failures",
			"Rules evaluated, those that failed, and rounds that were left out. Good is no failure. Failing rules "+
				"and the reason are in the log, and at /api/v1/rules.",
			units.OpsPerSecond,
			prom(perSecond("prometheus_rule_evaluations_total", ""), "evaluated"),
			prom(perSecond("prometheus_rule_evaluation_failures_total", ""), "failed"),
			prom(perSecond("prometheus_rule_group_iterations_missed_total", ""), "rounds missed")).fromZero().paint("failed", bad),
		timeSeries("Queries",
			"The 95th percentile by phase, dashboards and rules alike. Good is below a tenth of a second. More: a "+
				"panel that asks for too much; narrow it or record a rule.",
			units.Seconds, prom(quantile("0.95", "prometheus_engine_query_duration_histogram_seconds", "", "slice"), "{{slice}}")).fromZero(),
		timeSeries("On disk",
			"Blocks, write-ahead log and open chunks. Good grows until the retention is reached. After lab seed "+
				"--history 30d there is a step.",
			units.BytesIEC,
			prom(`sum(prometheus_tsdb_storage_blocks_bytes)`, "blocks"),
			prom(`sum(prometheus_tsdb_wal_storage_size_bytes{job="prometheus"})`, "write-ahead log"),
			prom(`sum(prometheus_tsdb_head_chunks_storage_size_bytes)`, "open chunks")).stacked().fromZero(),
	)
}

func stackAlertmanager(b *board) {
	// All ways that Alertmanager knows have series; the lab uses two.
	const ways = `integration=~"email|webhook"`
	sent := perSecondBy("integration", "alertmanager_notifications_total", ways)
	b.row("Alerting").line(8,
		timeSeries("Alerts at Prometheus",
			"Alerts that are pending or firing, those of Loki's ruler included. Good is none. Pending ones wait for their time; what fires is in "+
				"Alertmanager within seconds.",
			units.Short, prom(`count by (alertstate) (ALERTS)`, "{{alertstate}}")).stacked().fromZero().whenEmpty("no alerts"),
		timeSeries("Alerts at Alertmanager",
			"Alerts that it has: active, silenced or inhibited (suppressed), not looked at yet (unprocessed). Good "+
				"is 0. Suppressed without a silence has a larger alert above it.",
			units.Short, prom(`sum by (state) (alertmanager_alerts)`, "{{state}}")).stacked().fromZero(),
		timeSeries("Notifications",
			"Messages sent by way: pages by webhook, tickets by mail. Good is few. Many mean alerts that come and "+
				"go: give them a longer time.",
			units.MessagesPerMinute, prom(`60 * `+sent, "{{integration}}")).bars().fromZero(),
		timeSeries("Failed notifications",
			"The share that could not be delivered. Good is 0. While it is not, nobody hears of anything: see the "+
				"log of alertmanager and the inbox.",
			units.PercentUnit, prom(perSecondBy("integration", "alertmanager_notifications_failed_total", ways)+` / (`+sent+` > 0)
  or 0 * `+sent, "{{integration}}")).fromZero().limit("alertmanager_failure_ratio"),
	).line(8,
		timeSeries("From Prometheus to Alertmanager",
			"Alerts that Prometheus sent, and those it could not. Good is no error. Errors with a running "+
				"Alertmanager are a wrong address.",
			units.OpsPerSecond,
			prom(perSecond("prometheus_notifications_sent_total", ""), "sent"),
			prom(perSecond("prometheus_notifications_errors_total", ""), "failed"),
			prom(perSecond("prometheus_notifications_dropped_total", ""), "dropped")).fromZero().paint("failed", bad).paint("dropped", bad),
		timeSeries("From Loki to Alertmanager",
			"Alerts from logs that Loki's ruler evaluated and sent. Good is no failure. Loki's log names a rule "+
				"that cannot be evaluated.",
			units.OpsPerSecond,
			prom(perSecond("loki_prometheus_rule_evaluations_total", ""), "evaluated"),
			prom(perSecond("loki_prometheus_notifications_sent_total", ""), "sent"),
			prom(perSecond("loki_prometheus_rule_evaluation_failures_total", ""), "failed")).fromZero().paint("failed", bad),
		timeSeries("Silences",
			"Silences by state. Good is none active outside of maintenance. An active one that nobody remembers "+
				"hides the next incident.",
			units.Short, prom(`sum by (state) (alertmanager_silences)`, "{{state}}")).fromZero(),
		stateTimeline("Configurations",
			"Whether the last reading of each configuration succeeded. Good is green. Red: the program goes on with "+
				"the old one; its log names line and fault.",
			prom(`min(prometheus_config_last_reload_successful)`, "Prometheus"),
			prom(`min(alertmanager_config_last_reload_successful)`, "Alertmanager"),
			prom(`min(loki_ruler_config_last_reload_successful)`, "rules of Loki")).says(map[string]word{"0": {"rejected", bad}, "1": {"accepted", good}}),
	)
}
