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
	missing := func() (string, bool) { return "not here", true }
	refusing := ask(t.Context(), Part{Probe: connects(closed(t)), Missing: missing}, time.Second)
	require.Equal(t, NotInstalled, refusing.Status)
	require.Equal(t, "not here", refusing.Detail)
	failing := ask(t.Context(), Part{Probe: answers(answer(t, 500, "")), Missing: missing}, time.Second)
	require.Equal(t, Unhealthy, failing.Status, "what answers is installed")
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

func TestOnlyANativePartMayBeMissing(t *testing.T) {
	state := t.TempDir()
	for name, c := range map[string]struct {
		environment       map[string]string
		cadvisor, grafana bool
	}{
		"native":                       {map[string]string{"LAB_STATE": state}, true, true},
		"containers":                   {nil, false, false},
		"a checkout beside containers": {map[string]string{"LAB_STATE": filepath.Join(state, "none")}, false, false},
		"the native webapp of two machines": {map[string]string{"LAB_STATE": state, "LAB_HALF": "webapp",
			"WEBAPP_HOST": "192.0.2.1", "GRAFANA_STACK_HOST": "192.0.2.2"}, true, false},
		"two machines": {map[string]string{"LAB_STATE": state, "WEBAPP_HOST": "192.0.2.1", "GRAFANA_STACK_HOST": "192.0.2.2"}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			parts, err := Parts(settingstest.With(t, c.environment))
			require.NoError(t, err)
			missing := map[string]bool{}
			for _, part := range parts {
				missing[part.Name] = part.Missing != nil
			}
			require.Equal(t, c.cadvisor, missing["cadvisor"])
			require.Equal(t, c.grafana, missing["grafana"])
			require.False(t, missing["loki"])
		})
	}
}
