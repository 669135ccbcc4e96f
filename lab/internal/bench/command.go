package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/native"
	"oms-lab/lab/internal/progress"
	"oms-lab/lab/internal/settings"
	"oms-lab/lab/internal/stack"
	"oms-lab/lab/internal/terminal"
)

// Options are the flags of `lab bench`.
type Options struct {
	Out      io.Writer
	JSON     bool
	Rounds   int
	Clients  int
	Warmup   time.Duration
	Duration time.Duration
}

// NewCmdBench is `lab bench`.
func NewCmdBench() *cobra.Command {
	opts := &Options{}
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure what telemetry costs: orders per second and their latency, with it and without",
		Long: `Start a lab of its own with everything on, put load on it, and do the same with traces, logs and metrics off: no
request sampled, only errors logged, and neither Prometheus, Loki, Tempo nor an agent running. The two take turns; the
medians are compared. The data of that lab are removed afterwards.

Stop other work on the machine, a running lab too: it would be measured with.`,
		Example: "  lab bench\n  lab bench --rounds 3 --clients 4 --duration 1m --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts.Out = cmd.OutOrStdout()
			return benchRun(cmd.Context(), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.JSON, "json", false, "print JSON")
	cmd.Flags().IntVar(&opts.Rounds, "rounds", 2, "how often each variant has its turn")
	cmd.Flags().IntVar(&opts.Clients, "clients", 4, "how many clients place orders at the same time")
	cmd.Flags().DurationVar(&opts.Warmup, "warm-up", 15*time.Second, "load before each measurement")
	cmd.Flags().DurationVar(&opts.Duration, "duration", 30*time.Second, "how long each measurement lasts")
	return cmd
}

func benchRun(ctx context.Context, opts *Options) error {
	if opts.Rounds < 1 || opts.Clients < 1 || opts.Duration <= 0 || opts.Warmup <= 0 {
		return errors.New("--rounds, --clients, --warm-up and --duration must be more than 0")
	}
	// The tests' lab is measured, so that no running lab is disturbed.
	leave, err := stack.Enter()
	if err != nil {
		return err
	}
	defer leave()
	log := progress.New(os.Stderr)
	var rounds []Measurement
	for round := range opts.Rounds {
		for _, variant := range turns(round) {
			log.Printf("round %d of %d: %s", round+1, opts.Rounds, variant.Name)
			m, err := measure(ctx, opts, variant)
			if err != nil {
				return fmt.Errorf("%s: %w", variant.Name, err)
			}
			log.Printf("%.1f orders/s, p50 %.0f ms, p99 %.0f ms", m.OrdersPerSecond, m.P50, m.P99)
			rounds = append(rounds, m)
		}
	}
	return compare(rounds).print(opts)
}

// turns is the order of the variants in a round: each second round goes backwards, so that what a machine warms up favours none.
func turns(round int) []Variant {
	order := slices.Clone(Variants)
	if round%2 == 1 {
		slices.Reverse(order)
	}
	return order
}

// measure starts a fresh lab in one variant, puts load on it, and removes it.
func measure(ctx context.Context, opts *Options, variant Variant) (m Measurement, err error) {
	restore, err := settings.Override(variant.Settings)
	if err != nil {
		return m, err
	}
	defer restore()
	s, err := settings.Load()
	if err != nil {
		return m, err
	}
	if err := stack.Remove(ctx, s); err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, stack.Remove(context.WithoutCancel(ctx), s)) }()
	if _, err := native.Up(ctx, s, progress.New(io.Discard), variant.Processes...); err != nil {
		return m, err
	}
	lab := newShop("http://"+s.Address("GATEWAY_PORT"), s.Get("LAB_PASSWORD"))
	if err := lab.stock(ctx); err != nil {
		return m, err
	}
	if _, err := lab.order(ctx, opts.Clients, opts.Warmup); err != nil {
		return m, err
	}
	m, err = lab.order(ctx, opts.Clients, opts.Duration)
	m.Variant = variant.Name
	return m, err
}

func (c Comparison) print(opts *Options) error {
	if opts.JSON {
		encoder := json.NewEncoder(opts.Out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(c)
	}
	table := terminal.NewTable(opts.Out, "VARIANT", "ORDERS/S", "P50 MS", "P99 MS", "201", "202", "OTHER")
	for _, m := range c.Rounds {
		table.Row(terminal.Plain(m.Variant), number(m.OrdersPerSecond, 1), number(m.P50, 0), number(m.P99, 0),
			number(float64(m.Confirmed), 0), number(float64(m.Pending), 0), number(float64(m.Other), 0))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	on, off := c.Medians[0], c.Medians[1]
	_, err := fmt.Fprintf(opts.Out, "\nMedians: %.1f against %.1f orders/s (%+.0f %%), p99 %.0f against %.0f ms (%+.0f %%)\n",
		on.OrdersPerSecond, off.OrdersPerSecond, change(on.OrdersPerSecond, off.OrdersPerSecond), on.P99, off.P99, change(on.P99, off.P99))
	return err
}

// change is by how many percent a value is more than a base.
func change(value, base float64) float64 { return (value/base - 1) * 100 }

func number(value float64, decimals int) terminal.Cell {
	return terminal.Plain(fmt.Sprintf("%.*f", decimals, value))
}
