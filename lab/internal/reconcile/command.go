package reconcile

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/databases"
	"oms-lab/lab/internal/settings"
	"oms-lab/lab/internal/terminal"
)

// Options are the flags of `lab reconcile`.
type Options struct {
	Out, ErrOut io.Writer
	Since       time.Time
	Wait        time.Duration
	JSON        bool
}

// NewCmdReconcile is `lab reconcile`.
func NewCmdReconcile() *cobra.Command {
	opts := &Options{}
	var since string
	cmd := &cobra.Command{
		Use:   "reconcile",
		Short: "Compare what the five services say about the same orders",
		Long: `Compare what the five services, the broker and the inbox say about the same orders, and name what does not agree.

Every rule holds whenever the lab is quiet: a confirmed order is paid with exactly its total and its goods have left, a
cancelled one holds neither money nor stock, ledgers add up to the rows beside them, every event has arrived. While
orders are under way some rules are not true yet: --wait looks again until they are. The exit code is 1 when one is
broken.`,
		Example: `  lab reconcile
  lab reconcile --wait 60s
  lab reconcile --since 10m
  lab reconcile --since 2026-11-22T20:00:00Z --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if opts.Since, err = parseSince(since, time.Now()); err != nil {
				return err
			}
			if opts.Wait < 0 {
				return fmt.Errorf("--wait is %s: it must not be negative", opts.Wait)
			}
			lab, err := fromEnv(os.Getenv)
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			opts.Out, opts.ErrOut = cmd.OutOrStdout(), cmd.ErrOrStderr()
			return reconcileRun(ctx, lab, opts)
		},
	}
	cmd.Flags().BoolVar(&opts.JSON, "json", false, "print JSON")
	cmd.Flags().DurationVar(&opts.Wait, "wait", 0, "wait up to this long for the lab to be quiet and consistent")
	cmd.Flags().StringVar(&since, "since", "", "check confirmation mails, and those in the inbox, since a time like 2026-11-22T20:00:00Z or for a duration like 10m")
	return cmd
}

// parseSince reads a moment, or how long ago it was.
func parseSince(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if ago, err := time.ParseDuration(text); err == nil && ago > 0 {
		return now.Add(-ago).UTC(), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, fmt.Errorf("--since is %q: it must be a time like 2026-11-22T20:00:00Z or a duration like 10m", text)
	}
	return at.UTC(), nil
}

// defaultBudget is order-service's own default.
const defaultBudget = 5 * time.Second

// fromEnv reads where everything is from the variables of .env.example. The error names the variable.
func fromEnv(getenv func(string) string) (*Lab, error) {
	server, err := databases.FromEnv(getenv)
	if err != nil {
		return nil, err
	}
	lab := &Lab{server: server, budget: defaultBudget}
	lab.broker = broker{user: getenv("RABBITMQ_USER"), password: getenv("RABBITMQ_PASSWORD")}
	for _, part := range []struct {
		address  *string
		variable string
	}{{&lab.broker.address, "RABBITMQ_PORT"}, {&lab.broker.management, "RABBITMQ_MANAGEMENT_PORT"}, {&lab.inbox, "INBOX_HTTP_PORT"}} {
		if *part.address, err = settings.AddressOf(getenv, part.variable); err != nil {
			return nil, err
		}
	}
	if text := getenv("ORDER_BUDGET_SECONDS"); text != "" {
		seconds, err := strconv.ParseFloat(text, 64)
		if err != nil || seconds <= 0 {
			return nil, fmt.Errorf("ORDER_BUDGET_SECONDS is %q: it must be a number of seconds", text)
		}
		lab.budget = time.Duration(seconds * float64(time.Second))
	}
	return lab, nil
}

func reconcileRun(ctx context.Context, lab *Lab, opts *Options) error {
	report, err := lab.Settle(ctx, opts.Since, opts.Wait, waitingTo(opts.ErrOut))
	if err != nil {
		return err
	}
	if err := report.print(opts); err != nil {
		return err
	}
	if names := report.broken(); len(names) > 0 {
		return fmt.Errorf("%d of %d invariants broken: %s", len(names), len(report.Invariants), strings.Join(names, ", "))
	}
	return nil
}

// waitingTo tells on a terminal what is waited for.
func waitingTo(out io.Writer) func(string) {
	if !terminal.Is(out) {
		return func(string) {}
	}
	return func(why string) { _, _ = fmt.Fprintf(out, "waiting: %s\n", why) }
}

func (r *Report) print(opts *Options) error {
	if opts.JSON {
		encoder := json.NewEncoder(opts.Out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(r)
	}
	table := terminal.NewTable(opts.Out, "INVARIANT", "CHECKED", "BROKEN", "WHAT IT SAYS")
	for _, i := range r.Invariants {
		table.Row(terminal.Plain(i.Name), terminal.Plain(strconv.Itoa(i.Checked)), i.verdict(), terminal.Plain(i.text()))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	orders := 0
	for _, n := range r.Totals.Orders {
		orders += n
	}
	_, err := fmt.Fprintf(opts.Out, "%d orders, captured %s, refunded %s, looked through in %.1f s\n",
		orders, money(r.Totals.Captured), money(r.Totals.Refunded), r.Seconds)
	return err
}

func (i *Invariant) verdict() terminal.Cell {
	switch {
	case i.Skipped != "":
		return terminal.Cell{Text: "skipped", Color: terminal.Gray}
	case i.Broken > 0:
		return terminal.Cell{Text: strconv.Itoa(i.Broken), Color: terminal.Red}
	}
	return terminal.Cell{Text: "0", Color: terminal.Green}
}

// text is the rule of an invariant that holds, and what is wrong with one that does not.
func (i *Invariant) text() string {
	switch {
	case i.Skipped != "":
		return i.Rule + " (" + i.Skipped + ")"
	case i.Broken == 0:
		return i.Rule
	}
	text := strings.Join(i.Offenders, "; ")
	if more := i.Broken - len(i.Offenders); more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	return text
}

func money(minor int64) string { return fmt.Sprintf("%d.%02d", minor/100, minor%100) }
