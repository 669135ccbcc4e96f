package render

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/settings"
)

// write makes files below a folder.
func write(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
}

// rendering is one of a folder with two parts.
func rendering(t *testing.T) *Rendering {
	t.Helper()
	from := filepath.Join(t.TempDir(), "infrastructure")
	write(t, from, map[string]string{
		"redis/redis.conf":               "port ${REDIS_PORT}\nregex $1 ${1} ${lower}\n",
		"prometheus/targets/shop.yaml":   "- targets: ['${SHOP_HOST}:${SHOP_PORT}']\n",
		"prometheus/targets/absent.yaml": "- targets: ['nowhere:1']\n",
		"prometheus/prometheus.yml":      "global: {}\n",
	})
	values := map[string]string{"REDIS_PORT": "21002", "SHOP_HOST": "shop", "SHOP_PORT": "80"}
	return &Rendering{From: from, Into: t.TempDir(), Parts: []string{"redis", "prometheus"}, Mode: 0o644,
		Value: func(name string) string { return values[name] }}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(content)
}

func TestValuesArePutInAndEverythingElseStays(t *testing.T) {
	r := rendering(t)
	require.NoError(t, r.Run())
	require.Equal(t, "port 21002\nregex $1 ${1} ${lower}\n", read(t, filepath.Join(r.Into, "redis", "redis.conf")))
	require.Equal(t, "- targets: ['shop:80']\n", read(t, filepath.Join(r.Into, "prometheus", "targets", "shop.yaml")))
	for path, mode := range map[string]fs.FileMode{"redis/redis.conf": 0o644, "prometheus/targets": fs.ModeDir | 0o755} {
		info, err := os.Stat(filepath.Join(r.Into, path))
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode(), path)
	}
}

func TestWhatIsNoLongerWantedIsRemovedAndFoldersStay(t *testing.T) {
	r := rendering(t)
	require.NoError(t, r.Run())
	targets := filepath.Join(r.Into, "prometheus", "targets")
	before, err := os.Stat(targets)
	require.NoError(t, err)
	unchanged, err := os.Stat(filepath.Join(targets, "shop.yaml"))
	require.NoError(t, err)
	write(t, r.Into, map[string]string{"prometheus/old.yml": "x", "prometheus/lost+found/x": "a file system's own"})

	r.Absent = map[string]bool{filepath.Join("prometheus", "targets", "absent.yaml"): true}
	require.NoError(t, r.Run())
	require.NoFileExists(t, filepath.Join(r.Into, "prometheus", "old.yml"))
	require.NoFileExists(t, filepath.Join(targets, "absent.yaml"))
	require.FileExists(t, filepath.Join(r.Into, "prometheus", "lost+found", "x"))
	after, err := os.Stat(targets)
	require.NoError(t, err)
	require.True(t, os.SameFile(before, after), "it is being watched")
	still, err := os.Stat(filepath.Join(targets, "shop.yaml"))
	require.NoError(t, err)
	require.True(t, os.SameFile(unchanged, still), "nothing in it has changed")
}

func TestAChangedFileTakesThePlaceOfTheOldOneAtOnce(t *testing.T) {
	r := rendering(t)
	require.NoError(t, r.Run())
	file := filepath.Join(r.Into, "redis", "redis.conf")
	open, err := os.Open(file)
	require.NoError(t, err)
	defer func() { _ = open.Close() }()
	write(t, r.From, map[string]string{"redis/redis.conf": "port 1\n"})
	require.NoError(t, r.Run())
	require.Equal(t, "port 1\n", read(t, file))
	before := make([]byte, 10)
	_, err = open.Read(before)
	require.NoError(t, err)
	require.Equal(t, "port 21002", string(before), "who reads the old one reads all of it")
	entries, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	require.Len(t, entries, 1)
}

func TestFilesAreGivenToTheirPart(t *testing.T) {
	r := rendering(t)
	owners := map[string]string{}
	r.Own = func(path, part string) error { owners[filepath.Base(path)] = part; return nil }
	require.NoError(t, r.Run())
	require.Equal(t, "redis", owners["redis.conf"])
	require.Equal(t, "prometheus", owners["shop.yaml"])
}

func TestAFaultIsOneLine(t *testing.T) {
	r := rendering(t)
	r.Parts = []string{"redis", "mysql"}
	require.EqualError(t, r.Run(), `there is no configuration of "mysql": choose from postgres, redis, rabbitmq, prometheus, alertmanager`)
	entries, err := os.ReadDir(r.Into)
	require.NoError(t, err)
	require.Empty(t, entries, "nothing is written by half")

	r.Parts = []string{"redis"}
	write(t, r.From, map[string]string{"redis/redis.conf": "port ${REDIS_PROT}\n"})
	require.EqualError(t, r.Run(), filepath.Join("infrastructure", "redis", "redis.conf")+" uses REDIS_PROT, which has no value: it is no variable of .env.example")
	require.NoFileExists(t, filepath.Join(r.Into, "redis", "redis.conf"))
}

// project makes this process one that works with the project's own files, configured by the given variables alone.
func project(t *testing.T, environment map[string]string) {
	t.Helper()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		if strings.HasSuffix(name, "_PORT") || strings.HasSuffix(name, "_HOST") || strings.HasSuffix(name, "_ADDRESS") || name == "GRAFANA_URL" {
			t.Setenv(name, value)
			require.NoError(t, os.Unsetenv(name))
		}
	}
	t.Setenv("LAB_ROOT", root)
	t.Setenv("LAB_ENV_FILE", os.DevNull)
	t.Setenv("LAB_STATE", t.TempDir())
	for name, value := range environment {
		t.Setenv(name, value)
	}
}

// What a container with the hosts of compose gets.
func TestTheProjectsOwnFilesInContainers(t *testing.T) {
	environment := map[string]string{"BIND_ADDRESS": "0.0.0.0", "DATA_ADDRESS": "0.0.0.0", "GRAFANA_URL": "http://lab.example:3001"}
	for _, host := range settings.Hosts() {
		environment[host] = strings.ToLower(strings.ReplaceAll(strings.TrimSuffix(host, "_HOST"), "_", "-"))
	}
	delete(environment, "RABBITMQ_METRICS_HOST") // follows RABBITMQ_HOST
	project(t, environment)
	into := t.TempDir()
	cmd := NewCmdRender()
	cmd.SetArgs([]string{"--into", into})
	require.NoError(t, cmd.Execute())
	for file, want := range map[string][]string{
		"redis/redis.conf":                        {"bind 0.0.0.0\n", "port 6379\n"},
		"rabbitmq/rabbitmq.conf":                  {"listeners.tcp.1 = 0.0.0.0:5672\n", "prometheus.tcp.ip = 0.0.0.0\n"},
		"prometheus/targets/services.yaml":        {"['order-service:8001']", "['gateway:8080']", "['inbox:8025']"},
		"prometheus/targets/infrastructure.yaml":  {"['rabbitmq:15692']", "['node-exporter:9100']"},
		"prometheus/targets/cadvisor.yaml":        {"['cadvisor:8081']"},
		"prometheus/targets/grafana.yaml":         {"['grafana:3001']"},
		"alertmanager/alertmanager.yml":           {"smtp_smarthost: inbox:1025\n", "http://inbox:8025/alerts"},
		"alertmanager/templates/ticket.tmpl":      {"http://lab.example:3001{{ . }}"},
		"prometheus/prometheus.yml":               {"replacement: lab-inbox"},
		"prometheus/rules/slo/order-service.yaml": {"groups:"},
		"postgres/postgresql.conf":                {"max_connections"},
		"prometheus/targets/grafana-stack.yaml":   {"['loki:3100']", "['promtail:9080']"},
		"prometheus/targets/rabbitmq-queues.yaml": {"['rabbitmq:15692']"},
		"prometheus/targets/alertmanager.yaml":    {"['alertmanager:9093']"},
		"prometheus/rules/availability.yaml":      {"groups:"},
		"rabbitmq/enabled_plugins":                {"rabbitmq_prometheus"},
	} {
		content := read(t, filepath.Join(into, file))
		for _, text := range want {
			require.Contains(t, content, text, file)
		}
		require.NotContains(t, content, "127.0.0.1", file)
	}
}

// On one machine everything is on the loopback; of two, the stack of one finds the webapp of the other.
func TestTheProjectsOwnFilesNatively(t *testing.T) {
	for name, c := range map[string]struct {
		environment map[string]string
		half        settings.Half
		want        map[string]string
	}{
		"one machine": {nil, settings.Both, map[string]string{
			"prometheus/targets/infrastructure.yaml": "['127.0.0.1:15692']", "alertmanager/alertmanager.yml": "http://127.0.0.1:8025/alerts"}},
		"the Grafana stack of two": {map[string]string{"WEBAPP_HOST": "192.0.2.1", "GRAFANA_STACK_HOST": "192.0.2.2"}, settings.Grafana, map[string]string{
			"prometheus/targets/services.yaml": "['192.0.2.1:8001']", "prometheus/targets/infrastructure.yaml": "['192.0.2.1:15692']",
			"prometheus/targets/grafana-stack.yaml": "['192.0.2.2:3100']", "alertmanager/alertmanager.yml": "smtp_smarthost: 192.0.2.1:1025",
			"alertmanager/templates/ticket.tmpl": "http://192.0.2.2:3001"}},
		"one machine, open to others": {map[string]string{"BIND_ADDRESS": "0.0.0.0"}, settings.Both, map[string]string{
			"prometheus/targets/services.yaml": "['127.0.0.1:8001']", "alertmanager/templates/ticket.tmpl": "http://localhost:3001"}},
		"Grafana behind a proxy": {map[string]string{"GRAFANA_URL": "https://boards.example/"}, settings.Both, map[string]string{
			"alertmanager/templates/ticket.tmpl": "https://boards.example{{ . }}"}},
		"the webapp of two": {map[string]string{"WEBAPP_HOST": "192.0.2.1", "GRAFANA_STACK_HOST": "192.0.2.2"}, settings.Webapp, map[string]string{
			"redis/redis.conf": "bind 127.0.0.1\n", "rabbitmq/rabbitmq.conf": "prometheus.tcp.ip = 192.0.2.1\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			project(t, c.environment)
			s, err := settings.Load()
			require.NoError(t, err)
			s.Choose(c.half)
			r := Rendering{From: filepath.Join(s.Root, "infrastructure"), Into: t.TempDir(), Parts: Parts, Value: s.Get, Mode: 0o644}
			require.NoError(t, r.Run())
			for file, text := range c.want {
				require.Contains(t, read(t, filepath.Join(r.Into, file)), text, file)
			}
		})
	}
}
