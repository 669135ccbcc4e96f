package seed

import (
	"fmt"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"oms-lab/lab/internal/settings/settingstest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"seed": func() {
		cmd := NewCmdSeed()
		cmd.SilenceErrors, cmd.SilenceUsage = true, true
		if err := cmd.Execute(); err != nil {
			fmt.Fprintln(os.Stderr, "lab:", err)
			os.Exit(1)
		}
	}})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(env *testscript.Env) error {
		_, url := newShop(t)
		env.Setenv("GATEWAY_URL", url)
		for name, value := range settingstest.Defaults(t) {
			env.Setenv(name, value)
		}
		return nil
	}})
}
