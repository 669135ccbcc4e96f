package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// service says what one of our programs has, and so which rows its dashboard has. The order is the same
// everywhere: who knows one service's dashboard knows them all.
type service struct {
	job, title, about string
	// promises tells that the service has SLOs.
	promises bool
	// business are the rows that no other service has.
	business func(*board)
	// dependencies are lines about what the service calls.
	dependencies []func() dependencyLine
	messages     func(*board)
	jobs         bool
	runtime      func(*board)
}

// dependencyLine is a line of panels about one kind of dependency.
type dependencyLine []*panel

const (
	// ourServices are the programs that have a dashboard of their own under their name.
	ourServices = `.+-service|frontend`
	// allServices picks all of them, chosenServices those that a reader has chosen.
	allServices    = `job=~"` + ourServices + `"`
	chosenServices = `job=~"$job", ` + allServices
	// ofService picks the series of the program that a service's dashboard is about.
	ofService = `job=~"$job", instance=~"$instance"`
	// noProbes leaves out who asks only whether the service is there: the supervisor and Prometheus.
	noProbes = `http_route!~"/health|/ready|/metrics"`
	// ofAPI are the requests that somebody wanted something from.
	ofAPI = ofService + `, ` + noProbes
	// ofContainer picks what cAdvisor measures of the program.
	ofContainer = `service_name=~"$job"`
	// failed are the requests that the service itself is to blame for.
	failed = `http_response_status_code=~"5.."`
	// refused are the requests that it had reason to turn down.
	refused = `http_response_status_code=~"4.."`
)

func (s service) board() *board {
	b := newBoard(services, "oms-"+s.job, s.title, s.about).tagged("service").
		with(onlyService(s.job), instanceVariable()).
		linked(toOverview(), toRED(), toLogs(), toTraces()).
		marking(ofService, `job=~"$job"`)
	b.service = s.job
	if s.promises {
		b.linked(toSLO())
	}
	b.row("Now").line(4, s.now()...)
	httpRow(b)
	s.business(b)
	if len(s.dependencies) > 0 {
		b.row("Dependencies")
		for _, panels := range s.dependencies {
			b.line(8, panels()...)
		}
	}
	if s.messages != nil {
		s.messages(b)
	}
	if s.jobs {
		jobsRow(b)
	}
	processRow(b)
	s.runtime(b)
	signalsRow(b)
	return b
}

// now is the line that one reads first.
func (s service) now() []*panel {
	made := []*panel{
		stats("Up", "Whether the service answers Prometheus. Down: see its last log lines below, then the process on Containers.",
			units.Short, promNow(`max by (job) (up{`+ofService+`})`, "")).upOrDown().filled().width(3),
		stats("Running for", "Time since the process started. A low value that nobody caused is a crash: look for the blue marks in the graphs.",
			units.DurationSeconds, promNow(`time() - max by (job) (process_start_time_seconds{`+ofService+`})`, "")).width(3),
		stats("Alerts firing", "Alerts that name this service. None is good; each is marked red in the graphs and has a runbook.",
			units.Short, promNow(`count(ALERTS{alertstate="firing", job=~"$job"}) or vector(0)`, "")).anyIsBad().width(3),
		stats("Requests now", "Requests to the API, without probes. Far from the usual: compare with what the gateway passes on.",
			units.RequestsPerSecond, prom(`sum(rate(http_server_request_duration_seconds_count{`+ofAPI+`}[$__rate_interval]))`, "")).width(3),
		stats("Failing now", "Share of the API's requests that end with a 5xx. Nothing is good; else see which route, below.",
			units.PercentUnit, prom(errorRatio(ofAPI), "")).limit("http_error_ratio").decimals(2).width(3),
		stats("p95 now", "Nineteen of twenty requests to the API are faster. Above the limit: see which route and which dependency is slow.",
			units.Seconds, prom(quantile("0.95", "http_server_request_duration_seconds", ofAPI)+" > 0", "")).
			limit("http_latency_p95_seconds").width(3),
		stats("Memory of limit", "Memory that cannot be taken back, as a share of the limit at which the process is killed.",
			units.PercentUnit, prom(memoryOfLimit(ofContainer), "")).limit("memory_limit_usage_ratio").width(3),
	}
	if !s.promises {
		return append(made, stats("CPU now", "Cores in use, all threads together. A program with one thread cannot use more than one.",
			units.Short, prom(`sum(rate(container_cpu_usage_seconds_total{`+ofContainer+`}[$__rate_interval]))`, "")).decimals(2).width(3))
	}
	return append(made, stats("Budget left",
		"The least that is left of the error budgets of this service's promises. Below the limit: stop risky changes, see SLOs.",
		units.PercentUnit, promNow(`min(slo:period_error_budget_remaining:ratio{sloth_service=~"$job"})`, "")).
		limit("slo_budget_remaining_ratio").width(3))
}

// errorRatio is the share of requests that fail. A service without one 5xx has no such series: then the
// ratio is 0, not unknown. Without requests there is no ratio.
func errorRatio(selector string) string {
	all := `sum(rate(http_server_request_duration_seconds_count{` + selector + `}[$__rate_interval]))`
	bad := `sum(rate(http_server_request_duration_seconds_count{` + joined(selector, failed) + `}[$__rate_interval]))`
	return `(` + bad + ` or 0 * ` + all + `) / (` + all + ` > 0)`
}

// memoryOfLimit is how near a process is to being killed for its memory: the series that ProcessMemoryNearLimit
// compares. What the kernel can take back is not in it, or a database that reads much would always seem full.
func memoryOfLimit(selector string) string {
	return `max by (service_name) (service_name:container_memory_limit_usage:ratio{` + selector + `})`
}
