package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// The log lines that the variables choose; those of a level of its own; and those without a level, for shares.
const (
	logFilter = "|~ \"(?i)$search\""
	logScope  = `{environment="lab", service_name=~"$job", level=~"$level"} ` + logFilter
	logAll    = `{environment="lab", service_name=~"$job"} ` + logFilter
	logBad    = `{environment="lab", service_name=~"$job", level=~"error|warn"} ` + logFilter
	logErrors = `{environment="lab", service_name=~"$job", level="error"} ` + logFilter
	// Every service writes one such line for a request; Traefik's has other fields, see the gateway's dashboard.
	accessLines = `{environment="lab", service_name=~"$job"} | json http_route="http_route", status="status", duration_ms="duration_ms" | http_route != "" | status != ""`
	// Numbers and ids differ from line to line: without them, lines that say the same are the same.
	alike = "| label_format message=`{{ regexReplaceAll \"[0-9a-f]{8}-[0-9a-f-]+|[0-9]+\" .msg \"#\" }}`"
	// Who said it, and the sentence; all fields stay with the line. What is no JSON stays as it is.
	told = ` | json | drop __error__, __error_details__ | line_format "{{ .service_name }}  ` +
		`{{ if .msg }}{{ .msg }}{{ else if .RequestPath }}{{ .RequestMethod }} {{ .RequestPath }} {{ .DownstreamStatus }}{{ else }}{{ __line__ }}{{ end }}"`
)

func logsDashboard() *board {
	b := newBoard(signals, "oms-logs", "Logs",
		"What all parts of the lab wrote: how much, at which level, which messages come again and again, and the lines themselves.").
		with(logLabelVariable("job", "Service", "Who wrote it, by service.name.", "service_name"),
			logLabelVariable("level", "Level", "error, warn, info or debug.", "level"),
			textVariable("search", "Search", "Text or regular expression that a line must contain, in any case.", "")).
		linked(toOverview(), toRED(), toTraces(), to("oms-grafana-stack", "Observability stack", "Whether all lines arrive")).
		marking(`job=~"$job"`, `job=~"$job"`)
	logsVolume(b)
	logsPatterns(b)
	logsAccess(b)
	logsLines(b)
	return b
}

func logsVolume(b *board) {
	colored := func(p *panel) *panel {
		return p.paint("error", bad).paint("warn", warning).paint("info", good).paint("debug", "blue")
	}
	const writer = "${__field.labels.service_name}"
	ways := func(p *panel) *panel { return p.linksOfParts(writer, toLogsOf(writer), toTracesOf(writer)) }
	b.row("Volume").line(8,
		colored(timeSeries("Lines by level",
			"How many lines were written at each level. Good is green that follows the traffic. A red or yellow "+
				"edge is where to look: the table below says which message.",
			units.Short, logQL(`sum by (level) (count_over_time(`+logScope+` [$__auto]))`, "{{level}}")).bars().stacked().fromZero()),
		ways(timeSeries("Lines by service",
			"Who writes how much. Good keeps its proportions. One service that suddenly writes more has a loop, a "+
				"retry or debug switched on.",
			units.Short, logQL(`sum by (service_name) (count_over_time(`+logScope+` [$__auto]))`, "{{service_name}}")).bars().stacked().fromZero()),
		ways(timeSeries("Errors by service",
			"Lines at level error. Good is none. Several services at the same moment share a cause: a store, the "+
				"broker, the machine.",
			units.Short, logQL(`sum by (service_name) (count_over_time(`+logErrors+` [$__auto]))`, "{{service_name}}")).bars().stacked().fromZero().whenEmpty("no errors")),
	).line(7,
		timeSeries("Bytes by service",
			"What the logs weigh. Good is even. Loki keeps them for a week: who writes most fills the disk.",
			units.BytesPerSecondIEC, logQL(`sum by (service_name) (bytes_rate(`+logScope+` [$__auto]))`, "{{service_name}}")).stacked().fromZero(),
		ways(timeSeries("Share of errors and warnings",
			"Lines at level error or warn of all lines of the service. Good is close to 0. A share is comparable "+
				"where the volume differs.",
			units.PercentUnit, logQL(`sum by (service_name) (count_over_time(`+logBad+` [$__auto])) / sum by (service_name) (count_over_time(`+logAll+` [$__auto]))`, "{{service_name}}")).
			bounds(0, 1)),
		ways(timeSeries("Lines that belong to a trace",
			"Lines with a trace id: those of requests and messages. Good is most lines of the services; jobs and "+
				"starts have none. When it falls to 0 the service lost its tracing.",
			units.Short, logQL(`sum by (service_name) (count_over_time(`+logScope+` | trace_id != "" [$__auto]))`, "{{service_name}}")).bars().stacked().fromZero()),
	)
}

func logsPatterns(b *board) {
	message := []key{
		{label: "service_name", title: "Service", links: links{toLogsOf(columnService), toTracesOf(columnService)}},
		{label: "level", title: "Level"}, {label: "message", title: "Message"},
	}
	cause := []key{message[0], {label: "cause", title: "Cause"}}
	b.row("Patterns").line(10,
		logTable("Errors and warnings by message",
			"The messages at level error and warn, numbers and ids left out, most frequent first. Good is a short "+
				"list. Take a word of the first one into the search above and open a line's trace.",
			units.Short, message, "Lines",
			`topk(15, sum by (service_name, level, message) (count_over_time(`+logBad+` | json msg="msg" | msg != "" `+alike+` [$__range])))`).sortedBy("Lines"),
		logTable("Errors and warnings by cause",
			"What lines of level error and warn name in their field error. Good is a short list. The same cause in "+
				"several services is the place where to begin.",
			units.Short, cause, "Lines",
			`topk(15, sum by (service_name, cause) (count_over_time(`+logBad+` | json cause="error" | cause != "" [$__range])))`).sortedBy("Lines"),
	).line(9,
		logTable("All messages",
			"What is written most, whatever the level. Good are access lines and business events. Something else at "+
				"the top is noise: lower its level.",
			units.Short, message, "Lines",
			`topk(15, sum by (service_name, level, message) (count_over_time(`+logScope+` | json msg="msg" | msg != "" `+alike+` [$__range])))`).sortedBy("Lines"),
		logTable("Messages of the observability stack",
			"Loki, Tempo and Promtail write key=value lines; these are their messages. Good are flushes and starts. "+
				"Errors here mean that signals get lost.",
			units.Short, message, "Lines",
			"topk(15, sum by (service_name, level, message) (count_over_time({environment=\"lab\", service_name=~\"loki|tempo|promtail|alloy\"} | logfmt msg | msg != \"\" "+alike+" [$__range])))").sortedBy("Lines"),
	)
}

func logsAccess(b *board) {
	route := []key{
		{label: "service_name", title: "Service", links: links{toLogsOf(columnService), toTracesOf(columnService)}},
		{label: "http_route", title: "Route"}, {label: "status", title: "Status"},
	}
	b.row("Requests, by their access lines").line(8,
		timeSeries("Requests by status",
			"Access lines of the services by status code. Good is mostly 2xx. It must agree with RED: where it does "+
				"not, lines or samples are lost.",
			units.Short, logQL(`sum by (status) (count_over_time(`+accessLines+` [$__auto]))`, "{{status}}")).bars().stacked().fromZero(),
		timeSeries("Slowest routes by their lines",
			"The 95th percentile of the duration that access lines name, the eight slowest routes. Good is level. "+
				"Unlike a histogram it has no buckets: the value is exact.",
			units.Milliseconds, logQL(`topk(8, quantile_over_time(0.95, `+accessLines+` | unwrap duration_ms [$__auto]) by (service_name, http_route))`, "{{service_name}} {{http_route}}")).fromZero(),
		logTable("Refused and failed requests",
			"Answers from 400 on by route, in the chosen time. Good are refusals that belong to the business: 401, "+
				"402, 409. 5xx is ours.",
			units.Short, route, "Requests", `topk(15, sum by (service_name, http_route, status) (count_over_time(`+accessLines+` | status >= 400 [$__range])))`).sortedBy("Requests"),
	)
}

func logsLines(b *board) {
	b.row("Lines").line(12,
		logPanel("Errors and warnings, one by one",
			"The newest lines at level error and warn of the chosen services. Good is an empty panel or old lines. "+
				"Open a line: its trace id leads to the request.",
			logBad+told),
	).line(16,
		logPanel("All lines",
			"The newest lines that service, level and search choose. Good reads like a story of what the shop does. "+
				"Open a line for its fields and for the way to its trace.",
			logScope+told),
	)
}
