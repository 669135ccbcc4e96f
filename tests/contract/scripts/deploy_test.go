package scripts

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAMissingEnvFileIsNotMadeUp(t *testing.T) {
	m := newMachine(t)
	m.docker(docker())
	m.refuses(m.run("deploy.sh"), ".env is missing: copy .env.example to .env: cp .env.example .env")
	require.NoFileExists(t, m.root+"/.env")
}

func TestDockerIsCheckedFirst(t *testing.T) {
	old, bare := docker(), docker()
	old.compose, bare.compose = "v2.17.3", ""
	for name, c := range map[string]struct {
		engine     *engine
		standalone string
		want       string
	}{
		"no Docker": {want: "Docker is not installed: https://docs.docker.com/engine/install/ tells how; or deploy with --native"},
		"a stopped engine": {engine: &engine{fault: "Cannot connect to the Docker daemon at unix:///var/run/docker.sock."},
			want: "the Docker engine does not answer: start it (sudo systemctl start docker); docker version says why not"},
		"no Compose":     {engine: &bare, want: "the plugin docker compose is missing: install 2.24 or newer (package docker-compose-plugin)"},
		"an old Compose": {engine: &old, want: "docker compose is 2.17.3, and the files need 2.24 or newer: update the package docker-compose-plugin"},
		"Compose v1": {engine: &bare, standalone: "1.29.2",
			want: "only Compose v1 (docker-compose 1.29.2) is here, which cannot read these files: install 2.24 or newer (package docker-compose-plugin)"},
		"Compose v2 without the plugin": {engine: &bare, standalone: "v2.40.3",
			want: "docker-compose 2.40.3 is here, but not as the plugin docker compose, which the lab calls: install 2.24 or newer (package docker-compose-plugin)"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.settings()
			if c.engine != nil {
				m.docker(*c.engine)
			}
			if c.standalone != "" {
				m.program("docker-compose", `[ "$*" != "version --short" ] || echo `+c.standalone)
			}
			m.refuses(m.run("deploy.sh"), c.want)
		})
	}
}

func TestAnEngineThatLetsNobodyIn(t *testing.T) {
	m := newMachine(t)
	m.settings()
	m.docker(engine{fault: "permission denied while trying to connect to the Docker daemon socket"})
	m.program("id", "echo grace")
	m.refuses(m.run("deploy.sh"), "the Docker engine does not let grace in: sudo usermod -aG docker grace, and sign in again")
}

func TestTooLittleMemory(t *testing.T) {
	m := newMachine(t)
	m.settings()
	small := docker()
	small.memory = 900
	m.docker(small)
	m.refuses(m.run("deploy.sh"), "900 MiB of memory are free, and grafana with webapp needs 3072 MiB: stop something, or put the other half on a second machine")
	m.refuses(m.run("deploy.sh", "grafana"), "900 MiB of memory are free, and grafana needs 1024 MiB: stop something, or put the other half on a second machine")
	// What runs already has its memory.
	small.running = []string{"prometheus"}
	m.docker(small)
	require.Zero(t, m.run("deploy.sh", "grafana", "--check").code)
}

func TestATakenPort(t *testing.T) {
	port := takenPort(t)
	m := newMachine(t)
	m.settings("ORDER_SERVICE_PORT=" + port)
	busy := docker()
	busy.ports = []string{port}
	m.docker(busy)
	fault := "port " + port + " (ORDER_SERVICE_PORT) is taken by %s: stop it, or set ORDER_SERVICE_PORT to another port in .env"
	m.refuses(m.run("deploy.sh", "webapp"), fmt.Sprintf(fault, "another process"))

	m.program("ss", fmt.Sprintf(`case "$*" in *:%[1]s) echo 'LISTEN 0 511 0.0.0.0:%[1]s 0.0.0.0:* users:(("nginx",pid=42,fd=6),("nginx",pid=41,fd=6))';; esac`, port))
	m.refuses(m.run("deploy.sh", "webapp"), fmt.Sprintf(fault, "nginx (pid 42)"))

	// Another address of the machine is another port.
	m.program("ss", fmt.Sprintf(`case "$*" in *:%[1]s) echo 'LISTEN 0 511 127.0.0.53%%lo:%[1]s 0.0.0.0:*';; esac`, port))
	require.Zero(t, m.run("deploy.sh", "webapp", "--check").code)
}

func TestThePortOfNodeExporterIsTheMachinesOwn(t *testing.T) {
	port := takenPort(t)
	m := newMachine(t)
	m.settings("NODE_EXPORTER_PORT="+port, "TELEMETRY_GATEWAY=127.0.0.1")
	m.docker(docker())
	m.refuses(m.run("deploy.sh", "webapp"), "port "+port+" (NODE_EXPORTER_PORT) is taken by another process: stop it, or set NODE_EXPORTER_PORT to another port in .env")
	require.Zero(t, m.run("deploy.sh", "grafana", "--check").code)
}

func TestThePortsOfARunningLabAreItsOwn(t *testing.T) {
	port := takenPort(t)
	m := newMachine(t)
	m.settings("ORDER_SERVICE_PORT=" + port)
	e := docker()
	e.ports, e.running = []string{port}, []string{"order-service", "node-exporter"}
	m.docker(e)
	require.Equal(t, result{out: "nothing stands in the way of webapp\n"}, m.run("deploy.sh", "webapp", "--check"))
}

func TestSettingsThatComposeMisses(t *testing.T) {
	m := newMachine(t)
	m.settings()
	e := docker()
	e.invalid = "required variable LOAD_PROFILE is missing a value"
	m.docker(e)
	m.refuses(m.run("deploy.sh", "webapp"), "docker compose cannot read docker-compose.yml: required variable LOAD_PROFILE is missing a value")
}

func TestTwoMachinesNeedBothAddresses(t *testing.T) {
	for set, missing := range map[string]string{"WEBAPP_HOST": "GRAFANA_STACK_HOST", "GRAFANA_STACK_HOST": "WEBAPP_HOST"} {
		m := newMachine(t)
		m.settings(set + "=127.0.0.2")
		m.docker(docker())
		m.refuses(m.run("deploy.sh", "grafana"), set+" is set and "+missing+" is not: two machines need both, in .env on both of them")
	}
}

func TestTwoPartsOnOnePort(t *testing.T) {
	m := newMachine(t)
	m.docker(docker())
	m.settings("GRAFANA_PORT=3000")
	m.refuses(m.run("deploy.sh"), "FRONTEND_PORT and GRAFANA_PORT are both 3000: each part needs a port of its own")
	m.settings("GRAFANA_PORT=grafana")
	m.refuses(m.run("deploy.sh"), `GRAFANA_PORT is "grafana": it must be a port number from 1 to 65535`)
}

func TestOneMachinePublishesWhereItsPartsAreLookedFor(t *testing.T) {
	m := newMachine(t)
	m.docker(docker())
	m.settings("PUBLISH_ADDRESS=10.0.0.2")
	m.refuses(m.run("deploy.sh"),
		"PUBLISH_ADDRESS is 10.0.0.2 with everything on one machine: set WEBAPP_HOST and GRAFANA_STACK_HOST to that address instead")
}

func TestTheAddressIsThisMachines(t *testing.T) {
	m := newMachine(t)
	m.docker(docker())
	m.program("ip", `case "$*" in *" 10.0.0.2") echo "local 10.0.0.2 dev lo" ;; *) echo "10.0.0.3 via 10.0.0.1 dev eth0" ;; esac`)
	m.settings("WEBAPP_HOST=10.0.0.2", "GRAFANA_STACK_HOST=10.0.0.3")
	m.refuses(m.run("deploy.sh", "grafana"),
		"GRAFANA_STACK_HOST is 10.0.0.3, which is no address of this machine: run this on the machine that has it, or set PUBLISH_ADDRESS=0.0.0.0 behind NAT")
	m.settings("WEBAPP_HOST=10.0.0.3", "GRAFANA_STACK_HOST=10.0.0.2")
	require.Zero(t, m.run("deploy.sh", "grafana", "--check").code)
	m.settings("WEBAPP_HOST=10.0.0.2", "GRAFANA_STACK_HOST=10.0.0.3", "PUBLISH_ADDRESS=0.0.0.0")
	require.Zero(t, m.run("deploy.sh", "grafana", "--check").code)
	m.settings("WEBAPP_HOST=10.0.0.2", "GRAFANA_STACK_HOST=stack.example")
	m.refuses(m.run("deploy.sh", "grafana"), "GRAFANA_STACK_HOST is stack.example: it must be an IPv4 address of this machine (or set PUBLISH_ADDRESS to one)")
}

func TestAnUnreachableGrafanaStack(t *testing.T) {
	m := newMachine(t)
	m.docker(docker())
	loki, otlp := freePort(t), freePort(t)
	m.settings("WEBAPP_HOST=127.0.0.1", "GRAFANA_STACK_HOST=127.0.0.1", "LOKI_PORT="+loki, "OTLP_HTTP_PORT="+otlp)
	m.refuses(m.run("deploy.sh", "webapp"),
		"the Grafana stack does not answer: Loki at http://127.0.0.1:"+loki+"/ready (GRAFANA_STACK_HOST): deploy it there first, and open the port to this machine",
		"the Grafana stack does not answer: OTLP at http://127.0.0.1:"+otlp+" (GRAFANA_STACK_HOST): deploy it there first, and open the port to this machine")

	ready := http.StatusOK
	stack := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(map[string]int{"/ready": ready, "/v1/traces": http.StatusMethodNotAllowed}[r.URL.Path])
	}))
	defer stack.Close()
	traces := httptest.NewServer(stack.Config.Handler)
	defer traces.Close()
	_, port, err := net.SplitHostPort(stack.Listener.Addr().String())
	require.NoError(t, err)
	_, otlp, err = net.SplitHostPort(traces.Listener.Addr().String())
	require.NoError(t, err)
	m.settings("WEBAPP_HOST=127.0.0.1", "GRAFANA_STACK_HOST=127.0.0.1", "LOKI_PORT="+port, "OTLP_HTTP_PORT="+otlp)
	require.Equal(t, result{out: "nothing stands in the way of webapp\n"}, m.run("deploy.sh", "webapp", "--check"))
	ready = http.StatusServiceUnavailable
	m.refuses(m.run("deploy.sh", "webapp"),
		"the Grafana stack does not answer: Loki at http://127.0.0.1:"+port+"/ready (GRAFANA_STACK_HOST): deploy it there first, and open the port to this machine")
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	port := takenPort(t)
	m := newMachine(t)
	m.settings("GATEWAY_PORT="+port, "WEBAPP_HOST=127.0.0.1")
	e := docker()
	e.memory, e.ports = 100, []string{port}
	m.docker(e)
	r := m.run("deploy.sh", "webapp")
	require.Equal(t, 1, r.code)
	require.Equal(t, 3, strings.Count(r.err, "\n"), r.err)
	require.Empty(t, m.calls(" up "))
}

func TestTheStackIsStartedBeforeTheWebapp(t *testing.T) {
	m := newMachine(t)
	m.settings("GATEWAY_PORT=8088")
	m.docker(docker())
	r := m.run("deploy.sh", "--timeout", "60")
	require.Equal(t, 0, r.code, r.err)
	require.Equal(t, []string{
		"docker compose -f docker-compose.grafana.yml up --detach --build --wait --wait-timeout 60",
		"docker compose -f docker-compose.yml up --detach --build --wait --wait-timeout 60"}, m.calls(" up "))
	for _, url := range []string{"http://127.0.0.1:8088/ ", "http://127.0.0.1:8025/", "http://127.0.0.1:8080/dashboard/",
		"http://127.0.0.1:3001/ ", "http://127.0.0.1:9090/", "http://127.0.0.1:9093/"} {
		require.Contains(t, r.out, url)
	}
}

func TestWhatAMachineChangesOfTheWebappIsKept(t *testing.T) {
	m := newMachine(t)
	m.settings()
	m.docker(docker())
	m.write("docker-compose.override.yml", "services: {}\n")
	require.Zero(t, m.run("deploy.sh", "--timeout", "60").code)
	require.Equal(t, []string{
		"docker compose -f docker-compose.grafana.yml up --detach --build --wait --wait-timeout 60",
		"docker compose -f docker-compose.yml -f docker-compose.override.yml up --detach --build --wait --wait-timeout 60"}, m.calls(" up "))
}

func TestWhatDoesNotBecomeHealthyIsShown(t *testing.T) {
	m := newMachine(t)
	m.settings()
	e := docker()
	e.fails = 1
	e.containers = []string{"oms-lab-redis-1|redis|Up 2 minutes (healthy)", "oms-lab-configuration-1|configuration|Exited (0) 2 minutes ago",
		"oms-lab-loki-1|loki|Up 2 minutes (unhealthy)", "oms-lab-tempo-1|tempo|Exited (1) 3 seconds ago"}
	m.docker(e)
	r := m.run("deploy.sh", "grafana", "--no-build", "--timeout", "5")
	require.Equal(t, 1, r.code)
	require.Equal(t, `loki: Up 2 minutes (unhealthy); the end of its log:
    the port is taken
tempo: Exited (1) 3 seconds ago; the end of its log:
    the port is taken
grafana did not become healthy within 5 s: mend what is shown above and deploy again; what is healthy stays
`, r.err)
	require.Equal(t, []string{"docker compose -f docker-compose.grafana.yml up --detach --no-build --wait --wait-timeout 5"}, m.calls(" up "))
}

// takenPort is a port of the loopback that something listens at.
func takenPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	return port
}

// freePort is one that nothing listens at.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = listener.Close() }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	return port
}
