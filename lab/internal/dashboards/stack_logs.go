package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// stackLoki is about Loki. Its counter of discarded lines is born with the first of them: until then a Loki
// that takes lines discards none, which is a 0 and not an unknown.
func stackLoki(b *board) {
	const asked = `route=~"loki_api_v1_(query|query_range|push)"`
	answers := perSecondBy("route", "loki_request_duration_seconds_count", asked)
	b.row("Loki").line(8,
		timeSeries("Lines taken",
			"Lines a second that Loki took. Good follows the traffic. A gap here is a gap in every log panel.",
			units.Short, prom(perSecond("loki_distributor_lines_received_total", ""), "lines")).fromZero(),
		timeSeries("Bytes taken",
			"Bytes of lines, and of the metadata that carries trace ids. Good follows the lines. Larger lines at "+
				"the same rate are stack traces.",
			units.BytesPerSecondIEC,
			prom(perSecond("loki_distributor_bytes_received_total", ""), "lines"),
			prom(perSecond("loki_distributor_structured_metadata_bytes_received_total", ""), "metadata")).fromZero(),
		timeSeries("Time to answer",
			"The 95th percentile of pushes and queries. Good is below 0.1 s for pushes. Slow queries lack a label "+
				"that narrows them: name a service.",
			units.Seconds, prom(quantile("0.95", "loki_request_duration_seconds", asked, "route"), "{{route}}")).fromZero(),
		timeSeries("Failed requests of Loki",
			"The share of pushes and queries answered with 5xx. Good is 0. Failing pushes are repeated by Promtail "+
				"for a while and then lost.",
			units.PercentUnit, prom(`(`+perSecondBy("route", "loki_request_duration_seconds_count", asked+`, status_code=~"5.."`)+` or 0 * `+answers+`) / (`+answers+` > 0)`, "{{route}}")).
			fromZero().limit("loki_request_error_ratio"),
	).line(8,
		timeSeries("Streams and chunks",
			"Streams are combinations of labels, chunks their pieces in memory. Good is level: one stream for a "+
				"service and a level. More streams mean a label with many values.",
			units.Short,
			prom(`sum(loki_ingester_memory_streams)`, "streams"),
			prom(`sum(loki_ingester_memory_chunks)`, "chunks")).fromZero(),
		timeSeries("Lines discarded",
			"Lines that Loki refused, by its reason: too old, too fast, too long. Good is nothing at all. The "+
				"reason is what to change, at the sender or in loki.yaml.",
			units.Short, prom(perSecondBy("reason", "loki_discarded_samples_total", "")+`
  or label_replace(0 * `+perSecond("loki_distributor_lines_received_total", "")+`, "reason", "none discarded", "", "")`, "{{reason}}")).fromZero(),
		timeSeries("Writing to disk",
			"Chunks that were flushed, and those that could not be. Good is no failure. A failure is a full disk or "+
				"missing rights; lines stay in memory until then.",
			units.CountsPerSecond,
			prom(perSecond("loki_ingester_chunks_flush_requests_total", ""), "flushed"),
			prom(perSecond("loki_ingester_chunks_flush_failures_total", ""), "failed"),
			prom(perSecond("loki_ingester_checkpoint_creations_failed_total", "")+` + `+perSecond("loki_ingester_wal_disk_full_failures_total", ""), "write-ahead log failed")).
			fromZero().paint("failed", bad),
		timeSeries("Errors in Loki's log",
			"Lines at level error and warn that Loki wrote about itself. Good is few after the start. Read them in "+
				"the Logs dashboard with service loki.",
			units.CountsPerSecond, prom(perSecondBy("level", "loki_internal_log_messages_total", `job="loki", level=~"error|warn"`), "{{level}}")).fromZero().links(toLogsOf("loki")),
	)
}

func stackPromtail(b *board) {
	pushes := perSecond("promtail_request_duration_seconds_count", "")
	b.row("Promtail").line(8,
		timeSeries("Lines read and sent",
			"Lines read from files and lines that Loki confirmed. Good is that both agree, empty lines aside. Read "+
				"and not sent means that they pile up.",
			units.Short,
			prom(perSecond("promtail_read_lines_total", ""), "read"),
			prom(perSecond("promtail_sent_entries_total", ""), "sent")).fromZero(),
		timeSeries("Behind the files",
			"Bytes that were written and not read yet. Good is 0. More for long means that Promtail lacks processor "+
				"time or waits for Loki.",
			units.BytesIEC, prom(`clamp_min(sum(promtail_file_bytes_total) - sum(promtail_read_bytes_total), 0)`, "unread")).fromZero(),
		timeSeries("Time for a push",
			"Median, 95th and 99th percentile of handing lines to Loki. Good is some milliseconds. When it rises, "+
				"Loki is busy or its disk is slow.",
			units.Seconds, untracedQuantiles("promtail_request_duration_seconds", "")...).fromZero(),
		timeSeries("Pushes repeated",
			"How often lines had to be sent again. Good is 0. Repetitions end well once Loki is back; after twenty "+
				"the lines are lost.",
			units.CountsPerSecond, prom(perSecond("promtail_batch_retries_total", ""), "repeated")).fromZero(),
		timeSeries("Failed and lost",
			"The share of pushes that Loki did not take, and the lines that were given up. Good is 0. Lost lines "+
				"are gone from Loki; the files in .lab/log still have them.",
			units.PercentUnit,
			prom(`(`+perSecond("promtail_request_duration_seconds_count", `status_code!~"2.."`)+` or vector(0)) / (`+pushes+` > 0)`, "failed pushes"),
			prom(perSecond("promtail_dropped_entries_total", "")+` / (`+perSecond("promtail_read_lines_total", "")+` > 0)`, "lost lines")).
			fromZero().limit("promtail_send_error_ratio"),
	)
}
