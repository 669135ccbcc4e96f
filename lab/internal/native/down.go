package native

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/cgroup"
	"oms-lab/lab/internal/progress"
	"oms-lab/lab/internal/settings"
)

// NewCmdDown is `lab down`.
func NewCmdDown() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "down",
		Short:   "Stop everything and keep the data",
		Example: "  lab down",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settings.Load()
			if err != nil {
				return err
			}
			return Down(cmd.Context(), s, progress.New(cmd.OutOrStdout()))
		},
	}
	return cmd
}

// Down stops the lab and whatever an earlier start has left behind. Data stay.
func Down(ctx context.Context, s *settings.Settings, log *progress.Log) error {
	_, err := States(ctx, s)
	running := !errors.Is(err, errDown)
	if running {
		log.Printf("stopping")
		if err := stopSupervisor(ctx, s); err != nil {
			return err
		}
		// What does not end with its supervisor is ended below.
		_ = waitGone(ctx, s, 20*time.Second)
	}
	ended, err := endLeftovers(ctx, s)
	if err != nil {
		return err
	}
	if os.Geteuid() == 0 {
		cgroup.Remove(s.Instance)
	}
	if err := removeIfThere(socket(s)); err != nil {
		return err
	}
	if running || ended > 0 {
		log.Printf("stopped; the data are kept in %s", s.State)
	} else {
		log.Printf("the lab was not running")
	}
	return nil
}

// NewCmdClean is `lab clean`.
func NewCmdClean() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "clean",
		Short:   "Stop everything and remove its data and logs",
		Example: "  lab clean",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settings.Load()
			if err != nil {
				return err
			}
			if err := Down(cmd.Context(), s, progress.New(io.Discard)); err != nil {
				return err
			}
			return Clean(s, cmd.OutOrStdout())
		},
	}
	return cmd
}

// Clean removes the state folder of a lab that is down. The build cache stays.
func Clean(s *settings.Settings, out io.Writer) error {
	if err := os.RemoveAll(s.State); err != nil {
		return err
	}
	if err := os.RemoveAll(s.StateLink); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "removed %s; what was built stays in %s\n", s.StateLink, s.Cache)
	return err
}
