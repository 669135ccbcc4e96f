package native

import (
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"oms-lab/lab/internal/settings"
)

// testSettings are the settings of a small checkout whose only port is the given one.
func testSettings(t *testing.T, port int) *settings.Settings {
	t.Helper()
	return settingsWith(t, map[string]string{"REDIS_PORT": strconv.Itoa(port)})
}

// settingsWith are the settings of a small checkout with some variables.
func settingsWith(t *testing.T, variables map[string]string) *settings.Settings {
	t.Helper()
	example := "BIND_ADDRESS=127.0.0.1\n"
	for name, value := range variables {
		example += name + "=" + value + "\n"
	}
	root := t.TempDir()
	for name, content := range map[string]string{"process-compose.yaml": "", ".env.example": example} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("LAB_ROOT", root)
	names := append(settings.Hosts(), "DATA_ADDRESS", "GRAFANA_URL", "LAB_ENV_FILE", "LAB_STATE", "LAB_INSTANCE", "BIND_ADDRESS")
	for _, name := range slices.AppendSeq(names, maps.Keys(variables)) {
		t.Setenv(name, "")
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	s, err := settings.Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func listen(t *testing.T) (net.Listener, int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener, listener.Addr().(*net.TCPAddr).Port
}

func TestATakenPortIsNamedWithItsHolderAndVariable(t *testing.T) {
	_, port := listen(t)
	err := checkPorts(t.Context(), testSettings(t, port))
	if err == nil {
		t.Fatal("the port is taken, but nothing was said")
	}
	for _, want := range []string{"port " + strconv.Itoa(port), "REDIS_PORT", "(pid " + strconv.Itoa(os.Getpid()) + ")", ".env"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not name %q", err, want)
		}
	}
}

func TestAFreePortIsNoFault(t *testing.T) {
	listener, port := listen(t)
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if err := checkPorts(t.Context(), testSettings(t, port)); err != nil {
		t.Error(err)
	}
}

func TestAProcessDoesNotInheritOtherPartsCredentials(t *testing.T) {
	for pair, secret := range map[string]bool{
		"ORDER_SERVICE_DB_PASSWORD=x": true, "USER_SERVICE_CLIENT_SECRET=x": true, "POSTGRES_PASSWORD=x": true,
		"DB_PASSWORD=x": false, "CLIENT_SECRET=x": false, "REDIS_PASSWORD=x": false, "LOG_LEVEL=x": false,
	} {
		if isLabSecret(pair) != secret {
			t.Errorf("%s: got %t, want %t", pair, !secret, secret)
		}
	}
}

func TestAStateIsHealthyWhenItHasReachedItsGoal(t *testing.T) {
	for name, c := range map[string]struct {
		state State
		want  bool
	}{
		"probe answers":        {State{Status: "Running", HasProbe: true, Ready: "Ready"}, true},
		"probe not yet":        {State{Status: "Running", HasProbe: true, Ready: "Not Ready"}, false},
		"no probe":             {State{Status: "Running"}, true},
		"ran once":             {State{Status: "Completed"}, true},
		"ran once, and failed": {State{Status: "Completed", ExitCode: 1}, false},
		"switched off":         {State{Status: "Disabled"}, true},
		"restarting":           {State{Status: "Restarting", Ready: "Ready"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.state.Healthy(); got != c.want {
				t.Errorf("got %t, want %t", got, c.want)
			}
		})
	}
}

func TestMissingPackagesAreFoundByTheirFiles(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "there"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	absent := missing([]debianPackage{
		{name: "there", file: filepath.Join(dir, "th*")},
		{name: "absent", file: filepath.Join(dir, "absent")},
	})
	if len(absent) != 1 || absent[0].name != "absent" {
		t.Errorf("got %v", absent)
	}
}

// As root, a checkout that others cannot enter gets its state elsewhere; for everybody else, and
// everywhere else, it stays.
func TestStateMovesOutOfAClosedFolder(t *testing.T) {
	s := testSettings(t, 21002)
	if err := os.Chmod(s.Root, 0o700); err != nil {
		t.Fatal(err)
	}
	moved, err := stateElsewhere(s)
	if err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() != 0 {
		if moved || s.State != s.StateLink {
			t.Errorf("moved to %s without being root", s.State)
		}
		return
	}
	t.Cleanup(func() { _ = os.RemoveAll(s.State) })
	if target, err := os.Readlink(s.StateLink); !moved || err != nil || target != s.State || !reachable(s.State) {
		t.Errorf("moved %t to %s, link leads to %s, %v", moved, s.State, target, err)
	}
	if again, err := stateElsewhere(s); again || err != nil {
		t.Errorf("moved twice: %t, %v", again, err)
	}
}
