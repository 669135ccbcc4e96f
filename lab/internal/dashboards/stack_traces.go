package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

func stackTempo(b *board) {
	const asked = `route!~"ready|metrics"`
	answers := perSecondBy("route", "tempo_request_duration_seconds_count", asked)
	b.row("Tempo").line(8,
		timeSeries("Spans taken and refused",
			"Spans that came in, and those that were refused or discarded. Good is no refusal. The senders do not "+
				"repeat refused spans: traces get holes.",
			units.CountsPerSecond,
			prom(perSecond("tempo_distributor_spans_received_total", ""), "received"),
			prom(perSecond("tempo_receiver_refused_spans", ""), "refused"),
			prom(perSecond("tempo_discarded_spans_total", ""), "discarded")).fromZero().paint("refused", bad).paint("discarded", bad),
		timeSeries("Traces in memory",
			"Traces that may still get spans, and traces that were begun a second. Good follows the traffic. A "+
				"climb is a trace that never ends, a loop of messages for example.",
			units.Short,
			prom(`sum(tempo_ingester_live_traces)`, "open"),
			prom(perSecond("tempo_ingester_traces_created_total", ""), "new a second")).fromZero(),
		timeSeries("Metrics made from spans",
			"Series of span metrics and of the service graph, and the most that are allowed. Good is level and far "+
				"below. Too many: a span name with an id in it.",
			units.Short,
			prom(`sum(tempo_metrics_generator_registry_active_series)`, "series"),
			prom(`sum(tempo_metrics_generator_registry_max_active_series)`, "allowed")).fromZero(),
		timeSeries("Sending to Prometheus",
			"Samples that Tempo wrote to Prometheus, those that failed, and those waiting. Good is nothing failed "+
				"and little waiting. Otherwise the Traces dashboard lags behind.",
			units.Short,
			prom(perSecond("prometheus_remote_storage_samples_total", `job="tempo"`), "written a second"),
			prom(perSecond("prometheus_remote_storage_samples_failed_total", `job="tempo"`), "failed a second"),
			prom(`sum(prometheus_remote_storage_samples_pending{job="tempo"})`, "waiting")).fromZero(),
	).line(8,
		timeSeries("Time to answer, Tempo",
			"The 95th percentile by kind of request: pushes within, searches and metrics from Grafana. Good is "+
				"below a second. Searches over hours take longer: narrow the time.",
			units.Seconds, prom(`topk(8, `+quantile("0.95", "tempo_request_duration_seconds", asked, "route")+`)`, "{{route}}")).fromZero(),
		timeSeries("Failed requests of Tempo",
			"The share of requests that failed, by kind. Good is 0. Failing pushes lose spans; failing searches are "+
				"mostly queries that Tempo does not understand.",
			units.PercentUnit, prom(`(`+perSecondBy("route", "tempo_request_duration_seconds_count", asked+`, status_code=~"5..|error"`)+` or 0 * `+answers+`) / (`+answers+` > 0)`, "{{route}}")).
			fromZero().limit("tempo_request_error_ratio"),
		timeSeries("Blocks of traces",
			"Blocks on disk, and those written or failed a minute. Good is a number that compaction keeps small. "+
				"Failures are a full disk.",
			units.Short,
			prom(`sum(tempodb_blocklist_length)`, "blocks"),
			prom(`60 * `+perSecond("tempo_ingester_blocks_flushed_total", ""), "written a minute"),
			prom(`60 * `+perSecond("tempo_ingester_failed_flushes_total", ""), "failed a minute")).fromZero().paint("failed a minute", bad),
		timeSeries("Traces on disk",
			"Bytes of traces that can be searched, and of those already merged into larger blocks. Good grows until "+
				"the retention is reached.",
			units.BytesIEC, prom(`sum by (status) (tempodb_backend_bytes_total)`, "{{status}}")).stacked().fromZero(),
	)
}
