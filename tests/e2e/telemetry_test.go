package e2e

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// telemetryReport is what `lab check telemetry --json` prints.
type telemetryReport struct {
	Conforms bool `json:"conforms"`
	Checked  struct {
		Metrics int `json:"metrics"`
		Labels  int `json:"labels"`
		Spans   int `json:"spans"`
		Fields  int `json:"log_fields"`
		Lines   int `json:"log_lines"`
	} `json:"checked"`
	Findings []struct {
		Faults []struct {
			Signal, Owner, Kind, Name, Detail string
		} `json:"faults"`
	} `json:"findings"`
}

// Every metric, label value, span and log line is as contracts/telemetry.yaml says, and everything that it says is there.
func TestTelemetryConforms(t *testing.T) {
	started := time.Now()
	buyer := newCustomer(t)
	sku := newProduct(t, 1999, map[string]int{"BER": 100})
	listen(t, buyer)
	require.NoError(t, look(buyer))
	visitSignedIn(t, buyer)
	liveThroughAllStatuses(t, buyer, sku)
	runOut(t, buyer)
	guessPasswords(t)

	var report telemetryReport
	eventually(t, 3*time.Minute, func(c *assert.CollectT) {
		report = telemetryReport{}
		// No further back than here: the tests of single services leave spans of their own.
		since := time.Since(started).Round(time.Second)
		require.NoError(c, json.Unmarshal(check(c, "telemetry", "--json", "--since", since.String()), &report))
		for _, finding := range report.Findings {
			for _, f := range finding.Faults {
				assert.Fail(c, f.Kind+": "+f.Name, "%s of %s: %s", f.Signal, f.Owner, f.Detail)
			}
		}
	})
	require.True(t, report.Conforms)
	shown := newFigures(t, "telemetry")
	shown.add(t, "conform to contracts/telemetry.yaml: %d metrics with %d labels, %d kinds of spans, %d log fields on %d lines",
		report.Checked.Metrics, report.Checked.Labels, report.Checked.Spans, report.Checked.Fields, report.Checked.Lines)
}

// A backend that is down is named at once, and what the others say is judged all the same.
func TestTelemetryOfALabWithoutItsLogs(t *testing.T) {
	t.Setenv("LOKI_PORT", "1")
	output := check(t, "telemetry", "--since", "1m")
	require.Contains(t, string(output), "logs\tloki\tunreachable\tloki\tnothing listens at ")
	require.Contains(t, string(output), "metrics\torder-service\t")
}

// visitSignedIn asks for pages of the dashboard as the browser of somebody who has signed in.
func visitSignedIn(t *testing.T, by person) {
	t.Helper()
	for _, path := range []string{"/orders", "/inventory", "/notifications"} {
		a := call{method: http.MethodGet, url: gateway() + path, header: map[string]string{"Cookie": "oms_access=" + by.token}}.do(t)
		require.Equal(t, http.StatusOK, a.status, path)
		require.False(t, strings.Contains(string(a.body), "Application error"), path)
	}
}
