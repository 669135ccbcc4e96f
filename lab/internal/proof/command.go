package proof

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/settings"
	"oms-lab/lab/internal/terminal"
)

// Options are the flags of `lab check queries`.
type Options struct {
	Out     io.Writer
	JSON    bool
	Span    time.Duration
	Timeout time.Duration
}

// NewCmdQueries is `lab check queries`.
func NewCmdQueries() *cobra.Command {
	opts := &Options{}
	cmd := &cobra.Command{
		Use:   "queries",
		Short: "Run every query of the dashboards and the documentation",
		Long: `Run every query of every panel, variable and annotation of the dashboards, and every query in the
documentation, against the running Prometheus, Loki and Tempo. Named are those that fail, and those that find nothing
where there should be something: a lab that has just started has empty panels, so drive some traffic first.`,
		Example: `  lab seed --orders 0 --live 50 && lab check queries
  lab check queries --span 2h
  lab check queries --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts.Out = cmd.OutOrStdout()
			s, err := settings.Load()
			if err != nil {
				return err
			}
			return queriesRun(cmd.Context(), opts, s)
		},
	}
	cmd.Flags().BoolVar(&opts.JSON, "json", false, "print JSON")
	cmd.Flags().DurationVar(&opts.Span, "span", 30*time.Minute, "how far back the queries look")
	cmd.Flags().DurationVar(&opts.Timeout, "timeout", 20*time.Second, "how long to wait for the answer to one query")
	return cmd
}

// report is what --json prints.
type report struct {
	Dashboards int      `json:"dashboards"`
	Panels     int      `json:"panels"`
	Targets    Summary  `json:"dashboard_queries"`
	Documents  Summary  `json:"document_queries"`
	Faults     []Result `json:"faults"`
}

func queriesRun(ctx context.Context, opts *Options, s *settings.Settings) error {
	backends, err := NewGrafanaStack("http://"+s.Address("PROMETHEUS_PORT"), "http://"+s.Address("LOKI_PORT"), "http://"+s.Address("TEMPO_PORT"))
	if err != nil {
		return err
	}
	boards, err := ReadDashboards(filepath.Join(s.Root, "infrastructure", "grafana", "dashboards"), opts.Span)
	if err != nil {
		return err
	}
	documents, err := readDocuments(filepath.Join(s.Root, "docs"))
	if err != nil {
		return err
	}
	if err := backends.Ready(ctx, opts.Timeout); err != nil {
		return err
	}
	shown := Run(ctx, backends, boards.Queries, opts.Span, opts.Timeout)
	written := Run(ctx, backends, documents, opts.Span, opts.Timeout)
	r := report{Dashboards: boards.Count, Panels: boards.Panels, Targets: Summarize(shown), Documents: Summarize(written), Faults: []Result{}}
	for _, result := range append(shown, written...) {
		if result.Verdict != Good {
			r.Faults = append(r.Faults, result)
		}
	}
	if err := r.print(opts); err != nil {
		return err
	}
	if len(r.Faults) > 0 {
		return fmt.Errorf("%d of %d queries are empty or fail", len(r.Faults), r.Targets.Run+r.Documents.Run)
	}
	return nil
}

// readDocuments reads the queries of all documents. Those of runbooks look for trouble: nothing is a good answer.
func readDocuments(folder string) ([]Query, error) {
	var all []Query
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		name, _ := filepath.Rel(filepath.Dir(folder), path)
		queries, err := ReadDocument(path, name)
		for i := range queries {
			queries[i].MayBeEmpty = strings.Contains(name, "runbooks")
		}
		all = append(all, queries...)
		return err
	})
	return all, err
}

func (r report) print(opts *Options) error {
	if opts.JSON {
		encoder := json.NewEncoder(opts.Out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false) // < and > are common in queries
		return encoder.Encode(r)
	}
	if len(r.Faults) > 0 {
		table := terminal.NewTable(opts.Out, "WHERE", "VERDICT", "QUERY", "DETAIL")
		for _, fault := range r.Faults {
			table.Row(terminal.Plain(fault.Source), terminal.Cell{Text: string(fault.Verdict), Color: terminal.Red},
				terminal.Plain(strings.Join(strings.Fields(fault.Text), " ")), terminal.Plain(fault.Detail))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(opts.Out, "%d dashboards with %d panels: %s\ndocumentation: %s\n", r.Dashboards, r.Panels, r.Targets, r.Documents)
	return err
}
