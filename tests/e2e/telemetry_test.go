package e2e

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
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
		require.NoError(c, json.Unmarshal(checkTelemetry(c, since), &report))
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
	cmd := telemetryCommand("--since", "1m")
	cmd.Env = append(os.Environ(), "LOKI_PORT=1")
	output, err := cmd.CombinedOutput()
	require.Error(t, err)
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

// checkTelemetry prints the report as JSON whether there are faults or not.
func checkTelemetry(t require.TestingT, since time.Duration) []byte {
	report, err := telemetryCommand("--json", "--since", since.String()).Output()
	if len(report) == 0 {
		require.NoError(t, err)
	}
	return report
}

// telemetryCommand is `lab check telemetry` against this lab.
func telemetryCommand(args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(os.Getenv("LAB_STATE"), "bin", "lab"),
		append([]string{"--env-file", "tests/stack.env", "check", "telemetry"}, args...)...)
	cmd.Dir = os.Getenv("LAB_ROOT")
	return cmd
}
