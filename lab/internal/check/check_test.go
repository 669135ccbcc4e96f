package check

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/settings"
	"oms-lab/lab/internal/settings/settingstest"
)

// answer is a server that always says the same, and its address.
func answer(t *testing.T, status int, body string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// paths is a server that answers some paths with a status of their own, and all others with the same.
func paths(t *testing.T, known map[string]int, others int) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, is := known[r.URL.Path]
		if !is {
			status = others
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// closed is an address where nothing listens.
func closed(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}

func TestProbes(t *testing.T) {
	greeter, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = greeter.Close() })
	go func() {
		for {
			connection, err := greeter.Accept()
			if err != nil {
				return
			}
			_, _ = fmt.Fprint(connection, "220 lab ESMTP\r\n")
		}
	}()
	targets := func(health ...string) string {
		var all []string
		for i, h := range health {
			all = append(all, fmt.Sprintf(`{"labels":{"job":"job%d","instance":"i"},"health":%q}`, i, h))
		}
		return `{"data":{"activeTargets":[` + strings.Join(all, ",") + `]}}`
	}
	tests := []struct {
		name         string
		probe        probe
		detail, want string
	}{
		{"ready", ready(answer(t, 200, `{"status":"ready","checks":{"redis":"ok","postgres":"ok"}}`)), "postgres, redis", ""},
		{"not ready", ready(answer(t, 503, `{"checks":{"redis":"ok","postgres":"refused"}}`)), "", "postgres: refused"},
		{"not JSON", ready(answer(t, 404, `404`)), "", "404 Not Found, not the JSON of /ready"},
		{"nothing there", ready("http://" + closed(t)), "", "nothing listens there"},
		{"answers", answers(answer(t, 200, "OK")), "", ""},
		{"redirects", answers(answer(t, 307, "")), "", ""},
		{"fails", answers(answer(t, 500, "oh\nno")), "", "500 Internal Server Error: oh"},
		{"promtail", shipper(paths(t, map[string]int{"/ready": 200}, 404)), "", ""},
		{"promtail not ready", shipper(paths(t, map[string]int{"/ready": 500}, 404)), "", "500 Internal Server Error"},
		{"alloy", shipper(paths(t, map[string]int{"/-/ready": 200}, 200)), "", ""},
		{"alloy not ready", shipper(paths(t, map[string]int{"/-/ready": 503}, 200)), "", "503 Service Unavailable"},
		{"no shipper", shipper("http://" + closed(t)), "", "nothing listens there"},
		{"metric", metric(answer(t, 200, "# TYPE\npg_up 1\n"), "pg_up 1", "down"), "", ""},
		{"metric down", metric(answer(t, 200, "# TYPE\npg_up 0\n"), "pg_up 1", "down"), "", "down"},
		{"targets up", prometheus(answer(t, 200, targets("up", "up"))), "2 targets up", ""},
		{"target waits", prometheus(answer(t, 200, targets("up", "unknown"))), "2 targets, 1 not scraped yet", ""},
		{"target down", prometheus(answer(t, 200, targets("up", "down"))), "", "1 of 2 targets down: job1 (i)"},
		{"no targets", prometheus(answer(t, 200, targets())), "", "it has no targets"},
		{"otlp", otlp(answer(t, 200, "")), "", ""},
		{"otlp refuses", otlp(answer(t, 404, "")), "", "404 Not Found"},
		{"grafana", grafana(answer(t, 200, `{"database":"ok","version":"12.0.0"}`)), "12.0.0", ""},
		{"grafana without database", grafana(answer(t, 200, `{"database":"failing"}`)), "", "its database: failing"},
		{"alarm", rabbitmqAlarms(answer(t, 503, `{"reason":"memory alarm"}`), "u", "p"), "", "memory alarm"},
		{"smtp", greets(greeter.Addr().String(), "220 "), "", ""},
		{"not smtp", greets(greeter.Addr().String(), "500 "), "", `greets with "220 lab ESMTP"`},
		{"connects", connects(greeter.Addr().String()), "", ""},
		{"no redis", redisPing(closed(t), ""), "", "nothing listens there"},
		{"no rabbitmq", rabbitmq(closed(t), "u", "p"), "", "nothing listens there"},
		{"no postgres", postgres(closed(t), "p"), "", "nothing listens there"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := ask(t.Context(), Part{Probe: test.probe}, 5*time.Second)
			if test.want == "" {
				require.Equal(t, Healthy, result.Status, result.Detail)
				require.Equal(t, test.detail, result.Detail)
				return
			}
			require.Equal(t, Unhealthy, result.Status)
			require.Equal(t, test.want, result.Detail)
		})
	}
}

func TestAPartThatIsMissingIsNoFault(t *testing.T) {
	missing := func(context.Context) (string, bool) { return "not here", true }
	refusing := ask(t.Context(), Part{Probe: connects(closed(t)), Missing: missing}, time.Second)
	require.Equal(t, NotInstalled, refusing.Status)
	require.Equal(t, "not here", refusing.Detail)
	failing := ask(t.Context(), Part{Probe: answers(answer(t, 500, "")), Missing: missing}, time.Second)
	require.Equal(t, Unhealthy, failing.Status, "what answers is installed")

	// A firewall that drops what is sent to a closed port; what explains it is asked with time of its own.
	silent := func(ctx context.Context) (string, error) { <-ctx.Done(); return "", ctx.Err() }
	inTime := func(ctx context.Context) (string, bool) { return "not there", ctx.Err() == nil }
	unanswered := ask(t.Context(), Part{Probe: silent, Missing: inTime}, 50*time.Millisecond)
	require.Equal(t, NotInstalled, unanswered.Status, unanswered.Detail)
	present := func(context.Context) (string, bool) { return "", false }
	unanswered = ask(t.Context(), Part{Probe: silent, Missing: present}, 50*time.Millisecond)
	require.Equal(t, Unhealthy, unanswered.Status)
	require.Equal(t, "no answer within 50ms", unanswered.Detail)
}

// Without a Grafana on its machine, `lab up` tells Prometheus nothing of it.
func TestPrometheusKnowsWhetherThereIsAGrafana(t *testing.T) {
	targets := func(jobs ...string) string {
		var all []string
		for _, job := range jobs {
			all = append(all, fmt.Sprintf(`{"labels":{"job":%q},"health":"up"}`, job))
		}
		return `{"data":{"activeTargets":[` + strings.Join(all, ",") + `]}}`
	}
	for name, c := range map[string]struct {
		prometheus string
		missing    bool
	}{
		"no target":         {answer(t, 200, targets("loki", "tempo")), true},
		"a target":          {answer(t, 200, targets("loki", "grafana")), false},
		"no targets at all": {answer(t, 200, targets()), false},
		"no Prometheus":     {"http://" + closed(t), false},
	} {
		t.Run(name, func(t *testing.T) {
			_, missing := unscraped(c.prometheus, "grafana")(t.Context())
			require.Equal(t, c.missing, missing)
		})
	}
}

func TestPartsAreAskedAtTheSameTimeAndNotForever(t *testing.T) {
	hang := func(ctx context.Context) (string, error) { <-ctx.Done(); return "", ctx.Err() }
	parts := make([]Part, 20)
	for i := range parts {
		parts[i] = Part{Name: "hangs", Probe: hang}
	}
	started := time.Now()
	results := Run(t.Context(), parts, 100*time.Millisecond)
	require.Less(t, time.Since(started), time.Second)
	require.Len(t, unhealthy(results), 20)
	require.Equal(t, "no answer within 100ms", results[0].Detail)
}

// The tests' own PostgreSQL, Redis and RabbitMQ are signed in to for real.
func TestStoresOfTheTestStack(t *testing.T) {
	for variable, build := range map[string]func(u *url.URL, password string) probe{
		"TEST_POSTGRES_URL": func(u *url.URL, password string) probe { return postgres(u.Host, password) },
		"TEST_REDIS_URL":    func(u *url.URL, password string) probe { return redisPing(u.Host, password) },
		"TEST_RABBITMQ_URL": func(u *url.URL, password string) probe { return rabbitmq(u.Host, u.User.Username(), password) },
	} {
		t.Run(variable, func(t *testing.T) {
			value := os.Getenv(variable)
			require.NotEmpty(t, value, variable+" is not set: run `make test S=lab`")
			u, err := url.Parse(value)
			require.NoError(t, err)
			password, _ := u.User.Password()
			result := ask(t.Context(), Part{Probe: build(u, password)}, 10*time.Second)
			require.Equal(t, Healthy, result.Status, result.Detail)
		})
	}
}

// where are the addresses of parts by their names.
func where(t *testing.T, parts []Part) map[string]string {
	t.Helper()
	addresses := map[string]string{}
	for _, part := range parts {
		require.NotContains(t, addresses, part.Name, "names are unique")
		addresses[part.Name] = part.Address
	}
	return addresses
}

func TestPartsReadTheEnvironment(t *testing.T) {
	environment := map[string]string{"BIND_ADDRESS": "0.0.0.0", "LOKI_PORT": "23100", "POSTGRES_HOST": "postgres", "RABBITMQ_HOST": "rabbitmq"}
	parts, err := Parts(settingstest.With(t, environment))
	require.NoError(t, err)
	addresses := where(t, parts)
	require.Equal(t, "127.0.0.1:8001", addresses["order-service"])
	require.Equal(t, "127.0.0.1:23100", addresses["loki"])
	require.Equal(t, "postgres:5432", addresses["postgres"])
	require.Equal(t, "rabbitmq:15692", addresses["rabbitmq-metrics"])

	environment["LOKI_PORT"], environment["GATEWAY_PORT"] = "many", ""
	_, err = Parts(settingstest.With(t, environment))
	require.EqualError(t, err, `GATEWAY_PORT is "": it must be a port number from 1 to 65535; LOKI_PORT is "many": it must be a port number from 1 to 65535`)
}

func TestWhichPartsAreAsked(t *testing.T) {
	two := map[string]string{"WEBAPP_HOST": "192.0.2.1", "GRAFANA_STACK_HOST": "192.0.2.2"}
	on := func(half string) map[string]string {
		environment := maps.Clone(two)
		environment["LAB_HALF"] = half
		return environment
	}
	for name, c := range map[string]struct {
		environment map[string]string
		only        string
		there, not  []string
	}{
		"one machine":                    {nil, "", []string{"postgres", "order-service", "loki"}, nil},
		"one half of it":                 {nil, "grafana", []string{"loki", "grafana"}, []string{"postgres", "promtail"}},
		"the webapp of two":              {on("webapp"), "", []string{"postgres", "loki"}, nil},
		"the Grafana stack of two":       {on("grafana"), "", []string{"order-service", "rabbitmq-metrics", "loki"}, outOfReach},
		"the other one, asked for":       {on("grafana"), "webapp", []string{"postgres", "order-service"}, []string{"loki"}},
		"everything, asked for":          {on("grafana"), "both", []string{"postgres", "order-service", "loki"}, nil},
		"containers, which know no half": {two, "", []string{"postgres", "order-service", "loki"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			getenv := settingstest.With(t, c.environment)
			parts, err := Parts(getenv)
			require.NoError(t, err)
			parts, err = asked(parts, c.only, getenv)
			require.NoError(t, err)
			addresses := where(t, parts)
			for _, part := range c.there {
				require.Contains(t, addresses, part)
			}
			for _, part := range c.not {
				require.NotContains(t, addresses, part)
			}
		})
	}
	_, err := asked(nil, "loki", os.Getenv)
	require.EqualError(t, err, `--only is "loki": it must be webapp, grafana or both`)
}

// running is the state folder of a native lab whose supervisor runs.
func running(t *testing.T) string {
	t.Helper()
	state := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Dir(settings.Socket(state)), 0o755))
	supervisor, err := net.Listen("unix", settings.Socket(state))
	require.NoError(t, err)
	t.Cleanup(func() { _ = supervisor.Close() })
	return state
}

func TestWhatRunsNativelyHere(t *testing.T) {
	state, left := running(t), t.TempDir()
	require.NoError(t, os.MkdirAll(settings.Socket(left), 0o755), "something of that name that is no supervisor")
	two := map[string]string{"WEBAPP_HOST": "192.0.2.1", "GRAFANA_STACK_HOST": "192.0.2.2"}
	with := func(environment map[string]string, state, half string) map[string]string {
		all := map[string]string{"LAB_STATE": state, "LAB_HALF": half}
		maps.Copy(all, environment)
		return all
	}
	for name, c := range map[string]struct {
		environment     map[string]string
		webapp, grafana bool
	}{
		"native":                             {with(nil, state, ""), true, true},
		"containers":                         {nil, false, false},
		"a checkout beside containers":       {with(nil, filepath.Join(state, "none"), ""), false, false},
		"what a native lab has left behind":  {with(nil, left, ""), false, false},
		"the native webapp of two machines":  {with(two, state, "webapp"), true, false},
		"the native Grafana stack of two":    {with(two, state, "grafana"), false, true},
		"two machines, seen from a checkout": {with(two, state, ""), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := &lab{getenv: settingstest.With(t, c.environment)}
			require.Equal(t, c.webapp, l.native(settings.Webapp))
			require.Equal(t, c.grafana, l.native(settings.Grafana))
		})
	}
}

// A Grafana in a container that has died is unhealthy, whatever folder a native lab has left; one that the Grafana stack's
// machine does not have is no fault of the webapp's.
func TestOnlyAnOptionalPartMayBeMissing(t *testing.T) {
	scraping := func(job string) string {
		return port(t, answer(t, 200, `{"data":{"activeTargets":[{"labels":{"job":"`+job+`"}}]}}`))
	}
	for name, c := range map[string]struct {
		environment map[string]string
		want        Status
	}{
		"in a container, beside a folder": {map[string]string{"LAB_STATE": t.TempDir(), "PROMETHEUS_PORT": scraping("grafana")}, Unhealthy},
		"on the other machine, native": {map[string]string{"LAB_STATE": running(t), "LAB_HALF": "webapp", "WEBAPP_HOST": "127.0.0.2",
			"GRAFANA_STACK_HOST": "127.0.0.1", "PROMETHEUS_PORT": scraping("loki")}, NotInstalled},
	} {
		t.Run(name, func(t *testing.T) {
			_, c.environment["GRAFANA_PORT"], _ = net.SplitHostPort(closed(t))
			parts, err := Parts(settingstest.With(t, c.environment))
			require.NoError(t, err)
			parts, err = selected(parts, []string{"grafana", "loki"}, "")
			require.NoError(t, err)
			require.Nil(t, parts[0].Missing, "loki always runs")
			require.Equal(t, c.want, ask(t.Context(), parts[1], time.Second).Status)
		})
	}
}

func TestANamedPartIsOneOfTheHalf(t *testing.T) {
	parts, err := Parts(settingstest.With(t, nil))
	require.NoError(t, err)
	_, err = selected(parts, []string{"grafana", "mysql"}, "")
	require.ErrorContains(t, err, `there is no part "mysql": choose from gateway, `)
	webapp, err := asked(parts, "webapp", os.Getenv)
	require.NoError(t, err)
	_, err = selected(webapp, []string{"redis", "loki"}, "webapp")
	require.ErrorContains(t, err, `there is no part "loki" in the half webapp: choose from gateway, `)
	named, err := selected(webapp, []string{"redis"}, "webapp")
	require.NoError(t, err)
	require.Len(t, named, 1)
}
