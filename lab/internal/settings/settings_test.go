package settings

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// checkout makes a folder that looks like one, with the given .env.example, and enters it.
func checkout(t *testing.T, example string) string {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, marker), "")
	write(t, filepath.Join(root, ".env.example"), example)
	t.Setenv("LAB_ROOT", root)
	t.Setenv("LAB_CACHE", filepath.Join(root, "cache"))
	for _, name := range append(Hosts(), "DATA_ADDRESS", "GRAFANA_URL", "LAB_ENV_FILE", "LAB_STATE", "LAB_INSTANCE", "BIND_ADDRESS",
		"GATEWAY_PORT", "REDIS_PORT", "LAB_PASSWORD") {
		unset(t, name)
	}
	return root
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

const example = "BIND_ADDRESS=127.0.0.1\nGATEWAY_PORT=21001\nREDIS_PORT=21002\nLAB_PASSWORD=observe\n"

func TestDotEnvOverridesTheExampleAndTheEnvironmentOverridesBoth(t *testing.T) {
	root := checkout(t, example)
	write(t, filepath.Join(root, ".env"), "GATEWAY_PORT=21003\nREDIS_PORT=21004\n")
	t.Setenv("REDIS_PORT", "21005")

	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if s.Port("GATEWAY_PORT") != 21003 || s.Port("REDIS_PORT") != 21005 || s.Get("LAB_PASSWORD") != "observe" {
		t.Errorf("got gateway %d, redis %d, password %q", s.Port("GATEWAY_PORT"), s.Port("REDIS_PORT"), s.Get("LAB_PASSWORD"))
	}
	if s.State != filepath.Join(root, ".lab") || s.Instance != "lab" {
		t.Errorf("got state %s, instance %s", s.State, s.Instance)
	}
}

func TestANamedEnvFileReplacesDotEnvAndMovesTheState(t *testing.T) {
	root := checkout(t, example)
	write(t, filepath.Join(root, ".env"), "GATEWAY_PORT=1\n")
	write(t, filepath.Join(root, "other.env"), "LAB_INSTANCE=test\nLAB_STATE=.lab-test\nGATEWAY_PORT=21009\n")
	t.Setenv("LAB_ENV_FILE", "other.env")

	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if s.Port("GATEWAY_PORT") != 21009 || s.Instance != "test" || s.State != filepath.Join(root, ".lab-test") {
		t.Errorf("got %d, %s, %s", s.Port("GATEWAY_PORT"), s.Instance, s.State)
	}
}

func TestAStateFolderThatIsALinkIsWhereTheLinkLeads(t *testing.T) {
	root := checkout(t, example)
	target := t.TempDir()
	if err := os.Symlink(target, filepath.Join(root, ".lab")); err != nil {
		t.Fatal(err)
	}
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if s.State != target || s.StateLink != filepath.Join(root, ".lab") {
		t.Errorf("got state %s, seen as %s", s.State, s.StateLink)
	}
}

func TestEveryFaultIsNamedAtOnce(t *testing.T) {
	for name, c := range map[string]struct{ env, want string }{
		"not a number":   {"GATEWAY_PORT=eighty\n", `GATEWAY_PORT is "eighty": it must be a port number from 1 to 65535`},
		"out of range":   {"GATEWAY_PORT=65536\n", `GATEWAY_PORT is "65536"`},
		"two of a kind":  {"GATEWAY_PORT=21002\n", "GATEWAY_PORT and REDIS_PORT are both 21002"},
		"empty password": {"LAB_PASSWORD=\n", "LAB_PASSWORD is empty"},
		"no address":     {"BIND_ADDRESS=localhost\n", `BIND_ADDRESS is "localhost": it must be an IPv4 address`},
		"IPv6":           {"BIND_ADDRESS=::1\n", `BIND_ADDRESS is "::1": it must be an IPv4 address`},
		"two faults":     {"REDIS_PORT=0\nLAB_PASSWORD=\n", "LAB_PASSWORD is empty: give it a value in .env or remove the line\nREDIS_PORT"},
	} {
		t.Run(name, func(t *testing.T) {
			root := checkout(t, example)
			write(t, filepath.Join(root, ".env"), c.env)
			_, err := Load()
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAMissingEnvFileIsNamed(t *testing.T) {
	checkout(t, example)
	t.Setenv("LAB_ENV_FILE", "nowhere.env")
	if _, err := Load(); err == nil || !strings.Contains(err.Error(), "nowhere.env") {
		t.Errorf("got %v", err)
	}
}

// The template and the tests' own lab must always be loadable and must not share a port.
func TestTheProjectsOwnFilesAreValid(t *testing.T) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("LAB_ROOT", root)
	t.Setenv("LAB_ENV_FILE", os.DevNull)
	for _, name := range slices.Concat(variables(t, root), Hosts(), []string{"DATA_ADDRESS", "LAB_STATE", "LAB_INSTANCE"}) {
		unset(t, name)
	}
	lab, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("LAB_ENV_FILE", "tests/stack.env")
	stack, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	used := map[int]string{}
	for _, name := range lab.Ports() {
		used[lab.Port(name)] = name
	}
	for _, name := range stack.Ports() {
		if other, taken := used[stack.Port(name)]; taken {
			t.Errorf("%s of tests/stack.env is the lab's %s", name, other)
		}
	}
}

func variables(t *testing.T, root string) []string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, ".env.example"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(string(content)) {
		if name, _, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(name, "#") {
			names = append(names, name)
		}
	}
	return names
}

// unset removes a variable for the time of the test: the test may itself run inside of a lab.
func unset(t *testing.T, name string) {
	t.Helper()
	t.Setenv(name, "")
	if err := os.Unsetenv(name); err != nil {
		t.Fatal(err)
	}
}
