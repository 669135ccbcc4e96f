package check

import (
	"bytes"
	"errors"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/conformance"
	"oms-lab/lab/internal/settings/settingstest"
	"oms-lab/lab/internal/vocabulary"
)

func TestWhereTheTelemetryIs(t *testing.T) {
	v := &vocabulary.Vocabulary{Programs: map[string]vocabulary.Program{"order-service": {}, "lab-inbox": {}}}
	environment := map[string]string{"ORDER_SERVICE_PORT": "28001", "INBOX_HOST": "inbox", "GRAFANA_STACK_HOST": "stack.example"}
	where, err := telemetryOf(v, settingstest.With(t, environment))
	require.NoError(t, err)
	require.Equal(t, conformance.Lab{
		Programs:   map[string]string{"order-service": "http://127.0.0.1:28001", "lab-inbox": "http://inbox:8025"},
		Prometheus: "http://stack.example:9090", Loki: "http://stack.example:3100", Tempo: "http://stack.example:3200",
	}, where)

	environment["LOKI_PORT"] = "many"
	_, err = telemetryOf(v, settingstest.With(t, environment))
	require.EqualError(t, err, `LOKI_PORT is "many": it must be a port number from 1 to 65535`)
}

func TestReportOfTheTelemetry(t *testing.T) {
	report := conformance.Report{Findings: []conformance.Finding{
		{Signal: conformance.Logs, Owner: "frontend", Checked: conformance.Counts{Fields: 12, Lines: 40}},
		{Signal: conformance.Metrics, Owner: "order-service", Faults: []conformance.Fault{
			{Signal: conformance.Metrics, Owner: "order-service", Kind: conformance.Missing, Name: "orders_total",
				Detail: "the program does not have it", Appears: "with the first order"}}},
	}}
	var out bytes.Buffer
	require.NoError(t, printReport(&out, report, false))
	require.Equal(t, "logs\tfrontend\tconforms\t\t12 fields, 40 lines\n"+
		"metrics\torder-service\tmissing\torders_total\tthe program does not have it; it appears with the first order\n", out.String())
	require.EqualError(t, reportVerdict(report), "differences from contracts/telemetry.yaml: 1; "+driveTraffic)
	require.NoError(t, reportVerdict(conformance.Report{Conforms: true}))

	out.Reset()
	require.NoError(t, printReport(&out, report, true))
	require.Contains(t, out.String(), `"appears": "with the first order"`)
}

// The settings of a checkout are made the environment by whoever assembles the commands, for the subcommand as well.
func TestTheSubcommandHasTheSettingsOfItsParent(t *testing.T) {
	prepared := errors.New("prepared")
	cmd := NewCmdCheck()
	cmd.PreRunE = func(*cobra.Command, []string) error { return prepared }
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs([]string{"telemetry"})
	require.ErrorIs(t, cmd.Execute(), prepared)
}
