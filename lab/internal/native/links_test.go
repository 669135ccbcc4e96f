package native

import (
	"bytes"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"oms-lab/lab/internal/settings"
)

// The frontend and the inbox have links to Grafana where there may be one, to the place that mails of alerts name.
func TestWhoeverLinksToGrafanaIsToldTheSame(t *testing.T) {
	two := map[string]string{"WEBAPP_HOST": "192.0.2.1", "GRAFANA_STACK_HOST": "192.0.2.2", "BIND_ADDRESS": "0.0.0.0"}
	t.Setenv("PATH", t.TempDir())
	t.Setenv("GRAFANA_HOME", "")
	for name, c := range map[string]struct {
		half     settings.Half
		replaced map[string]string
		want     string
	}{
		"no Grafana on one machine":        {settings.Both, nil, ""},
		"one that is said to be elsewhere": {settings.Both, map[string]string{"GRAFANA_URL": "https://boards.example"}, "https://boards.example"},
		"one on the other machine":         {settings.Webapp, two, "http://192.0.2.2:3001"},
		"none on this one of two":          {settings.Grafana, two, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := ownSettings(t, c.half, c.replaced)
			extra, _ := surroundings(s)
			var told string
			for _, pair := range environment(s, extra) {
				if value, is := strings.CutPrefix(pair, "GRAFANA_URL="); is {
					told = value // the last one is what a process gets
				}
			}
			if told != c.want {
				t.Errorf("got %q, want %q", told, c.want)
			}
		})
	}
}

// What a lab that listens everywhere prints can be opened.
func TestTheTableLinksToWherePeopleGetTo(t *testing.T) {
	s := ownSettings(t, settings.Both, map[string]string{"BIND_ADDRESS": "0.0.0.0"})
	if err := os.MkdirAll(filepath.Dir(socket(s)), 0o755); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", socket(s))
	if err != nil {
		t.Fatal(err)
	}
	supervisor := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"data":[{"name":"inbox","status":"Running"},{"name":"grafana","status":"Disabled"}]}`))
	}))
	supervisor.Listener = listener
	supervisor.Start()
	defer supervisor.Close()
	var out bytes.Buffer
	if err := printTable(t.Context(), &out, s); err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{"Inbox:": {"http://localhost:8025/", "healthy"}, "Grafana": {"-", "off"}, "RabbitMQ": {"http://127.0.0.1:15672/"}}
	for line := range strings.Lines(out.String()) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		for _, want := range rows[fields[0]] {
			if !slices.Contains(fields, want) {
				t.Errorf("no %s in %q", want, line)
			}
		}
		delete(rows, fields[0])
	}
	if len(rows) > 0 {
		t.Errorf("no lines of %v in\n%s", rows, out.String())
	}
}
