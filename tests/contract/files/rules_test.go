package files

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// root is the checkout: rules point from it to their runbooks.
const root = "../../.."

// rule is one rule of Prometheus or of Loki's ruler: an alert or a recording.
type rule struct {
	Alert, Record, Expr string
	Labels, Annotations map[string]string
	// logs is true for a rule of Loki.
	logs bool
}

func (r rule) severity() string { return r.Labels["severity"] }

// String tells apart the ticket and the page of one name.
func (r rule) String() string { return r.Alert + "/" + r.severity() }

// rules are all rules, those that are generated from the SLOs included.
func rules(t *testing.T) []rule {
	t.Helper()
	var all []rule
	for folder, logs := range map[string]bool{"prometheus/rules": false, "prometheus/rules/slo": false, "loki/rules/fake": true} {
		for _, file := range found(t, "infrastructure", folder, "*.yaml") {
			var content struct{ Groups []struct{ Rules []rule } }
			decode(t, file, &content)
			for _, group := range content.Groups {
				for _, r := range group.Rules {
					r.logs = logs
					all = append(all, r)
				}
			}
		}
	}
	require.NotEmpty(t, all)
	return all
}

// alerts are the rules that alert.
func alerts(t *testing.T) []rule {
	t.Helper()
	var all []rule
	for _, r := range rules(t) {
		if r.Alert != "" {
			all = append(all, r)
		}
	}
	return all
}

// forEachAlert runs a check for each alert.
func forEachAlert(t *testing.T, check func(t *testing.T, alert rule)) {
	t.Helper()
	for _, alert := range alerts(t) {
		t.Run(alert.String(), func(t *testing.T) { check(t, alert) })
	}
}

// ruleTest is one test of promtool: some series, and which alerts there are at some times.
type ruleTest struct {
	Name  string
	Cases []struct {
		At       string `yaml:"eval_time"`
		Alert    string `yaml:"alertname"`
		Expected []struct {
			Labels      map[string]string `yaml:"exp_labels"`
			Annotations map[string]string `yaml:"exp_annotations"`
		} `yaml:"exp_alerts"`
	} `yaml:"alert_rule_test"`
}

func ruleTests(t *testing.T) []ruleTest {
	t.Helper()
	var all []ruleTest
	folder := filepath.Join("infrastructure", "prometheus", "tests")
	for _, file := range append(found(t, folder, "*.yaml"), found(t, folder, "*", "*.yaml")...) {
		var content struct{ Tests []ruleTest }
		decode(t, file, &content)
		all = append(all, content.Tests...)
	}
	return all
}

// section is the part of a runbook under the name of an alert.
type section struct {
	// file is named as rules do, from the root of the checkout.
	file, alert, text string
}

// sections are those of all runbooks. A README beside them is an index.
func sections(t *testing.T) []section {
	t.Helper()
	var all []section
	for _, file := range found(t, "docs", "runbooks", "*.md") {
		if filepath.Base(file) == "README.md" {
			continue
		}
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, part := range strings.Split("\n"+string(content), "\n## ")[1:] {
			alert, text, _ := strings.Cut(part, "\n")
			all = append(all, section{"docs/runbooks/" + filepath.Base(file), alert, text})
		}
	}
	return all
}

// dashboards are the uids of all dashboards.
func dashboards(t *testing.T) map[string]bool {
	t.Helper()
	uids := map[string]bool{}
	for _, file := range found(t, "infrastructure", "grafana", "dashboards", "*", "*.json") {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var dashboard struct{ UID string }
		require.NoError(t, json.Unmarshal(content, &dashboard), file)
		uids[dashboard.UID] = true
	}
	return uids
}

// found are the files below the root of the checkout that fit a pattern.
func found(t *testing.T, pattern ...string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(append([]string{root}, pattern...)...))
	require.NoError(t, err)
	return files
}

func decode(t *testing.T, file string, into any) {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(content, into), file)
}

var durationPart = regexp.MustCompile(`(\d+)(ms|[dhms])`)

// promDuration reads Prometheus's durations, which may have days: 3d6h, 1m45s.
func promDuration(t *testing.T, text string) time.Duration {
	t.Helper()
	units := map[string]time.Duration{"d": 24 * time.Hour, "h": time.Hour, "m": time.Minute, "s": time.Second, "ms": time.Millisecond}
	var all time.Duration
	for _, part := range durationPart.FindAllStringSubmatch(text, -1) {
		number, err := strconv.Atoi(part[1])
		require.NoError(t, err)
		all += time.Duration(number) * units[part[2]]
	}
	return all
}
