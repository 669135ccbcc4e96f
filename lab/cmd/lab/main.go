// Command lab runs, checks, fills and tests the Grafana Observability Lab.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/bench"
	"oms-lab/lab/internal/check"
	"oms-lab/lab/internal/dashboards"
	"oms-lab/lab/internal/generate"
	"oms-lab/lab/internal/inbox"
	"oms-lab/lab/internal/load"
	"oms-lab/lab/internal/native"
	"oms-lab/lab/internal/proof"
	"oms-lab/lab/internal/reconcile"
	"oms-lab/lab/internal/render"
	"oms-lab/lab/internal/seed"
	"oms-lab/lab/internal/settings"
	"oms-lab/lab/internal/suite"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := newRoot().ExecuteContext(ctx); err != nil {
		// A service says why it ends in its own log, once.
		if !errors.Is(err, inbox.ErrLogged) {
			fmt.Fprintln(os.Stderr, "lab:", err)
		}
		stop()
		os.Exit(1)
	}
}

func newRoot() *cobra.Command {
	var envFile string
	root := &cobra.Command{
		Use:           "lab",
		Short:         "The Grafana Observability Lab: an order management system that exists to be observed",
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if envFile == "" {
				return nil
			}
			return os.Setenv("LAB_ENV_FILE", envFile)
		},
	}
	root.PersistentFlags().StringVar(&envFile, "env-file", "", "settings that override .env.example (default .env)")
	root.AddCommand(
		native.NewCmdUp(), native.NewCmdDown(), native.NewCmdClean(), native.NewCmdStatus(),
		native.NewCmdLogs(), native.NewCmdReload(), native.NewCmdExec(), render.NewCmdRender(),
		withSettings(newCmdCheck()), withSettings(inbox.NewCmdInbox()), withSettings(seed.NewCmdSeed()),
		withSettings(reconcile.NewCmdReconcile()),
		suite.NewCmdTest(), suite.NewCmdLint(), bench.NewCmdBench(), load.NewCmdK6(), generate.NewCmdGenerate(), dashboards.NewCmdDashboards(),
	)
	return root
}

// newCmdCheck is `lab check` with what else can be checked.
func newCmdCheck() *cobra.Command {
	cmd := check.NewCmdCheck()
	cmd.AddCommand(proof.NewCmdQueries())
	return cmd
}

// withSettings makes the settings of the checkout the environment of a command that is configured by
// environment variables, as the services are. Outside of a checkout, as in a container, the
// environment is complete already.
func withSettings(cmd *cobra.Command) *cobra.Command {
	cmd.PreRunE = func(*cobra.Command, []string) error {
		s, err := settings.Load()
		if errors.Is(err, settings.ErrNoCheckout) {
			return nil
		}
		if err != nil {
			return err
		}
		return s.Export()
	}
	return cmd
}
