package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const machines = "WEBAPP_HOST=\nGRAFANA_STACK_HOST=\nPUBLISH_ADDRESS=\nCOMPOSE_PROFILES=\nBIND_ADDRESS=127.0.0.1\n" +
	"ORDER_SERVICE_PORT=8001\nPOSTGRES_PORT=5432\nRABBITMQ_PORT=5672\nRABBITMQ_PROMETHEUS_PORT=15692\nLOKI_PORT=3100\nOTLP_HTTP_PORT=4318\n"

// two is a checkout with the lines in its .env.
func two(t *testing.T, lines ...string) (root string) {
	t.Helper()
	root = checkout(t, machines)
	for _, name := range []string{"WEBAPP_HOST", "GRAFANA_STACK_HOST", "PUBLISH_ADDRESS", "COMPOSE_PROFILES", "ORDER_SERVICE_PORT",
		"POSTGRES_PORT", "RABBITMQ_PORT", "RABBITMQ_PROMETHEUS_PORT", "LOKI_PORT", "OTLP_HTTP_PORT"} {
		unset(t, name)
	}
	write(t, filepath.Join(root, ".env"), strings.Join(lines, "\n")+"\n")
	return root
}

func TestWherePartsListenAndAreReached(t *testing.T) {
	two192 := []string{"WEBAPP_HOST=192.0.2.1", "GRAFANA_STACK_HOST=192.0.2.2"}
	for name, c := range map[string]struct {
		env              []string
		half             Half
		listens, reached map[string]string
	}{
		"one machine": {nil, Both,
			map[string]string{"ORDER_SERVICE_PORT": "127.0.0.1:8001", "POSTGRES_PORT": "127.0.0.1:5432"},
			map[string]string{"ORDER_SERVICE_PORT": "127.0.0.1:8001", "POSTGRES_PORT": "127.0.0.1:5432", "LOKI_PORT": "127.0.0.1:3100"}},
		"one machine, open to others": {[]string{"BIND_ADDRESS=0.0.0.0"}, Both,
			map[string]string{"ORDER_SERVICE_PORT": "0.0.0.0:8001", "POSTGRES_PORT": "127.0.0.1:5432", "RABBITMQ_PROMETHEUS_PORT": "0.0.0.0:15692"},
			map[string]string{"ORDER_SERVICE_PORT": "127.0.0.1:8001", "POSTGRES_PORT": "127.0.0.1:5432", "LOKI_PORT": "127.0.0.1:3100"}},
		"one machine, at its own address": {[]string{"BIND_ADDRESS=192.0.2.7"}, Both,
			map[string]string{"RABBITMQ_PORT": "127.0.0.1:5672", "RABBITMQ_PROMETHEUS_PORT": "192.0.2.7:15692"},
			map[string]string{"RABBITMQ_PORT": "127.0.0.1:5672", "RABBITMQ_PROMETHEUS_PORT": "192.0.2.7:15692", "OTLP_HTTP_PORT": "192.0.2.7:4318"}},
		"the webapp of two": {two192, Webapp,
			map[string]string{"ORDER_SERVICE_PORT": "192.0.2.1:8001", "POSTGRES_PORT": "127.0.0.1:5432", "RABBITMQ_PROMETHEUS_PORT": "192.0.2.1:15692"},
			map[string]string{"ORDER_SERVICE_PORT": "192.0.2.1:8001", "RABBITMQ_PORT": "127.0.0.1:5672", "RABBITMQ_PROMETHEUS_PORT": "192.0.2.1:15692",
				"LOKI_PORT": "192.0.2.2:3100", "OTLP_HTTP_PORT": "192.0.2.2:4318"}},
		"the webapp of two, behind an address that it does not have": {append([]string{"BIND_ADDRESS=0.0.0.0"}, two192...), Webapp,
			map[string]string{"ORDER_SERVICE_PORT": "0.0.0.0:8001", "POSTGRES_PORT": "127.0.0.1:5432"},
			map[string]string{"ORDER_SERVICE_PORT": "127.0.0.1:8001", "LOKI_PORT": "192.0.2.2:3100"}},
		"the Grafana stack of two": {two192, Grafana,
			map[string]string{"LOKI_PORT": "192.0.2.2:3100"},
			map[string]string{"LOKI_PORT": "192.0.2.2:3100", "ORDER_SERVICE_PORT": "192.0.2.1:8001", "RABBITMQ_PROMETHEUS_PORT": "192.0.2.1:15692"}},
		"two halves on one machine": {[]string{"WEBAPP_HOST=127.0.0.2", "GRAFANA_STACK_HOST=127.0.0.3"}, Webapp,
			map[string]string{"ORDER_SERVICE_PORT": "127.0.0.2:8001", "POSTGRES_PORT": "127.0.0.2:5432"},
			map[string]string{"POSTGRES_PORT": "127.0.0.2:5432", "LOKI_PORT": "127.0.0.3:3100"}},
		"two machines with names, seen from a checkout": {[]string{"WEBAPP_HOST=shop.example", "GRAFANA_STACK_HOST=stack.example"}, Both, nil,
			map[string]string{"ORDER_SERVICE_PORT": "shop.example:8001", "LOKI_PORT": "stack.example:3100", "POSTGRES_PORT": "127.0.0.1:5432"}},
		"a part that is somewhere else": {[]string{"LOKI_HOST=logs.example", "RABBITMQ_HOST=queue.example"}, Both, nil,
			map[string]string{"LOKI_PORT": "logs.example:3100", "OTLP_HTTP_PORT": "127.0.0.1:4318", "RABBITMQ_PROMETHEUS_PORT": "queue.example:15692"}},
	} {
		t.Run(name, func(t *testing.T) {
			two(t, c.env...)
			s, err := Load()
			if err != nil {
				t.Fatal(err)
			}
			s.Choose(c.half)
			for port, want := range c.listens {
				if got := s.ListenAddress(port); got != want {
					t.Errorf("%s listens at %s, want %s", port, got, want)
				}
			}
			for port, want := range c.reached {
				if got := s.Address(port); got != want {
					t.Errorf("%s is reached at %s, want %s", port, got, want)
				}
				// Whoever only has the environment comes to the same.
				if got, err := AddressOf(s.Get, port); err != nil || got != want {
					t.Errorf("%s is reached at %s, %v; want %s", port, got, err, want)
				}
			}
		})
	}
}

func TestTheEnvironmentSaysWhereAPartIs(t *testing.T) {
	two(t)
	t.Setenv("LOKI_HOST", "loki")
	t.Setenv("DATA_ADDRESS", "0.0.0.0")
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if s.Address("LOKI_PORT") != "loki:3100" || s.ListenAddress("POSTGRES_PORT") != "0.0.0.0:5432" || s.Address("POSTGRES_PORT") != "127.0.0.1:5432" {
		t.Errorf("got %s, %s, %s", s.Address("LOKI_PORT"), s.ListenAddress("POSTGRES_PORT"), s.Address("POSTGRES_PORT"))
	}
}

// Processes of the lab are told all of it, so that no setting is computed twice.
func TestProcessesAreToldWhereEverythingIs(t *testing.T) {
	two(t, "WEBAPP_HOST=192.0.2.1", "GRAFANA_STACK_HOST=192.0.2.2")
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	s.Choose(Webapp)
	environment := "\n" + strings.Join(s.Environ(), "\n") + "\n"
	for _, want := range []string{"BIND_ADDRESS=192.0.2.1", "DATA_ADDRESS=127.0.0.1", "TEMPO_HOST=192.0.2.2", "POSTGRES_HOST=127.0.0.1", "LAB_HALF=webapp"} {
		if !strings.Contains(environment, "\n"+want+"\n") {
			t.Errorf("no %s in the environment", want)
		}
	}
}

func TestWhatIsWrongWithTheMachinesIsNamed(t *testing.T) {
	for line, want := range map[string]string{
		"WEBAPP_HOST=192.0.2.1":                                  "WEBAPP_HOST is set and GRAFANA_STACK_HOST is empty: two machines need both, one machine neither",
		"GRAFANA_STACK_HOST=192.0.2.1":                           "GRAFANA_STACK_HOST is set and WEBAPP_HOST is empty: two machines need both, one machine neither",
		"WEBAPP_HOST=http://shop\nGRAFANA_STACK_HOST=stack":      `WEBAPP_HOST is "http://shop": it must be an IPv4 address or a host name`,
		"WEBAPP_HOST=shop\nGRAFANA_STACK_HOST=192.0.2.300":       `GRAFANA_STACK_HOST is "192.0.2.300": it must be an IPv4 address or a host name`,
		"WEBAPP_HOST=192.0.2.1:80\nGRAFANA_STACK_HOST=192.0.2.2": `WEBAPP_HOST is "192.0.2.1:80": it must be an IPv4 address or a host name`,
		"WEBAPP_HOST=192.0.2.1\nGRAFANA_STACK_HOST=0.0.0.0":      `GRAFANA_STACK_HOST is "0.0.0.0": it must be the address at which the other machine reaches this one`,
		"WEBAPP_HOST=192.0.2.1\nGRAFANA_STACK_HOST=2001:db8::2":  `GRAFANA_STACK_HOST is "2001:db8::2": it must be an IPv4 address or a host name`,
		"WEBAPP_HOST=::ffff:192.0.2.1\nGRAFANA_STACK_HOST=stack": `WEBAPP_HOST is "::ffff:192.0.2.1": it must be an IPv4 address or a host name`,
		"WEBAPP_HOST=::\nGRAFANA_STACK_HOST=stack":               `WEBAPP_HOST is "::": it must be an IPv4 address or a host name`,
		"PUBLISH_ADDRESS=::":                                     `PUBLISH_ADDRESS is "::": it must be an IPv4 address, or empty`,
		"PUBLISH_ADDRESS=everywhere":                             `PUBLISH_ADDRESS is "everywhere": it must be an IPv4 address, or empty`,
	} {
		two(t, line)
		if _, err := Load(); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", line, err, want)
		}
	}
}

func TestAPortThatIsNoneIsNamed(t *testing.T) {
	for value, want := range map[string]string{
		"":      `LOKI_PORT is "": it must be a port number from 1 to 65535`,
		"many":  `LOKI_PORT is "many": it must be a port number from 1 to 65535`,
		"65536": `LOKI_PORT is "65536": it must be a port number from 1 to 65535`,
	} {
		if _, err := AddressOf(func(string) string { return value }, "LOKI_PORT"); err == nil || err.Error() != want {
			t.Errorf("got %v", err)
		}
	}
}

// A port without a host would be looked for on the webapp's machine, wherever its part is.
func TestEveryPortOfTheProjectHasAHost(t *testing.T) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range variables(t, root) {
		if !strings.HasSuffix(name, "_PORT") {
			continue
		}
		found++
		if _, ok := layers[hostVariable(name)]; !ok {
			t.Errorf("%s has no host: %s is no variable of one", name, hostVariable(name))
		}
	}
	if found == 0 {
		t.Error(".env.example has no ports")
	}
}

func TestTheHalfIsRememberedInTheStateFolder(t *testing.T) {
	root := two(t, "WEBAPP_HOST=192.0.2.1", "GRAFANA_STACK_HOST=192.0.2.2")
	state := filepath.Join(root, ".lab")
	load := func() *Settings {
		t.Helper()
		s, err := Load()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := load()
	if s.Half != Both || s.Remote() {
		t.Errorf("a fresh checkout runs %q, remote %t", s.Half, s.Remote())
	}
	if err := os.Mkdir(state, 0o755); err != nil {
		t.Fatal(err)
	}
	s.Choose(Grafana)
	if err := s.Remember(); err != nil {
		t.Fatal(err)
	}
	if s = load(); s.Half != Grafana || !s.Remote() || s.Get("BIND_ADDRESS") != "192.0.2.2" {
		t.Errorf("got %q, remote %t, at %s", s.Half, s.Remote(), s.Get("BIND_ADDRESS"))
	}
	s.Choose(Both)
	if err := s.Remember(); err != nil {
		t.Fatal(err)
	}
	if s = load(); s.Half != Both {
		t.Errorf("got %q", s.Half)
	}
	write(t, filepath.Join(state, "half"), "left\n")
	if _, err := Load(); err == nil || !strings.Contains(err.Error(), "says neither webapp nor grafana") {
		t.Errorf("got %v", err)
	}
}

func TestWhatAHalfRuns(t *testing.T) {
	for process, half := range map[string]Half{"postgres": Webapp, "epmd": Webapp, "order-service": Webapp, "promtail": Webapp,
		"cadvisor": Webapp, "loki": Grafana, "grafana": Grafana, "alertmanager": Grafana} {
		other := map[Half]Half{Webapp: Grafana, Grafana: Webapp}[half]
		if !half.Has(process) || other.Has(process) || !Both.Has(process) {
			t.Errorf("%s: webapp %t, grafana %t", process, Webapp.Has(process), Grafana.Has(process))
		}
	}
	for port, half := range map[string]Half{"OTLP_GRPC_PORT": Grafana, "TEMPO_PORT": Grafana, "EPMD_PORT": Webapp, "PROMTAIL_PORT": Webapp} {
		if !half.HasPort(port) || (half == Grafana) == Webapp.HasPort(port) {
			t.Errorf("%s: webapp %t, grafana %t", port, Webapp.HasPort(port), Grafana.HasPort(port))
		}
	}
	if _, err := ParseHalf("loki"); err == nil || err.Error() != `--only is "loki": it must be webapp, grafana or both` {
		t.Errorf("got %v", err)
	}
}
