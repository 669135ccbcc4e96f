// Package generate keeps the committed files that are made from others up to date: the Go clients and the frontend's types
// from contracts/openapi, the rules of the SLOs from infrastructure/slo, the dashboards, and docs/METRICS.md.
package generate

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/artifact"
	"oms-lab/lab/internal/dashboards"
	"oms-lab/lab/internal/generated"
	"oms-lab/lab/internal/progress"
	"oms-lab/lab/internal/settings"
	"oms-lab/lab/internal/vocabulary"
)

// errStale ends `lab generate --check` after it has named the files.
var errStale = errors.New("generated files are not up to date: run `make generate` and commit what it changes")

type options struct {
	check bool
	log   *progress.Log
}

// NewCmdGenerate is `lab generate`.
func NewCmdGenerate() *cobra.Command {
	opts := &options{}
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Make every committed file that follows from another one",
		Long: "Make the code that follows from contracts/openapi: the Go clients in contracts/client and the\n" +
			"TypeScript types of services/frontend; what Sloth makes of infrastructure/slo: recording rules and alerts in\n" +
			"infrastructure/prometheus/rules/slo; the dashboards, as `lab dashboards` does; and docs/METRICS.md from\n" +
			"contracts/telemetry.yaml. All of them are committed.\n" +
			"With --check nothing is written: each file that is not what would be made is named, and the command fails.",
		Example: "  lab generate\n  lab generate --check",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts.log = progress.New(cmd.OutOrStdout())
			return generateRun(cmd.Context(), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.check, "check", false, "change nothing, fail when a file is not up to date")
	return cmd
}

func generateRun(ctx context.Context, opts *options) error {
	s, err := settings.Load()
	if err != nil {
		return err
	}
	made, err := artifact.Generated(s.Root)
	if err != nil {
		return err
	}
	builder := &artifact.Builder{Root: s.Root, Cache: s.Cache, Logs: filepath.Join(s.Cache, "generate"), Progress: opts.log}
	if err := builder.Ensure(ctx, made); err != nil {
		return err
	}
	var drafts []string
	for _, a := range made {
		dir, err := builder.Dir(a)
		if err != nil {
			return err
		}
		drafts = append(drafts, dir)
	}
	changes, err := compare(s.Root, drafts)
	if err != nil {
		return err
	}
	own, err := computed(s.Root)
	if err != nil {
		return err
	}
	return opts.finish(s.Root, append(changes, own...))
}

// computed compares what this program makes itself: the dashboards and the document of the vocabulary.
func computed(root string) ([]generated.Change, error) {
	boards, err := dashboards.Stale(root)
	if err != nil {
		return nil, err
	}
	words, err := vocabulary.Stale(root)
	if err != nil {
		return nil, err
	}
	return append(boards, words...), nil
}

// finish reports the changes or makes them.
func (o *options) finish(root string, changes []generated.Change) error {
	for _, c := range changes {
		if o.check {
			o.log.Printf("%s %s", c.File, c.Fault())
			continue
		}
		if err := c.Make(root); err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		o.log.Printf("%s: %s", c.Done(), c.File)
	}
	if o.check && len(changes) > 0 {
		return errStale
	}
	if len(changes) == 0 {
		o.log.Printf("generated files are up to date")
	}
	return nil
}
