package settings

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestAnIsolatedLabIsNotTheOneOfTheEnvironment(t *testing.T) {
	root := checkout(t, example)
	write(t, filepath.Join(root, "other.env"), "LAB_INSTANCE=test\nLAB_STATE=.lab-test\nGATEWAY_PORT=21009\n")
	t.Setenv("LAB_STATE", filepath.Join(root, ".lab"))
	t.Setenv("LAB_INSTANCE", "lab")
	t.Setenv("GATEWAY_PORT", "21001")
	others := append(Hosts(), "DATA_ADDRESS", "LAB_HALF", "GRAFANA_URL", "GATEWAY_URL", "REDIS_URL")
	for _, name := range others {
		t.Setenv(name, "of.another.lab")
	}
	before := slices.Sorted(slices.Values(os.Environ()))

	restore, err := Isolate("other.env")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if s.Port("GATEWAY_PORT") != 21009 || s.Instance != "test" || s.State != filepath.Join(root, ".lab-test") {
		t.Errorf("got %d, %s, %s", s.Port("GATEWAY_PORT"), s.Instance, s.State)
	}
	for _, name := range others {
		if value := os.Getenv(name); value != "" {
			t.Errorf("%s is still %s", name, value)
		}
	}
	restore()
	if after := slices.Sorted(slices.Values(os.Environ())); !slices.Equal(after, before) {
		t.Errorf("got\n%s\nwant\n%s", after, before)
	}
}

func TestALabThatIsNotOfItsOwnIsRefused(t *testing.T) {
	root := checkout(t, example)
	write(t, filepath.Join(root, "other.env"), "LAB_INSTANCE=test\nGATEWAY_PORT=21009\n")
	for file, want := range map[string]string{"other.env": "other.env does not set LAB_STATE", "nowhere.env": "nowhere.env cannot be read"} {
		if _, err := Isolate(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if _, set := os.LookupEnv("LAB_INSTANCE"); set {
		t.Error("LAB_INSTANCE was set")
	}
}

func TestWhatCannotBeSetChangesNothing(t *testing.T) {
	t.Setenv("GATEWAY_PORT", "21001")
	if _, err := Override(map[string]string{"GATEWAY_PORT": "21009", "NO=NAME": ""}); err == nil {
		t.Error("got no error")
	}
	if os.Getenv("GATEWAY_PORT") != "21001" {
		t.Errorf("got %s", os.Getenv("GATEWAY_PORT"))
	}
}
