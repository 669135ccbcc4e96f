package reconcile

import (
	"bytes"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/settings/settingstest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"reconcile": func() {
		cmd := NewCmdReconcile()
		cmd.SilenceErrors, cmd.SilenceUsage = true, true
		if err := cmd.Execute(); err != nil {
			fmt.Fprintln(os.Stderr, "lab:", err)
			os.Exit(1)
		}
	}})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(env *testscript.Env) error {
		for name, value := range settingstest.Defaults(t) {
			env.Setenv(name, value)
		}
		return nil
	}})
}

func TestPrint(t *testing.T) {
	r := Report{Invariants: []Invariant{
		{Name: "sound", Rule: "this holds", Checked: 7},
		{Name: "unsound", Rule: "this does not", Checked: 9, Broken: 6, Offenders: []string{"a: 1", "b: 2"}},
		{Name: "unseen", Rule: "nobody looked", Skipped: "give --since"},
	}, Totals: Totals{Orders: map[string]int{"confirmed": 2, "rejected": 1}, Captured: 12345, Refunded: 7}, Seconds: 1.25}
	var out bytes.Buffer
	require.NoError(t, r.print(&Options{Out: &out}))
	require.Equal(t, "sound\t7\t0\tthis holds\n"+
		"unsound\t9\t6\ta: 1; b: 2; and 4 more\n"+
		"unseen\t0\tskipped\tnobody looked (give --since)\n"+
		"3 orders, captured 123.45, refunded 0.07, looked through in 1.2 s\n", out.String())
	require.Equal(t, []string{"unsound"}, r.broken())
}

func TestSince(t *testing.T) {
	now := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"": {}, "10m": now.Add(-10 * time.Minute), "2026-11-22T20:00:00+01:00": now.Add(-time.Hour),
	} {
		at, err := parseSince(text, now)
		require.NoError(t, err)
		require.Equal(t, want, at, text)
	}
}

func TestEnvironment(t *testing.T) {
	env := map[string]string{"RABBITMQ_PORT": "1", "INBOX_HOST": "inbox", "INBOX_HTTP_PORT": "2", "ORDER_BUDGET_SECONDS": "0.5"}
	lab, err := fromEnv(settingstest.With(t, env))
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:1", lab.broker.address)
	require.Equal(t, "127.0.0.1:15672", lab.broker.management)
	require.Equal(t, "inbox:2", lab.inbox)
	require.Equal(t, 500*time.Millisecond, lab.budget)
	env["ORDER_BUDGET_SECONDS"] = "5s"
	_, err = fromEnv(settingstest.With(t, env))
	require.EqualError(t, err, `ORDER_BUDGET_SECONDS is "5s": it must be a number of seconds`)
}
