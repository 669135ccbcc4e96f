package check

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/settings"
	"oms-lab/lab/internal/terminal"
)

// Options are the flags of `lab check`.
type Options struct {
	Out     io.Writer
	Parts   []Part
	JSON    bool
	Watch   bool
	Wait    time.Duration
	Timeout time.Duration
}

// interval is the pause between two looks of --watch and --wait.
const interval = 2 * time.Second

// NewCmdCheck is `lab check`.
func NewCmdCheck() *cobra.Command {
	opts := &Options{}
	var only string
	cmd := &cobra.Command{
		Use:   "check [part ...]",
		Short: "Ask every part of the lab whether it is well",
		Long: `Ask every part of the lab whether it is well, all at the same time, and show the answers in one table.

Services are asked for /ready, which names the dependency that fails; PostgreSQL, Redis and RabbitMQ are
signed in to; Prometheus is well when all its targets are up. The exit code is 1 when a part is unhealthy.
Where the parts are is read from the variables of .env.example, and from <PART>_HOST where one is somewhere else. On
the Grafana stack's machine of two the databases and the broker of the other one are left out: only that one reaches them.`,
		Example: `  lab check
  lab check order-service postgres
  lab check --only grafana
  lab check --wait 2m
  lab check --json`,
		// Names of parts, beside a subcommand.
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			parts, err := Parts(os.Getenv)
			if err != nil {
				return err
			}
			// Whoever names a part means it, be it out of reach.
			if only != "" || len(args) == 0 {
				if parts, err = asked(parts, only, os.Getenv); err != nil {
					return err
				}
			}
			if opts.Parts, err = selected(parts, args, only); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			opts.Out = cmd.OutOrStdout()
			return checkRun(ctx, opts)
		},
	}
	cmd.Flags().StringVar(&only, "only", "", "ask one half of the lab: webapp, grafana or both (default all that can be reached)")
	cmd.Flags().BoolVar(&opts.JSON, "json", false, "print JSON")
	cmd.Flags().BoolVarP(&opts.Watch, "watch", "w", false, "look again every two seconds until interrupted")
	cmd.Flags().DurationVar(&opts.Wait, "wait", 0, "wait up to this long for everything to be healthy")
	cmd.Flags().DurationVar(&opts.Timeout, "timeout", 3*time.Second, "how long to wait for the answer of one part")
	cmd.MarkFlagsMutuallyExclusive("watch", "wait")
	cmd.MarkFlagsMutuallyExclusive("watch", "json")
	cmd.AddCommand(newCmdTelemetry())
	return cmd
}

// selected keeps the parts with the given names, all of them when there are none. only is the half whose parts they are.
func selected(parts []Part, names []string, only string) ([]Part, error) {
	if len(names) == 0 {
		return parts, nil
	}
	var known []string
	for _, part := range parts {
		known = append(known, part.Name)
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			where := ""
			if half := settings.Half(only); half == settings.Webapp || half == settings.Grafana {
				where = " in the half " + only
			}
			return nil, fmt.Errorf("there is no part %q%s: choose from %s", name, where, strings.Join(known, ", "))
		}
	}
	return slices.DeleteFunc(parts, func(part Part) bool { return !slices.Contains(names, part.Name) }), nil
}

// asked keeps the parts of one half, or all that can be reached from here.
func asked(parts []Part, only string, getenv func(string) string) ([]Part, error) {
	if only == "" {
		if getenv("LAB_HALF") == string(settings.Grafana) && getenv("WEBAPP_HOST") != getenv("GRAFANA_STACK_HOST") {
			parts = slices.DeleteFunc(parts, func(part Part) bool { return slices.Contains(outOfReach, part.Name) })
		}
		return parts, nil
	}
	half, err := settings.ParseHalf(only)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(parts, func(part Part) bool { return half != settings.Both && part.Half != half }), nil
}

func checkRun(ctx context.Context, opts *Options) error {
	if opts.Watch {
		return watch(ctx, opts)
	}
	results := Run(ctx, opts.Parts, opts.Timeout)
	if opts.Wait > 0 {
		results = settle(ctx, opts, results)
	}
	if err := print(opts, results); err != nil {
		return err
	}
	return verdict(results)
}

// settle looks again until everything is healthy or the time is up.
func settle(ctx context.Context, opts *Options, results []Result) []Result {
	deadline := time.After(opts.Wait)
	again := time.NewTicker(interval)
	defer again.Stop()
	for len(unhealthy(results)) > 0 {
		select {
		case <-ctx.Done():
			return results
		case <-deadline:
			return results
		case <-again.C:
			results = Run(ctx, opts.Parts, opts.Timeout)
		}
	}
	return results
}

func watch(ctx context.Context, opts *Options) error {
	again := time.NewTicker(interval)
	defer again.Stop()
	for {
		results := Run(ctx, opts.Parts, opts.Timeout)
		if ctx.Err() != nil {
			return nil
		}
		terminal.Clear(opts.Out)
		if err := print(opts, results); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-again.C:
		}
	}
}

func print(opts *Options, results []Result) error {
	if opts.JSON {
		encoder := json.NewEncoder(opts.Out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(results)
	}
	table := terminal.NewTable(opts.Out, "PART", "ADDRESS", "STATUS", "MS", "DETAIL")
	for _, result := range results {
		table.Row(
			terminal.Plain(result.Part), terminal.Plain(result.Address),
			terminal.Cell{Text: string(result.Status), Color: colors[result.Status]},
			terminal.Plain(fmt.Sprintf("%.0f", result.MS)), terminal.Plain(result.Detail))
	}
	return table.Flush()
}

var colors = map[Status]terminal.Color{
	Healthy: terminal.Green, Unhealthy: terminal.Red, NotInstalled: terminal.Gray,
}

func verdict(results []Result) error {
	bad := unhealthy(results)
	if len(bad) == 0 {
		return nil
	}
	var names []string
	for _, result := range bad {
		names = append(names, result.Part)
	}
	return errors.New(fmt.Sprint(len(bad), " of ", len(results), " parts unhealthy: ", strings.Join(names, ", ")))
}
