package seed

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"oms-lab/contracts/client/orders"
	"oms-lab/lab/internal/seed/history"
	"oms-lab/lab/internal/settings/settingstest"
)

// parsed reads flags in an environment, without running anything.
func parsed(t *testing.T, env map[string]string, args ...string) (*Options, error) {
	getenv := settingstest.With(t, env)
	for _, variable := range []string{"GATEWAY_URL", "GATEWAY_HOST", "PROMETHEUS_HOST", "WEBAPP_HOST", "GRAFANA_STACK_HOST", "BIND_ADDRESS",
		"GATEWAY_PORT", "LAB_PASSWORD", "PROMETHEUS_PORT", "LAB_STATE"} {
		t.Setenv(variable, getenv(variable))
	}
	var got *Options
	cmd := newCmdSeed(func(_ *cobra.Command, opts *Options) error { got = opts; return nil })
	cmd.SetArgs(args)
	cmd.SetOut(io.Discard)
	cmd.SetErr(io.Discard)
	err := cmd.Execute()
	return got, err
}

func TestDefaults(t *testing.T) {
	opts, err := parsed(t, nil)
	require.NoError(t, err)
	require.Equal(t, 5000, opts.Orders)
	require.Equal(t, 20, opts.Live)
	require.Equal(t, 30, opts.Days)
	require.Equal(t, 625, opts.Customers)
	require.Equal(t, 12, opts.liveCustomers(), "each of them must sign in")
	require.NotZero(t, opts.Seed)
	require.WithinDuration(t, time.Now(), opts.Until, time.Minute)
	require.Equal(t, "observe-me-1", opts.Password)
	require.Equal(t, "http://127.0.0.1:80", opts.Gateway)
}

func TestSomeLiveOrders(t *testing.T) {
	opts, err := parsed(t, nil, "--orders", "0", "--live", "60")
	require.NoError(t, err)
	require.Equal(t, 12, opts.liveCustomers())
	opts, err = parsed(t, nil, "--orders", "0", "--live", "400", "--customers", "50")
	require.NoError(t, err)
	require.Equal(t, 50, opts.liveCustomers())
}

func TestOneSeedAndEnd(t *testing.T) {
	opts, err := parsed(t, nil, "--seed", "0", "--until", "2026-01-02T03:04:05+01:00")
	require.NoError(t, err)
	require.Zero(t, opts.Seed)
	require.Equal(t, time.Date(2026, 1, 2, 2, 4, 5, 0, time.UTC), opts.Until)
}

func TestHistoryOfMetricsBringsOnlyTheOrdersAskedFor(t *testing.T) {
	opts, err := parsed(t, map[string]string{"PROMETHEUS_PORT": "29090", "LAB_STATE": "/lab"}, "--history", "30d")
	require.NoError(t, err)
	require.Equal(t, 30*24*time.Hour, opts.History)
	require.Zero(t, opts.Orders)
	require.Zero(t, opts.Live)
	require.Equal(t, "http://127.0.0.1:29090", opts.Prometheus)
	require.Equal(t, "/lab", opts.State)
	opts, err = parsed(t, nil, "--history", "4w", "--orders", "2000")
	require.NoError(t, err)
	require.Equal(t, 28*24*time.Hour, opts.History)
	require.Equal(t, 2000, opts.Orders)
	require.Zero(t, opts.Live)
}

func TestGateway(t *testing.T) {
	for want, env := range map[string]map[string]string{
		"http://127.0.0.1:20080": {"BIND_ADDRESS": "0.0.0.0", "GATEWAY_PORT": "20080"},
		"http://192.0.2.1:80":    {"WEBAPP_HOST": "192.0.2.1", "GRAFANA_STACK_HOST": "192.0.2.2"},
		"http://gateway:80":      {"GATEWAY_HOST": "gateway"},
		"http://shop.example":    {"GATEWAY_URL": "http://shop.example"},
	} {
		opts, err := parsed(t, env)
		require.NoError(t, err)
		require.Equal(t, want, opts.Gateway)
	}
	_, err := parsed(t, map[string]string{"GATEWAY_URL": "shop"})
	require.EqualError(t, err, `GATEWAY_URL is "shop": it must be an http URL`)
	_, err = parsed(t, map[string]string{"GATEWAY_PORT": "http"})
	require.EqualError(t, err, `GATEWAY_PORT is "http": it must be a port number from 1 to 65535`)
}

func TestBadFlagsAreNamed(t *testing.T) {
	for flags, want := range map[string]string{
		"--orders -1":                  "--orders must be from 0 to 1000000",
		"--orders 1000001":             "--orders must be from 0 to 1000000",
		"--orders many":                `invalid argument "many" for "--orders" flag: strconv.ParseInt: parsing "many": invalid syntax`,
		"--live -1":                    "--live must be from 0 to 100000",
		"--days 0":                     "--days must be from 1 to 366",
		"--customers -1":               "--customers must be from 1 to 100000, or 0 for as many as fit the orders",
		"--concurrency 65":             "--concurrency must be from 1 to 64",
		"--history month":              `--history is "month": it must be a time from 7d to 35d, like 30d`,
		"--history 1d":                 `--history is "1d": it must be a time from 7d to 35d, like 30d`,
		"--history 1y":                 `--history is "1y": it must be a time from 7d to 35d, like 30d`,
		"--until yesterday":            `--until is "yesterday": it must be a time that has passed, like 2026-11-22T20:00:00Z`,
		"--until 2999-01-01T00:00:00Z": `--until is "2999-01-01T00:00:00Z": it must be a time that has passed, like 2026-11-22T20:00:00Z`,
	} {
		_, err := parsed(t, nil, strings.Fields(flags)...)
		require.EqualError(t, err, want, flags)
	}
}

func TestSummaryOfAHistory(t *testing.T) {
	var out bytes.Buffer
	s := Summary{History: &HistorySummary{Seed: 42, From: time.Date(2026, 10, 24, 0, 0, 0, 0, time.UTC),
		Until: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Registered: 3, Rows: 1234, Seconds: 2.5,
		Orders:  map[history.Status]int{history.Delivered: 90, history.Rejected: 7, history.Pending: 0},
		Revenue: orders.Amount{AmountMinor: 1234507, Currency: "EUR"}}}
	require.NoError(t, s.print(&Options{Out: &out}))
	require.Equal(t, `History:   97 orders from 2026-10-24 to 2026-11-23, 3 customers registered (--seed 42)
           7 rejected, 90 delivered
           revenue 12345.07 EUR; 1234 rows in 2.5 s
`, out.String())
}

func TestMetricsSummary(t *testing.T) {
	var out bytes.Buffer
	s := Summary{Metrics: &MetricsSummary{Seed: 42, From: time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC), Until: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
		Series: 272, Samples: 2835218, Bytes: 9_600_000, Seconds: 20.96}}
	require.NoError(t, s.print(&Options{Out: &out}))
	s.Metrics.Existing = true
	require.NoError(t, s.print(&Options{Out: &out}))
	require.Equal(t, `Metrics:   272 synthetic series from 2026-10-24 to 2026-11-23 (--seed 42)
           2835218 samples, 9.6 MB, in 21.0 s
Metrics:   there already, from 2026-10-24 to 2026-11-23: nothing was written
`, out.String())
}

func TestMeterSaysWhereThingsStand(t *testing.T) {
	var out bytes.Buffer
	m := newMeter(&out)
	m.say("signing in")
	m.line()
	m.Begin("order_service.orders")
	m.Begin("user_service.accounts")
	m.Row()
	m.line()
	m.End("order_service.orders")
	m.line()
	m.warn("no %s", "cache")
	m.stop()
	require.Regexp(t, `^\[ +\d+\.\ds\] signing in
\[ +\d+\.\ds\] 1 rows, writing order_service\.orders and 1 more
\[ +\d+\.\ds\] 1 rows, writing user_service\.accounts
lab: no cache
$`, out.String())
}
