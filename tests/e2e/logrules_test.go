package e2e

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// logRule is an alert of Loki's ruler.
type logRule struct {
	Alert string `yaml:"alert"`
	Expr  string `yaml:"expr"`
	For   string `yaml:"for"`
}

// logRules reads the alerts of all rule files, by name.
func logRules(t *testing.T) map[string]logRule {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(os.Getenv("LAB_ROOT"), "infrastructure", "loki", "rules", "fake", "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	rules := map[string]logRule{}
	for _, name := range files {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		var file struct {
			Groups []struct {
				Rules []logRule `yaml:"rules"`
			} `yaml:"groups"`
		}
		require.NoError(t, yaml.Unmarshal(content, &file), name)
		for _, group := range file.Groups {
			for _, rule := range group.Rules {
				require.NotContains(t, rules, rule.Alert, name)
				rules[rule.Alert] = rule
			}
		}
	}
	return rules
}

// logCase is a log that a rule is silent about, and lines of which each alone, coming last, is one too many.
type logCase struct {
	level string
	calm  []string
	tips  []string
}

// logCases has lines as the programs print them, by the alert that they are about.
var logCases = map[string]logCase{
	"ProcessCrashed": {
		level: "error",
		calm: []string{
			`{"level":"error","msg":"recovered from panic: nil map"}`,
			`the last panic: none`,
			`thread 'main' is parked`,
			// A request or a job that failed, and the process went on: Python's trace within the line, Next.js's own handler.
			`{"level":"error","service":"payment-service","msg":"request failed","error":"Traceback (most recent call last):\n  File \"app.py\""}`,
			`{"level":"error","service":"frontend","msg":"uncaughtException:","error":"Error: read ECONNRESET"}`,
			`{"level":"warn","service":"notification-service","error":"11 listeners added","msg":"Node.js warns: MaxListenersExceededWarning"}`,
			postgresLine(`FATAL:  terminating connection due to administrator command`),
		},
		tips: []string{
			`panic: runtime error: invalid memory address or nil pointer dereference`,
			`fatal error: concurrent map writes`,
			`Exception in thread "main" java.lang.IllegalStateException: no signing key`,
			`java.lang.OutOfMemoryError: Java heap space`,
			`thread 'tokio-runtime-worker' panicked at src/stock.rs:42:9:`,
			`FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory`,
			`Node.js v24.21.0`,
			`{"level":"error","ts":"2026-11-26T20:00:00.000Z","service":"notification-service","error":"no channel",` +
				`"stack":"Error: no channel\n    at consume","msg":"The process ends on an unhandled error"}`,
			`Traceback (most recent call last):`,
		},
	},
	"ErrorLogBurst": {
		level: "error",
		calm:  slices.Repeat([]string{`{"level":"error","msg":"the payment gateway does not answer"}`}, 20),
		tips:  []string{`{"level":"error","msg":"the payment gateway does not answer"}`},
	},
	"PostgreSQLErrorsLogged": {
		level: "error",
		calm: []string{
			postgresLine(`ERROR:  duplicate key value violates unique constraint "users_email_key"`),
			postgresLine(`ERROR:  canceling statement due to user request`),
			postgresLine(`FATAL:  terminating connection due to administrator command`),
			`{"level":"error","msg":"the order is not stored","error":"ERROR: deadlock detected (SQLSTATE 40P01)"}`,
		},
		tips: []string{
			postgresLine(`ERROR:  deadlock detected`),
			postgresLine(`ERROR:  out of memory`),
			postgresLine(`ERROR:  out of shared memory`),
			postgresLine(`FATAL:  sorry, too many clients already`),
			postgresLine(`FATAL:  remaining connection slots are reserved for non-replication superuser connections`),
			postgresLine(`FATAL:  terminating connection due to idle-in-transaction timeout`),
			postgresLine(`ERROR:  could not extend file "base/16397/16599": wrote only 4096 of 8192 bytes at block 12`),
			postgresLine(`ERROR:  invalid page in block 7 of relation base/16397/16599`),
			postgresLine(`PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device`),
		},
	},
	"GatewayConfigReloadFailed": {
		level: "error",
		calm: []string{
			`{"level":"error","error":"context canceled","time":"2026-11-26T20:02:56Z","message":"Error while starting server"}`,
			`{"RouterName":"orders@file","DownstreamStatus":500,"level":"info","msg":"","time":"2026-11-26T20:02:56Z"}`,
		},
		tips: []string{
			`{"level":"error","providerName":"file","error":"routes.yml: yaml: line 1: did not find expected node content",` +
				`"time":"2026-11-26T20:02:56Z","message":"Error occurred during watcher callback"}`,
			`{"level":"error","entryPointName":"web","routerName":"orders@file","error":"the service \"nosuch@file\" does not exist"}`,
		},
	},
	"LokiRulesUnreadable": {
		level: "error",
		calm: []string{
			`level=error ts=2026-11-26T20:14:00.468Z caller=ruler.go:579 msg="unable to sync rules"`,
			`level=warn ts=2026-11-26T20:14:00.468Z caller=engine.go:263 query="{level=\"error\"} |= \"unable to list rules\""`,
		},
		tips: []string{`level=error ts=2026-11-26T20:14:00.468Z caller=ruler.go:579 msg="unable to list rules" err="error parsing errors.yaml"`},
	},
	"SecretInLogs": {
		level: "info",
		calm: []string{
			`{"level":"info","msg":"configuration","db_password":"****","client_secret": "****","lab_password":""}`,
			`{"level":"warn","msg":"the bearer token has expired"}`,
			`{"level":"info","msg":"authorization: Bearer ****","card_token":"tok_***"}`,
			`2026-11-26 20:00:00.000 UTC [7] [unknown]@order_service FATAL:  password authentication failed for user "order_service"`,
		},
		tips: []string{
			`GET /api/v1/orders authorization: Bearer c2VjcmV0LWFzLWNhbi1iZQ`,
			`{"level":"debug","msg":"answered","access_token":"eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJvbXMiLCJhdWQiOiJvbXMifQ.c2lnbmF0dXJl"}`,
			`{"level":"debug","msg":"charging","method":{"type":"card","token":"tok_visa"}}`,
			`{"level":"debug","msg":"signing in","password":"observe-me-1"}`,
			`{"level": "debug", "msg": "a service token", "client_secret": "lab-order-client"}`,
		},
	},
	"StoreLoginsRefused": {
		level: "error",
		calm: append(slices.Repeat([]string{postgresLine(`FATAL:  password authentication failed for user "order_service"`)}, 4),
			`{"level":"error","msg":"no connection","error":"FATAL: password authentication failed for user \"order_service\""}`),
		tips: []string{
			postgresLine(`FATAL:  password authentication failed for user "order_service"`),
			`2026-11-26 20:00:00.000000+00:00 [error] <0.900.0> PLAIN login refused: user 'oms' - invalid credentials`,
		},
	},
}

// postgresLine puts what PostgreSQL's log_line_prefix says before a message.
func postgresLine(message string) string {
	return `2026-11-26 20:00:00.000 UTC [4711] order_service@order_service ` + message
}

// The expression of every rule, as the file has it, is silent until the line that is too much, and true from that line on.
func TestLogRulesFireAtTheLineThatIsTooMuch(t *testing.T) {
	rules, lines := logRules(t), 0
	for alert := range logCases {
		require.Contains(t, rules, alert, "a case without a rule")
	}
	// The group ends when all in it have ended, who run side by side.
	passed := t.Run("alerts", func(t *testing.T) {
		for alert, rule := range rules {
			c, found := logCases[alert]
			require.True(t, found, "%s has no case: add lines that stay just below it and lines that reach it", alert)
			require.Empty(t, rule.For, "%s: with a `for` its expression alone would not decide", alert)
			for _, tip := range c.tips {
				lines++
				t.Run(alert, func(t *testing.T) {
					t.Parallel()
					fireAt(t, rule, c, tip)
				})
			}
		}
	})
	require.True(t, passed)
	newFigures(t, "rules over logs").add(t, "%d log alerts: silent before and firing after each of %d lines", len(rules), lines)
}

// fireAt checks that a rule is silent before a line and holds after it.
func fireAt(t *testing.T, rule logRule, c logCase, tip string) {
	t.Helper()
	service := "logrule-" + uuid.NewString()
	// Longer ago than any rule looks back: the ruler, which looks at the last minutes, tells nobody of it.
	last := time.Now().Add(-30 * time.Minute)
	first := last.Add(-time.Minute)
	for i, line := range c.calm {
		pushLog(t, service, c.level, first.Add(time.Duration(i)*time.Millisecond), line)
	}
	pushLog(t, service, c.level, last, tip)

	eventually(t, 20*time.Second, func(c *assert.CollectT) {
		assert.True(c, holds(c, rule, service, last.Add(time.Second)), "silent after %s", tip)
	})
	assert.False(t, holds(t, rule, service, last.Add(-time.Second)), "fires before %s", tip)
}

// pushLog sends one line to Loki with the labels that Promtail would give it.
func pushLog(t *testing.T, service, level string, when time.Time, line string) {
	t.Helper()
	pushed := call{method: http.MethodPost, url: lokiURL("/loki/api/v1/push", nil), body: map[string]any{
		"streams": []map[string]any{{
			"stream": map[string]string{"environment": "lab", "service_name": service, "level": level},
			"values": [][]string{{strconv.FormatInt(when.UnixNano(), 10), line}},
		}},
	}}.do(t)
	require.Equal(t, http.StatusNoContent, pushed.status, string(pushed.body))
}

// holds tells whether the rule's expression gives a result for the service at a time.
func holds(t require.TestingT, rule logRule, service string, when time.Time) bool {
	found := get[struct {
		Data struct {
			Result []sample `json:"result"`
		} `json:"data"`
	}](t, "", lokiURL("/loki/api/v1/query", url.Values{"query": {rule.Expr}, "time": {strconv.FormatInt(when.UnixNano(), 10)}}))
	return slices.ContainsFunc(found.Data.Result, func(s sample) bool { return s.Labels["service_name"] == service })
}

func lokiURL(path string, values url.Values) string {
	return at("LOKI_PORT") + path + "?" + values.Encode()
}

// What the files say is what the ruler evaluates, without an error.
func TestLogRulesAreEvaluatedByTheRuler(t *testing.T) {
	rules := logRules(t)
	// It looks for changed files once a minute and evaluates every half.
	eventually(t, 2*time.Minute, func(c *assert.CollectT) {
		loaded := get[struct {
			Data struct {
				Groups []struct {
					Rules []struct {
						Name      string `json:"name"`
						Health    string `json:"health"`
						LastError string `json:"lastError"`
					} `json:"rules"`
				} `json:"groups"`
			} `json:"data"`
		}](c, "", lokiURL("/prometheus/api/v1/rules", nil))
		healthy := map[string]bool{}
		for _, group := range loaded.Data.Groups {
			for _, rule := range group.Rules {
				assert.Contains(c, rules, rule.Name)
				assert.Equal(c, "ok", rule.Health, "%s: %s", rule.Name, rule.LastError)
				healthy[rule.Name] = true
			}
		}
		for alert := range rules {
			assert.True(c, healthy[alert], "the ruler does not know %s", alert)
		}
	})
}
