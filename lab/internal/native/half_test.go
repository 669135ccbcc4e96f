package native

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"go.yaml.in/yaml/v3"

	"oms-lab/lab/internal/artifact"
	"oms-lab/lab/internal/settings"
	"oms-lab/lab/internal/settings/settingstest"
)

// ownSettings are those of a checkout with the project's own variables, some of them replaced.
func ownSettings(t *testing.T, half settings.Half, replaced map[string]string) *settings.Settings {
	t.Helper()
	variables := settingstest.Defaults(t)
	for name, value := range replaced {
		variables[name] = value
	}
	s := settingsWith(t, variables)
	s.Choose(half)
	return s
}

// supervised is what a test wants to know of a process.
type supervised struct {
	Command   string         `yaml:"command"`
	DependsOn map[string]any `yaml:"depends_on"`
	Probe     map[string]any `yaml:"readiness_probe"`
}

// In each half there is everything that the whole has for it, and nothing waits for the other one.
func TestTheHalvesOfTheProjectsProcesses(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("../../..", projectFile))
	if err != nil {
		t.Fatal(err)
	}
	read := func(content []byte) map[string]supervised {
		t.Helper()
		var document struct {
			IsStrict    bool                  `yaml:"is_strict"`
			Environment []string              `yaml:"environment"`
			Processes   map[string]supervised `yaml:"processes"`
		}
		if err := yaml.Unmarshal(content, &document); err != nil {
			t.Fatal(err)
		}
		if !document.IsStrict || len(document.Environment) == 0 {
			t.Error("what is said for all processes was lost")
		}
		return document.Processes
	}
	whole, seen := read(content), 0
	for _, half := range []settings.Half{settings.Webapp, settings.Grafana} {
		copied, err := halfOf(content, half)
		if err != nil {
			t.Fatal(err)
		}
		for name, p := range read(copied) {
			seen++
			if !half.Has(name) || p.Command != whole[name].Command || len(p.Probe) != len(whole[name].Probe) {
				t.Errorf("%s: %s is not what it was: %+v", half, name, p)
			}
			for dependency := range whole[name].DependsOn {
				if _, kept := p.DependsOn[dependency]; kept != half.Has(dependency) {
					t.Errorf("%s: %s waits for %s: %t", half, name, dependency, kept)
				}
			}
		}
	}
	if seen != len(whole) || seen == 0 {
		t.Errorf("the halves have %d processes, the whole %d", seen, len(whole))
	}
	if _, err := halfOf([]byte("processes: []"), settings.Webapp); err == nil {
		t.Error("a file without processes is no fault")
	}
}

func TestOnlyWhatAHalfRunsIsBuilt(t *testing.T) {
	for half, want := range map[settings.Half][]string{
		settings.Both:    {"node", "process-compose", "loki", "tempo", "order-service"},
		settings.Webapp:  {"node", "process-compose", "loki", "order-service"}, // with loki comes promtail
		settings.Grafana: {"process-compose", "loki", "tempo"},
	} {
		var all []*artifact.Artifact
		for _, name := range []string{"node", "process-compose", "loki", "tempo", "order-service"} {
			all = append(all, &artifact.Artifact{Name: name})
		}
		var got []string
		for _, a := range onlyHere(half, all) {
			got = append(got, a.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", half, got, want)
		}
	}
}

func TestOnlyThePortsOfAHalfMustBeFree(t *testing.T) {
	_, port := listen(t)
	s := settingsWith(t, map[string]string{"LOKI_PORT": strconv.Itoa(port)})
	s.Choose(settings.Webapp)
	if err := checkPorts(t.Context(), s); err != nil {
		t.Errorf("Loki's port is not the webapp's: %v", err)
	}
	s.Choose(settings.Grafana)
	if err := checkPorts(t.Context(), s); err == nil || !strings.Contains(err.Error(), "LOKI_PORT") {
		t.Errorf("got %v", err)
	}
}

func TestAnAddressThatIsNotThisMachinesIsNamed(t *testing.T) {
	s := settingsWith(t, map[string]string{"LOKI_PORT": "3100", "WEBAPP_HOST": "192.0.2.1", "GRAFANA_STACK_HOST": "192.0.2.2"})
	s.Choose(settings.Grafana)
	// What the kernel says of it; some let anybody bind to any address.
	fault, lasting := explainPort(t.Context(), s, "LOKI_PORT", os.NewSyscallError("bind", syscall.EADDRNOTAVAIL))
	want := "port 3100 (LOKI_PORT) cannot be bound: this machine does not have the address 192.0.2.2"
	if fault.Error() != want || !lasting {
		t.Errorf("got %v, want %s", fault, want)
	}
}

func TestMachinesAreCheckedBeforeAnythingIsStarted(t *testing.T) {
	// Loki is there, and what takes traces.
	loki := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer loki.Close()
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer receiver.Close()
	_, logs, err := net.SplitHostPort(loki.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, traces, err := net.SplitHostPort(receiver.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	listener, closed := listen(t)
	_ = listener.Close()
	refusing := strconv.Itoa(closed)
	machines := func(more map[string]string) map[string]string {
		variables := map[string]string{"WEBAPP_HOST": "192.0.2.1", "GRAFANA_STACK_HOST": "127.0.0.1"}
		for name, value := range more {
			variables[name] = value
		}
		return variables
	}
	for name, c := range map[string]struct {
		half settings.Half
		env  map[string]string
		want string
	}{
		"one machine":           {settings.Both, nil, ""},
		"half of one machine":   {settings.Webapp, nil, ""},
		"the stack of two":      {settings.Grafana, machines(nil), ""},
		"the stack is there":    {settings.Webapp, machines(map[string]string{"LOKI_PORT": logs, "OTLP_HTTP_PORT": traces}), ""},
		"both halves on either": {settings.Both, machines(nil), "WEBAPP_HOST and GRAFANA_STACK_HOST are set: say which half this machine runs, --only webapp or --only grafana"},
		"a name on the loopback": {settings.Webapp, map[string]string{"WEBAPP_HOST": "shop", "GRAFANA_STACK_HOST": "stack"},
			"WEBAPP_HOST is the name shop: set BIND_ADDRESS to this machine's own address, so that the other one reaches it"},
		"the stack is not there": {settings.Webapp, machines(map[string]string{"LOKI_PORT": logs, "OTLP_HTTP_PORT": refusing}),
			"the Grafana stack on GRAFANA_STACK_HOST does not answer: tempo-otlp-http at 127.0.0.1:" + refusing + " (nothing listens there): start it there first, and open its ports to this machine"},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkMachines(t.Context(), ownSettings(t, c.half, c.env))
			if c.want == "" && err != nil || c.want != "" && (err == nil || err.Error() != c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}
