package check

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"oms-lab/lab/internal/cgroup"
)

// prometheus is healthy when it is ready and every target is up; it names the others.
func prometheus(base string) probe {
	return func(ctx context.Context) (string, error) {
		status, body, err := get(ctx, base+"/-/ready", nil)
		if err != nil {
			return "", err
		}
		if status != http.StatusOK {
			return "", refusal(status, body)
		}
		targets, err := targetsOf(ctx, base)
		if err != nil {
			return "", fmt.Errorf("targets: %w", err)
		}
		return judge(targets)
	}
}

// targetsOf are the targets that a Prometheus scrapes.
func targetsOf(ctx context.Context, base string) ([]target, error) {
	var answer struct {
		Data struct {
			ActiveTargets []target `json:"activeTargets"`
		} `json:"data"`
	}
	err := getJSON(ctx, base+"/api/v1/targets?state=active", &answer, nil)
	return answer.Data.ActiveTargets, err
}

// target is one scrape target; its health is unknown until the first scrape.
type target struct {
	Labels    map[string]string `json:"labels"`
	Health    string            `json:"health"`
	LastError string            `json:"lastError"`
}

func judge(targets []target) (string, error) {
	var down []string
	waiting := 0
	for _, t := range targets {
		switch t.Health {
		case "up":
		case "unknown":
			waiting++
		default:
			down = append(down, t.Labels["job"]+" ("+t.Labels["instance"]+")")
		}
	}
	slices.Sort(down)
	switch {
	case len(targets) == 0:
		return "", errors.New("it has no targets")
	case len(down) > 0:
		return "", fmt.Errorf("%d of %d targets down: %s", len(down), len(targets), strings.Join(down, ", "))
	case waiting > 0:
		return fmt.Sprintf("%d targets, %d not scraped yet", len(targets), waiting), nil
	}
	return fmt.Sprintf("%d targets up", len(targets)), nil
}

// otlp sends an export request without spans, which a receiver accepts.
func otlp(base string) probe {
	return func(ctx context.Context) (string, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/v1/traces", http.NoBody)
		if err != nil {
			return "", err
		}
		request.Header.Set("Content-Type", "application/x-protobuf")
		status, body, err := send(request)
		if err == nil && status != http.StatusOK {
			err = refusal(status, body)
		}
		return "", err
	}
}

// grafana asks for the health of Grafana and its database.
func grafana(base string) probe {
	return func(ctx context.Context) (string, error) {
		var answer struct {
			Database string `json:"database"`
			Version  string `json:"version"`
		}
		if err := getJSON(ctx, base+"/api/health", &answer, nil); err != nil {
			return "", err
		}
		if answer.Database != "ok" {
			return "", fmt.Errorf("its database: %s", answer.Database)
		}
		return answer.Version, nil
	}
}

// unscraped finds out from Prometheus whether a part is installed where it may be left out: on a machine without it,
// `lab up` gives Prometheus no target of it. Containers have it always.
func unscraped(base, job string) func(context.Context) (string, bool) {
	return func(ctx context.Context) (string, bool) {
		targets, err := targetsOf(ctx, base)
		if err != nil || len(targets) == 0 {
			return "", false
		}
		known := slices.ContainsFunc(targets, func(t target) bool { return t.Labels["job"] == job })
		return "Prometheus beside it has no target of it", !known
	}
}

// noGrafana finds out whether this machine has Grafana at all: it is in no package registry.
func noGrafana(getenv func(string) string) func(context.Context) (string, bool) {
	return func(context.Context) (string, bool) {
		if _, err := exec.LookPath("grafana"); err == nil {
			return "", false
		}
		if home := getenv("GRAFANA_HOME"); home != "" {
			if _, err := os.Stat(filepath.Join(home, "bin", "grafana")); err == nil {
				return "", false
			}
		}
		return "no grafana on the PATH or under GRAFANA_HOME", true
	}
}

// noCadvisor explains why natively there are no container metrics.
func noCadvisor(context.Context) (string, bool) {
	if err := cgroup.Available(); err != nil {
		return "no control groups: " + err.Error(), true
	}
	return "", false
}
