package render

import (
	"os"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/relabel"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// metricRules are what Prometheus does to the series of a scrape job.
func metricRules(t *testing.T, job string) []*relabel.Config {
	t.Helper()
	content, err := os.ReadFile("../../../infrastructure/prometheus/prometheus.yml")
	require.NoError(t, err)
	var configuration struct {
		Scrapes []struct {
			Job   string            `yaml:"job_name"`
			Rules []*relabel.Config `yaml:"metric_relabel_configs"`
		} `yaml:"scrape_configs"`
	}
	require.NoError(t, yaml.Unmarshal(content, &configuration))
	var rules []*relabel.Config
	for _, scrape := range configuration.Scrapes {
		if scrape.Job == job {
			rules = scrape.Rules
		}
	}
	require.NotEmpty(t, rules)
	for _, rule := range rules {
		require.NoError(t, rule.Validate(model.UTF8Validation))
	}
	return rules
}

// cAdvisor names what it measures in its own way natively and in containers; rules and dashboards know service_name.
func TestWhoseAContainersMetricsAre(t *testing.T) {
	rules := metricRules(t, "cadvisor")
	container := func(project, service string) map[string]string {
		return map[string]string{"id": "/docker/0f", "name": project + "-" + service + "-1", "image": "an/image:1",
			"container_label_com_docker_compose_project": project, "container_label_com_docker_compose_service": service}
	}
	for name, c := range map[string]struct{ from, want map[string]string }{
		"a process": {map[string]string{"id": "/oms-lab/order-service", "name": "order-service"},
			map[string]string{"id": "/oms-lab/order-service", "name": "order-service", "service_name": "order-service"}},
		"a process of another lab": {map[string]string{"id": "/oms-lab-test/redis"}, map[string]string{"id": "/oms-lab-test/redis", "service_name": "redis"}},
		"the process of the inbox": {map[string]string{"id": "/oms-lab/inbox"}, map[string]string{"id": "/oms-lab/inbox", "service_name": "lab-inbox"}},
		"the machine":              {map[string]string{"id": "/"}, map[string]string{"id": "/"}},
		"a container": {container("oms-lab", "order-service"),
			map[string]string{"id": "/docker/0f", "name": "oms-lab-order-service-1", "service_name": "order-service"}},
		"the container of the inbox": {container("oms-lab", "inbox"),
			map[string]string{"id": "/docker/0f", "name": "oms-lab-inbox-1", "service_name": "lab-inbox"}},
		"somebody else's container": {container("blog", "redis"), map[string]string{"id": "/docker/0f", "name": "blog-redis-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			series := labels.NewBuilder(labels.FromMap(c.from))
			require.True(t, relabel.ProcessBuilder(series, rules...))
			require.Equal(t, c.want, series.Labels().Map())
		})
	}
}

// Both shippers of logs measure the same, each with names of its own; rules and dashboards know Promtail's.
func TestAlloyMeasuresByPromtailsNames(t *testing.T) {
	rules := metricRules(t, "grafana-stack")
	for from, want := range map[string]string{
		"loki_write_request_duration_seconds_bucket": "promtail_request_duration_seconds_bucket",
		"loki_write_request_duration_seconds_count":  "promtail_request_duration_seconds_count",
		"loki_write_sent_entries_total":              "promtail_sent_entries_total",
		"loki_write_dropped_entries_total":           "promtail_dropped_entries_total",
		"loki_write_batch_retries_total":             "promtail_batch_retries_total",
		"loki_source_file_read_lines_total":          "promtail_read_lines_total",
		"loki_source_file_read_bytes_total":          "promtail_read_bytes_total",
		"loki_source_file_file_bytes_total":          "promtail_file_bytes_total",
		"promtail_sent_entries_total":                "promtail_sent_entries_total",
		"loki_process_dropped_lines_total":           "loki_process_dropped_lines_total",
		"process_start_time_seconds":                 "process_start_time_seconds",
	} {
		for job, named := range map[string]string{"promtail": want, "loki": from} {
			series := labels.NewBuilder(labels.FromStrings("__name__", from, "job", job, "host", "loki:3100"))
			require.True(t, relabel.ProcessBuilder(series, rules...))
			require.Equal(t, labels.FromStrings("__name__", named, "job", job, "host", "loki:3100"), series.Labels(), "%s of %s", from, job)
		}
	}
}
