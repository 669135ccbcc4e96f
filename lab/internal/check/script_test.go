package check

import (
	"fmt"
	"net/url"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"oms-lab/lab/internal/settings/settingstest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"check": func() {
		cmd := NewCmdCheck()
		cmd.SilenceErrors, cmd.SilenceUsage = true, true
		if err := cmd.Execute(); err != nil {
			fmt.Fprintln(os.Stderr, "lab:", err)
			os.Exit(1)
		}
	}})
}

// The scripts find an order-service that is ready and a payment-service that is not; nothing else runs.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(env *testscript.Env) error {
		well := answer(t, 200, `{"status":"ready","checks":{"postgres":"ok"}}`)
		ill := answer(t, 503, `{"status":"unavailable","checks":{"postgres":"refused"}}`)
		for name, value := range settingstest.Defaults(t) {
			env.Setenv(name, value)
		}
		env.Setenv("ORDER_SERVICE_PORT", port(t, well))
		env.Setenv("PAYMENT_SERVICE_PORT", port(t, ill))
		env.Setenv("LOKI_PORT", port(t, "http://"+closed(t)))
		return nil
	}})
}

func port(t *testing.T, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Port()
}
