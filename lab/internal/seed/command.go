package seed

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
	"os/signal"
	"time"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/settings"
)

// Options are the flags of `lab seed`.
type Options struct {
	Out, ErrOut io.Writer
	Gateway     string
	Password    string
	// Orders, Days, Seed and Until make the history.
	Orders, Days int
	Seed         uint64
	Until        time.Time
	// Live is how many orders are placed through the gateway.
	Live      int
	Customers int
	// History is how far back the history of metrics goes, 0 for none; it is written to Prometheus, into State.
	History     time.Duration
	Prometheus  string
	State       string
	Concurrency int
	JSON        bool
}

// What is placed when the flags do not say it.
const (
	defaultOrders = 5000
	defaultLive   = 20
	// fewest customers there are, and so many orders a customer has.
	fewestCustomers   = 12
	ordersPerCustomer = 8
)

// NewCmdSeed is `lab seed`.
func NewCmdSeed() *cobra.Command { return newCmdSeed(seedRun) }

// newCmdSeed takes what runs once the flags are read, so that tests can look at them alone.
func newCmdSeed(runF func(*cobra.Command, *Options) error) *cobra.Command {
	opts := &Options{}
	var until, length string
	cmd := &cobra.Command{
		Use:   "seed",
		Short: "Fill the lab with a believable history and some new orders",
		Long: `Fill the lab with a believable history, and place some new orders.

The history (--orders) is a month of business with its daily and weekly rhythm: customers, orders in every status but
pending, stock movements, payments, refunds and messages, written straight into the databases of the five services by bulk
insert, in which everything agrees (see lab reconcile). It has no traces, logs or metrics. The same --seed and --until
make the same history. While it is written, for some seconds, stock is locked: new orders wait.

A history of metrics (--history 30d) is made up just so for Prometheus, which else knows nothing from before the lab
was started: objectives with their error budgets, orders, payments, messages and sign-ins, with a few incidents. It ends
where the real samples begin. Business series have the instance synthetic-history, and lab_synthetic_history is 1 as long as
it lasts. Only a native lab can have it, once. It comes without orders unless --orders or --live is given, and has nothing
to do with theirs.

New orders (--live) go through the public API at the gateway, as a customer's do, and leave traces, logs and metrics.
About nine cards in ten approve.

The lab must be up. The gateway is GATEWAY_URL, or GATEWAY_HOST and GATEWAY_PORT; every demo customer,
demo0001@oms.example and so on, has the password LAB_PASSWORD.`,
		Example: `  lab seed
  lab seed --orders 100000 --live 0
  lab seed --orders 0 --live 60
  lab seed --orders 2000 --days 7 --seed 42 --json
  lab seed --history 30d
  lab seed --history 30d --orders 5000 --live 20`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if length != "" {
				var err error
				if opts.History, err = parseHistory(length); err != nil {
					return err
				}
				opts.onlyAskedFor(cmd.Flags().Changed)
			}
			if err := opts.complete(os.Getenv, until, time.Now()); err != nil {
				return err
			}
			if !cmd.Flags().Changed("seed") {
				opts.Seed = uint64(rand.Uint32())
			}
			opts.Out, opts.ErrOut = cmd.OutOrStdout(), cmd.ErrOrStderr()
			return runF(cmd, opts)
		},
	}
	cmd.Flags().IntVar(&opts.Orders, "orders", defaultOrders, "how many orders the history has; 0 for no history")
	cmd.Flags().IntVar(&opts.Days, "days", 30, "how many days the history covers")
	cmd.Flags().Uint64Var(&opts.Seed, "seed", 0, "what makes the history this one and no other (default random)")
	cmd.Flags().StringVar(&until, "until", "", "when the history ends, like 2026-11-22T20:00:00Z (default now)")
	cmd.Flags().IntVar(&opts.Live, "live", defaultLive, "how many new orders to place through the gateway")
	cmd.Flags().IntVar(&opts.Customers, "customers", 0, "how many customers there should be (default one for 8 orders, at least 12)")
	cmd.Flags().IntVar(&opts.Concurrency, "concurrency", 4, "how many requests to send to the gateway at the same time")
	cmd.Flags().StringVar(&length, "history", "", "write a history of metrics into Prometheus that begins so long ago, like 30d")
	cmd.Flags().BoolVar(&opts.JSON, "json", false, "print JSON")
	return cmd
}

// onlyAskedFor leaves out the orders that nobody asked for, when a history of metrics is wanted.
func (o *Options) onlyAskedFor(given func(flag string) bool) {
	if !given("orders") {
		o.Orders = 0
	}
	if !given("live") {
		o.Live = 0
	}
}

// complete checks the flags and adds what the environment says.
func (o *Options) complete(getenv func(string) string, until string, now time.Time) error {
	switch {
	case o.Orders < 0 || o.Orders > 1_000_000:
		return errors.New("--orders must be from 0 to 1000000")
	case o.Live < 0 || o.Live > 100_000:
		return errors.New("--live must be from 0 to 100000")
	case o.Days < 1 || o.Days > 366:
		return errors.New("--days must be from 1 to 366")
	case o.Customers < 0 || o.Customers > 100_000:
		return errors.New("--customers must be from 1 to 100000, or 0 for as many as fit the orders")
	case o.Concurrency < 1 || o.Concurrency > 64:
		return errors.New("--concurrency must be from 1 to 64")
	}
	if o.Customers == 0 {
		o.Customers = max(fewestCustomers, o.Orders/ordersPerCustomer)
	}
	var err error
	if o.Until = now; until != "" {
		if o.Until, err = time.Parse(time.RFC3339, until); err != nil || o.Until.After(now) {
			return fmt.Errorf("--until is %q: it must be a time that has passed, like 2026-11-22T20:00:00Z", until)
		}
	}
	o.Until = o.Until.UTC().Truncate(time.Microsecond)
	if o.Password = getenv("LAB_PASSWORD"); o.Password == "" {
		o.Password = "observe-me-1"
	}
	if o.Gateway = getenv("GATEWAY_URL"); o.Gateway == "" {
		address, err := settings.AddressOf(getenv, "GATEWAY_PORT")
		if err != nil {
			return err
		}
		o.Gateway = "http://" + address
	}
	if u, err := url.Parse(o.Gateway); err != nil || u.Host == "" {
		return fmt.Errorf("GATEWAY_URL is %q: it must be an http URL", o.Gateway)
	}
	if o.History > 0 {
		address, err := settings.AddressOf(getenv, "PROMETHEUS_PORT")
		if err != nil {
			return err
		}
		o.Prometheus, o.State = "http://"+address, getenv("LAB_STATE")
	}
	return nil
}

// liveCustomers is how many of the customers place new orders: each must sign in, which is slow on purpose.
func (o *Options) liveCustomers() int {
	return min(o.Customers, max(fewestCustomers, o.Live/ordersPerCustomer))
}

func seedRun(cmd *cobra.Command, opts *Options) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
	defer stop()
	api := NewAPI(opts.Gateway)
	var summary Summary
	if opts.History > 0 {
		metrics, err := seedMetrics(ctx, opts)
		if err != nil {
			return err
		}
		summary.Metrics = metrics
	}
	if opts.Orders > 0 {
		past, err := seedHistory(ctx, api, opts)
		if err != nil {
			return plain(err)
		}
		summary.History = past
	}
	if opts.Live > 0 || opts.Orders == 0 && opts.History == 0 {
		live := &liveSeeder{api: api, password: opts.Password, concurrency: opts.Concurrency,
			random: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())), progress: progressTo(opts.ErrOut)}
		placed, err := live.run(ctx, opts.liveCustomers(), opts.Live)
		if err != nil {
			return plain(err)
		}
		summary.Live = &placed
	}
	if err := summary.print(opts); err != nil {
		return err
	}
	if live := summary.Live; live != nil && live.Orders[failed] > 0 {
		return fmt.Errorf("%d of %d orders failed: %s", live.Orders[failed], opts.Live, live.Errors[0])
	}
	return nil
}

// plain leaves out what was about to be done when the lab turned out to be down: it is of no interest.
func plain(err error) error {
	var down *NotUpError
	if errors.As(err, &down) {
		return down
	}
	return err
}
