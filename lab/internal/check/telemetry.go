package check

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/conformance"
	"oms-lab/lab/internal/terminal"
	"oms-lab/lab/internal/vocabulary"
)

// driveTraffic is how to bring about what appears with traffic only.
const driveTraffic = "some of it appears with traffic only: drive traffic first, `lab seed --orders 0 --live 20`"

// newCmdTelemetry is `lab check telemetry`.
func newCmdTelemetry() *cobra.Command {
	var asJSON bool
	var options conformance.Options
	cmd := &cobra.Command{
		Use:   "telemetry",
		Short: "Compare metrics, logs and traces with contracts/telemetry.yaml, both ways",
		Long: `Compare the telemetry of the running lab with contracts/telemetry.yaml, both ways: what is there and not
documented, what is documented and not there, and what is not as it was promised (types, units, label values,
exemplars, log fields, spans and their attributes).

Each program's /metrics is read, then Prometheus, Loki and Tempo are asked for what they have of it. The exit code is
1 when something differs. Much of the telemetry appears with traffic only.`,
		Example: `  lab seed --orders 0 --live 20 && lab check telemetry
  lab check telemetry --since 1h --json`,
		Args: cobra.NoArgs,
		// The parent's settings are not inherited by themselves.
		PreRunE: func(cmd *cobra.Command, args []string) error {
			if prepare := cmd.Parent().PreRunE; prepare != nil {
				return prepare(cmd, args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			v, err := vocabulary.Load(os.Getenv("LAB_ROOT"))
			if err != nil {
				return err
			}
			where, err := telemetryOf(v, os.Getenv)
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			report := conformance.Run(ctx, v, where, options)
			if err := printReport(cmd.OutOrStdout(), report, asJSON); err != nil {
				return err
			}
			return reportVerdict(report)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().DurationVar(&options.Timeout, "timeout", 10*time.Second, "how long to wait for one answer")
	cmd.Flags().DurationVar(&options.Since, "since", 15*time.Minute, "how far back to look at logs and traces")
	return cmd
}

// telemetryOf finds the programs and the backends by the variables of .env.example.
func telemetryOf(v *vocabulary.Vocabulary, getenv func(string) string) (conformance.Lab, error) {
	l := &lab{getenv: getenv}
	where := conformance.Lab{Programs: map[string]string{}, Prometheus: "http://" + l.at("PROMETHEUS_PORT"),
		Loki: "http://" + l.at("LOKI_PORT"), Tempo: "http://" + l.at("TEMPO_PORT")}
	for program := range v.Programs {
		variable := strings.ToUpper(strings.ReplaceAll(program, "-", "_")) + "_PORT"
		if program == "lab-inbox" {
			variable = "INBOX_HTTP_PORT"
		}
		where.Programs[program] = "http://" + l.at(variable)
	}
	if len(l.faults) > 0 {
		return where, errors.New(strings.Join(l.faults, "; "))
	}
	return where, nil
}

func printReport(out io.Writer, report conformance.Report, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(report)
	}
	table := terminal.NewTable(out, "SIGNAL", "OWNER", "STATUS", "NAME", "DETAIL")
	for _, f := range report.Findings {
		if len(f.Faults) == 0 {
			table.Row(terminal.Plain(string(f.Signal)), terminal.Plain(f.Owner),
				terminal.Cell{Text: "conforms", Color: terminal.Green}, terminal.Plain(""), terminal.Plain(counted(f.Checked)))
		}
		for _, fault := range f.Faults {
			detail := fault.Detail
			if fault.Appears != "" {
				detail += "; it appears " + fault.Appears
			}
			table.Row(terminal.Plain(string(fault.Signal)), terminal.Plain(fault.Owner),
				terminal.Cell{Text: string(fault.Kind), Color: terminal.Red}, terminal.Plain(fault.Name), terminal.Plain(detail))
		}
	}
	return table.Flush()
}

// counted says what was held to the vocabulary.
func counted(c conformance.Counts) string {
	var parts []string
	for _, part := range []struct {
		count int
		what  string
	}{{c.Metrics, "metrics"}, {c.Labels, "labels"}, {c.Spans, "kinds of spans"}, {c.Fields, "fields"}, {c.Lines, "lines"}} {
		if part.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.count, part.what))
		}
	}
	return strings.Join(parts, ", ")
}

func reportVerdict(report conformance.Report) error {
	if report.Conforms {
		return nil
	}
	text := fmt.Sprintf("differences from contracts/telemetry.yaml: %d", len(report.Faults()))
	if report.NeedsTraffic() {
		text += "; " + driveTraffic
	}
	return errors.New(text)
}
