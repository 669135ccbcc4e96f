package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// jobsRow is the work that nobody asks for: relays, sweeps, scans.
func jobsRow(b *board) {
	b.row("Jobs").
		line(8,
			timeSeries("Runs of jobs", "Successful runs by job. Each has its own rhythm; a line that ends is a job that hangs.",
				units.OpsPerSecond, prom(`sum by (job_name) (rate(job_runs_total{`+ofService+`, outcome="success"}[$__rate_interval]))`, "{{job_name}}")).fromZero(),
			timeSeries("Failed runs of jobs", "Runs that ended with an error. The job tries again by itself; if it goes on, the log says why.",
				units.OpsPerSecond, prom(`sum by (job_name) (rate(job_runs_total{`+ofService+`, outcome="error"}[$__rate_interval]))`, "{{job_name}}")).
				fromZero().links(toLogsOf("${job}")),
			timeSeries("Time since the last success", "Sawteeth as high as the job's interval are good. A line that rises steadily is a job that is stuck or fails.",
				units.Seconds, prom(`time() - max by (job_name) (job_last_success_timestamp_seconds{`+ofService+`} > 0)`, "{{job_name}}")).fromZero(),
		).
		line(8,
			timeSeries("Duration of jobs", "95th percentile of a run by job. Longer than the interval means that the job cannot keep up.",
				units.Seconds, prom(quantile("0.95", "job_duration_seconds", ofService, "job_name"), "{{job_name}}").exemplars()).fromZero(),
			timeSeries("Items of jobs", "What the jobs got done, such as events published or reservations expired. Runs without items are idle, which is fine.",
				units.OpsPerSecond, prom(`sum by (job_name) (rate(job_items_total{`+ofService+`}[$__rate_interval]))`, "{{job_name}}")).fromZero(),
		)
}
