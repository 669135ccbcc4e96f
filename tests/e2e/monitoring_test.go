package e2e

import (
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryTargetOfPrometheusIsUp(t *testing.T) {
	eventually(t, time.Minute, func(c *assert.CollectT) {
		answer := get[struct {
			Data struct {
				ActiveTargets []struct {
					Labels    map[string]string `json:"labels"`
					Health    string            `json:"health"`
					LastError string            `json:"lastError"`
				} `json:"activeTargets"`
			} `json:"data"`
		}](c, "", at("PROMETHEUS_PORT")+"/api/v1/targets?state=active")
		jobs := map[string]bool{}
		for _, target := range answer.Data.ActiveTargets {
			jobs[target.Labels["job"]] = true
			assert.Equal(c, "up", target.Health, "%s: %s", target.Labels["job"], target.LastError)
		}
		for _, job := range []string{"order-service", "inventory-service", "payment-service", "user-service",
			"notification-service", "frontend", "traefik", "lab-inbox", "postgres-exporter", "redis-exporter", "rabbitmq",
			"node-exporter", "prometheus", "loki", "tempo", "alertmanager", "promtail"} {
			assert.True(c, jobs[job], "no target of %s", job)
		}
	})
}

// Native processes have control groups of their own when root runs the lab; then cAdvisor measures them like
// containers. Without root there is no cAdvisor, and nothing pretends otherwise.
func TestContainerMetricsOfEveryService(t *testing.T) {
	if supervised(t, "cadvisor").Status == "Disabled" {
		require.Empty(t, metrics(t, `container_memory_working_set_bytes{id=~"/oms-lab.*"}`))
		return
	}
	for service := range services {
		eventually(t, time.Minute, func(c *assert.CollectT) {
			used := metrics(c, `container_memory_working_set_bytes{id=~"/oms-lab[^/]*/`+service+`"}`)
			require.Len(c, used, 1, service)
			limit := metrics(c, `container_spec_memory_limit_bytes{id=~"/oms-lab[^/]*/`+service+`"}`)
			require.Len(c, limit, 1, service)
			assert.Positive(c, used[0].number(c))
			assert.Less(c, used[0].number(c), limit[0].number(c), "%s lives within its limit", service)
			assert.Equal(c, service, used[0].Labels["service_name"])
			processor := metrics(c, `rate(container_cpu_usage_seconds_total{id=~"/oms-lab[^/]*/`+service+`",cpu="total"}[2m])`)
			assert.NotEmpty(c, processor, "%s uses a processor", service)
		})
	}
}

// Processes that start at the same moment each get their group, the databases' and the Grafana stack's as well: none is left
// without its limit.
func TestEveryProcessIsInItsControlGroup(t *testing.T) {
	if supervised(t, "cadvisor").Status == "Disabled" {
		t.Log("this lab has no control groups")
		return
	}
	for _, p := range allSupervised(t) {
		if p.Status != "Running" {
			continue
		}
		groups, err := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", p.PID))
		require.NoError(t, err, p.Name)
		assert.Regexp(t, `(?m):/oms-lab[^/]*/`+regexp.QuoteMeta(p.Name)+`$`, string(groups), p.Name)
	}
}
