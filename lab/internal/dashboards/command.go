package dashboards

import (
	"errors"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/progress"
	"oms-lab/lab/internal/settings"
)

// errStale ends `lab dashboards --check` after it has named the files.
var errStale = errors.New("dashboards are not up to date: run `lab dashboards` and commit what it changes")

type options struct {
	root  string
	check bool
	log   *progress.Log
}

// NewCmdDashboards is `lab dashboards`.
func NewCmdDashboards() *cobra.Command {
	opts := &options{}
	cmd := &cobra.Command{
		Use:   "dashboards",
		Short: "Make Grafana's dashboards from their Go code",
		Long: "Make the files of infrastructure/grafana/dashboards from lab/internal/dashboards and from the limits in\n" +
			"infrastructure/thresholds.yaml. The files are committed.\n" +
			"With --check nothing is written: each file that is not what would be made is named, and the command fails.",
		Example: "  lab dashboards\n  lab dashboards --check",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settings.Load()
			if err != nil {
				return err
			}
			opts.root, opts.log = s.Root, progress.New(cmd.OutOrStdout())
			return dashboardsRun(opts)
		},
	}
	cmd.Flags().BoolVar(&opts.check, "check", false, "change nothing, fail when a file is not up to date")
	return cmd
}

func dashboardsRun(opts *options) error {
	if opts.check {
		changes, err := Stale(opts.root)
		if err != nil {
			return err
		}
		for _, c := range changes {
			opts.log.Printf("%s %s", c.File, c.Fault())
		}
		if len(changes) > 0 {
			return errStale
		}
	} else {
		changes, err := Write(opts.root)
		if err != nil {
			return err
		}
		for _, c := range changes {
			opts.log.Printf("%s: %s", c.Done(), c.File)
		}
		if len(changes) > 0 {
			return nil
		}
	}
	opts.log.Printf("dashboards are up to date")
	return nil
}
