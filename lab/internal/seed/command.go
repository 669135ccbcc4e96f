package seed

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/terminal"
)

// Options are the flags of `lab seed`.
type Options struct {
	Out, ErrOut io.Writer
	Gateway     string
	Password    string
	Customers   int
	Orders      int
	Concurrency int
	JSON        bool
}

// NewCmdSeed is `lab seed`.
func NewCmdSeed() *cobra.Command { return newCmdSeed(seedRun) }

// newCmdSeed takes what runs once the flags are read, so that tests can look at them alone.
func newCmdSeed(runF func(*cobra.Command, *Options) error) *cobra.Command {
	opts := &Options{}
	cmd := &cobra.Command{
		Use:   "seed",
		Short: "Fill the lab with demo customers and orders",
		Long: `Fill the lab with demo customers and believable orders, through the public API at the gateway.

Customers are the same in every run and are only registered once; every run places new orders. About nine
cards in ten approve. The gateway is GATEWAY_URL, or BIND_ADDRESS and GATEWAY_PORT; the customers' password
is LAB_PASSWORD.`,
		Example: `  lab seed
  lab seed --customers 50 --orders 500
  lab seed --orders 0 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := opts.complete(os.Getenv); err != nil {
				return err
			}
			opts.Out, opts.ErrOut = cmd.OutOrStdout(), cmd.ErrOrStderr()
			return runF(cmd, opts)
		},
	}
	cmd.Flags().IntVar(&opts.Orders, "orders", 60, "how many orders to place")
	cmd.Flags().IntVar(&opts.Customers, "customers", 12, "how many customers there should be")
	cmd.Flags().IntVar(&opts.Concurrency, "concurrency", 4, "how many requests to send at the same time")
	cmd.Flags().BoolVar(&opts.JSON, "json", false, "print JSON")
	return cmd
}

// complete checks the flags and adds what the environment says.
func (o *Options) complete(getenv func(string) string) error {
	switch {
	case o.Customers < 1 || o.Customers > 9999:
		return errors.New("--customers must be from 1 to 9999")
	case o.Orders < 0 || o.Orders > 100_000:
		return errors.New("--orders must be from 0 to 100000")
	case o.Concurrency < 1 || o.Concurrency > 64:
		return errors.New("--concurrency must be from 1 to 64")
	}
	if o.Password = getenv("LAB_PASSWORD"); o.Password == "" {
		o.Password = "observe-me-1"
	}
	if o.Gateway = getenv("GATEWAY_URL"); o.Gateway == "" {
		o.Gateway = gatewayURL(getenv("BIND_ADDRESS"), getenv("GATEWAY_PORT"))
	}
	if u, err := url.Parse(o.Gateway); err != nil || u.Host == "" {
		return fmt.Errorf("GATEWAY_URL is %q: it must be an http URL", o.Gateway)
	}
	return nil
}

func gatewayURL(host, port string) string {
	// What listens everywhere is reached on the loopback.
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	if port == "" {
		port = "80"
	}
	return "http://" + net.JoinHostPort(host, port)
}

func seedRun(cmd *cobra.Command, opts *Options) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
	defer stop()
	s := &seeder{api: NewAPI(opts.Gateway), password: opts.Password, concurrency: opts.Concurrency,
		random: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())), progress: progressTo(opts.ErrOut)}
	summary, err := s.run(ctx, opts.Customers, opts.Orders)
	var down *NotUpError
	if errors.As(err, &down) {
		// What was about to be done when the lab turned out to be down is of no interest.
		return down
	}
	if err != nil {
		return err
	}
	if err := printSummary(opts, summary); err != nil {
		return err
	}
	if n := summary.Orders[failed]; n > 0 {
		return fmt.Errorf("%d of %d orders failed: %s", n, opts.Orders, summary.Errors[0])
	}
	return nil
}

// progressTo counts along on a terminal and stays silent elsewhere.
func progressTo(out io.Writer) func(done, total int, what string) {
	if !terminal.Is(out) {
		return func(int, int, string) {}
	}
	return func(done, total int, what string) {
		end := ""
		if done == total {
			end = "\n"
		}
		_, _ = fmt.Fprintf(out, "\r%d of %d %s%s", done, total, what, end)
	}
}

func printSummary(opts *Options, s Summary) error {
	if opts.JSON {
		encoder := json.NewEncoder(opts.Out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(s)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Customers: %d registered, %d already there\n", s.Customers.Registered, s.Customers.Existing)
	b.WriteString("Orders:    ")
	for i, o := range outcomes {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%d %s", s.Orders[o], strings.ReplaceAll(string(o), "_", " "))
	}
	fmt.Fprintf(&b, "\nRevenue:   %d.%02d %s in %.1f s\n", s.Revenue.Minor/100, s.Revenue.Minor%100, s.Revenue.Currency, s.Seconds)
	if s.Example != nil {
		fmt.Fprintf(&b, "Follow     %s through the lab by its trace %s\n", s.Example.Number, s.Example.TraceID)
	}
	_, err := io.WriteString(opts.Out, b.String())
	return err
}
