package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// readable shows the sentence of a log line instead of its JSON; all fields stay with the line. What is no JSON, such as
// the last words of a crash, stays as it is.
const readable = ` | json | drop __error__, __error_details__ | line_format "{{ if .msg }}{{ .msg }}{{ else }}{{ __line__ }}{{ end }}"`

// signalsRow ends a service's dashboard with what it wrote and did, request by request.
func signalsRow(b *board) {
	b.row("Logs and traces").
		line(8,
			timeSeries("Log lines by level", "Lines by level. Errors are lines that somebody should read; a silent service that is up has lost its log.",
				units.Short, logQL(`sum by (level) (count_over_time({service_name=~"$job"}[$__auto]))`, "{{level}}")).stacked().bars().fromZero().
				paint("error", bad).paint("warn", warning).paint("info", good).paint("debug", "blue").links(toLogsOf("${job}")),
			timeSeries("Duration by operation, from traces", "95th percentile of what the service serves and consumes, by span. What HTTP metrics do not see is here too: messages and jobs.",
				units.Seconds, prom(`topk(8, histogram_quantile(0.95, sum by (le, span_name) (rate(traces_spanmetrics_latency_bucket{service=~"$job", span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER|SPAN_KIND_INTERNAL"}[$__rate_interval]))) > 0)`,
					"{{span_name}}").exemplars()).fromZero().links(toTracesOf("${job}")),
			nodeGraph("Neighbours", "Who calls this service and whom it calls, with rate and duration. A red rim is the share of failed calls.",
				`{client="$job"}`, `{server="$job"}`),
		).
		line(11,
			logPanel("Log lines", "What the service wrote, newest first. Open a line for its fields and for the way to its trace.",
				`{service_name=~"$job"}`+readable).width(24),
		).
		line(9,
			traceTable("Recent requests and messages", "The newest traces in which the service served or consumed something. Click one to see where its time went.",
				`{resource.service.name=~"$job" && (span:kind=server || span:kind=consumer)}`),
			traceTable("Failed or slow", "Traces in which a span of this service failed or took more than half a second. Nothing here is good.",
				`{resource.service.name=~"$job" && (span:status=error || span:duration > 500ms)}`),
		)
}
