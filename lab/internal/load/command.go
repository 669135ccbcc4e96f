// Package load runs k6 on the native lab, which pins it among its tools.
package load

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/artifact"
	"oms-lab/lab/internal/progress"
	"oms-lab/lab/internal/settings"
)

// NewCmdK6 is `lab k6`.
func NewCmdK6() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "k6 [argument ...]",
		Short: "Run the pinned k6, which is built when it is first asked for",
		Long: "Run the pinned k6 with the arguments given, in the environment given; it is built when it is first asked for.\n" +
			"Flags before k6's own command are this tool's. scripts/generate-load.sh puts load on the lab with it.",
		Example: "  lab k6 version\n  lab k6 run load/lab.js",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := settings.Load()
			if err != nil {
				return err
			}
			program, err := build(cmd.Context(), s)
			if err != nil {
				return err
			}
			// In the place of this process, so that k6 gets the signals and its exit code is that of the command.
			return fmt.Errorf("%s: %w", program, syscall.Exec(program, append([]string{program}, args...), os.Environ()))
		},
	}
	// From k6's own command on, flags too are k6's.
	cmd.Flags().SetInterspersed(false)
	return cmd
}

// build makes sure of k6 and returns where it is.
func build(ctx context.Context, s *settings.Settings) (program string, err error) {
	k6, err := artifact.K6(s.Root)
	if err != nil {
		return "", err
	}
	builder := &artifact.Builder{Root: s.Root, Cache: s.Cache, Logs: filepath.Join(s.Cache, "load"), Progress: progress.New(os.Stderr)}
	if err := builder.Ensure(ctx, []*artifact.Artifact{k6}); err != nil {
		return "", err
	}
	dir, err := builder.Dir(k6)
	return filepath.Join(dir, "k6"), err
}
