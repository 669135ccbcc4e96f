package settings

import (
	"path/filepath"
	"testing"
)

const parts = machines + "GRAFANA_URL=\nGATEWAY_PORT=80\nGRAFANA_PORT=3001\nRABBITMQ_MANAGEMENT_PORT=15672\n"

func TestLinksLeadPeopleToTheParts(t *testing.T) {
	behindNAT := []string{"WEBAPP_HOST=shop.example", "GRAFANA_STACK_HOST=stack.example", "BIND_ADDRESS=0.0.0.0"}
	for name, c := range map[string]struct {
		env                          []string
		half                         Half
		gateway, grafana, management string
	}{
		"one machine": {nil, Both, "http://127.0.0.1:80", "http://127.0.0.1:3001", "http://127.0.0.1:15672"},
		"one machine, open to others": {[]string{"BIND_ADDRESS=0.0.0.0"}, Both,
			"http://localhost:80", "http://localhost:3001", "http://127.0.0.1:15672"},
		"one machine, at its own address": {[]string{"BIND_ADDRESS=192.0.2.7"}, Both,
			"http://192.0.2.7:80", "http://192.0.2.7:3001", "http://127.0.0.1:15672"},
		"the webapp of two, behind an address that it does not have": {behindNAT, Webapp,
			"http://shop.example:80", "http://stack.example:3001", "http://127.0.0.1:15672"},
		"the Grafana stack of two, behind an address that it does not have": {behindNAT, Grafana,
			"http://shop.example:80", "http://stack.example:3001", "http://shop.example:15672"},
		"a part that is somewhere else": {[]string{"BIND_ADDRESS=0.0.0.0", "GRAFANA_HOST=boards.example"}, Both,
			"http://localhost:80", "http://boards.example:3001", "http://127.0.0.1:15672"},
		"Grafana behind a proxy": {[]string{"GRAFANA_URL=https://boards.example/grafana/"}, Both,
			"http://127.0.0.1:80", "https://boards.example/grafana", "http://127.0.0.1:15672"},
	} {
		t.Run(name, func(t *testing.T) {
			root := two(t, c.env...)
			write(t, filepath.Join(root, ".env.example"), parts)
			unset(t, "RABBITMQ_MANAGEMENT_PORT")
			unset(t, "GRAFANA_PORT")
			s, err := Load()
			if err != nil {
				t.Fatal(err)
			}
			s.Choose(c.half)
			got := [3]string{s.Link("GATEWAY_PORT"), s.Get("GRAFANA_URL"), s.Link("RABBITMQ_MANAGEMENT_PORT")}
			if want := [3]string{c.gateway, c.grafana, c.management}; got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// What somebody says of Grafana is the same for whoever writes a link, wherever it was said.
func TestWhereGrafanaIsMayBeSaid(t *testing.T) {
	root := two(t)
	write(t, filepath.Join(root, ".env.example"), parts)
	load := func() *Settings {
		t.Helper()
		s, err := Load()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if load().Given("GRAFANA_URL") {
		t.Error("nobody has said it")
	}
	write(t, filepath.Join(root, ".env"), "GRAFANA_URL=http://file.example\n")
	if s := load(); !s.Given("GRAFANA_URL") || s.Get("GRAFANA_URL") != "http://file.example" {
		t.Errorf("got %s", s.Get("GRAFANA_URL"))
	}
	t.Setenv("GRAFANA_URL", "http://environment.example")
	if got := load().Get("GRAFANA_URL"); got != "http://environment.example" {
		t.Errorf("got %s", got)
	}
	t.Setenv("GRAFANA_URL", "grafana.example")
	want := `GRAFANA_URL is "grafana.example": it must be a URL such as https://grafana.example, or empty`
	if _, err := Load(); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}
