package e2e

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each severity and team has its receiver; what nobody owns is a ticket of the platform team.
func TestRoutesOfAlerts(t *testing.T) {
	config := filepath.Join(os.Getenv("LAB_STATE"), "etc", "alertmanager", "alertmanager.yml")
	for labels, receiver := range map[string]string{
		"severity=critical team=commerce job=order-service":         "commerce-on-call",
		"severity=critical team=payments job=payment-service":       "payments-on-call",
		"severity=critical team=identity job=user-service":          "identity-on-call",
		"severity=critical team=messaging job=notification-service": "messaging-on-call",
		"severity=critical team=platform job=postgres":              "platform-on-call",
		"severity=critical": "platform-on-call",
		"severity=warning team=commerce job=inventory-service": "commerce-tickets",
		"severity=warning team=payments":                       "payments-tickets",
		"severity=warning team=identity":                       "identity-tickets",
		"severity=warning team=messaging":                      "messaging-tickets",
		"severity=warning team=platform job=loki":              "platform-tickets",
		"severity=info team=nobody":                            "platform-tickets",
	} {
		t.Run(labels, func(t *testing.T) {
			out, err := amtool(t, append([]string{"config", "routes", "test", "--config.file=" + config, "--verify.receivers=" + receiver},
				strings.Fields(labels)...)...)
			require.NoError(t, err, out)
		})
	}
}

// A page and the end of it reach the pager at once; a ticket is a mail to the team's queue, and so is its end.
func TestPagesAndTicketsArriveInTheInbox(t *testing.T) {
	page, ticket := newDrill("critical", "payments", "drill-payments"), newDrill("warning", "commerce", "drill-commerce")
	arrived := func(c *assert.CollectT, d drill, query string) (found []message) {
		for _, m := range messagesTo(c, query) {
			if strings.Contains(m.Subject, d.name) {
				found = append(found, m)
			}
		}
		return found
	}
	pages := func(c *assert.CollectT) []message { return arrived(c, page, "kind=page&to=payments-on-call") }
	mails := func(c *assert.CollectT) []message {
		return arrived(c, ticket, "kind=mail&to=commerce-tickets@oms.example")
	}
	page.raise(t, time.Hour)
	ticket.raise(t, time.Hour)
	eventually(t, time.Minute, func(c *assert.CollectT) {
		if found := pages(c); assert.Len(c, found, 1) {
			assert.Equal(c, "[FIRING:1] "+page.name+" drill-payments (critical)", found[0].Subject)
		}
		if found := mails(c); assert.Len(c, found, 1) {
			assert.Equal(c, "[TICKET] "+ticket.name+" drill-commerce", found[0].Subject)
			for _, line := range []string{"Nothing is wrong.", "Dashboard: http://", "/d/oms-red", "Runbook:   docs/runbooks/"} {
				assert.Contains(c, found[0].Text, line)
			}
		}
	})
	page.raise(t, 0)
	ticket.raise(t, 0)
	eventually(t, 2*time.Minute, func(c *assert.CollectT) {
		for _, found := range [][]message{pages(c), mails(c)} {
			if assert.Len(c, found, 2) {
				assert.Contains(c, found[0].Subject, "[RESOLVED] ")
			}
		}
	})
}

// What something worse explains keeps silent, and nothing else does.
func TestInhibition(t *testing.T) {
	for name, c := range map[string]struct {
		cause    map[string]string
		silenced []map[string]string
		heard    []map[string]string
	}{
		"a service that is down silences its own symptoms": {
			map[string]string{"alertname": "ServiceDown", "severity": "critical", "job": "part-a"},
			[]map[string]string{{"alertname": "Symptom", "severity": "critical", "job": "part-a"}, {"alertname": "Symptom", "severity": "warning", "job": "part-a"}},
			[]map[string]string{{"alertname": "Symptom", "severity": "critical", "job": "part-b"}, {"alertname": "SecretInLogs", "severity": "critical", "job": "part-a"}},
		},
		"a dead database silences its clients, but not a client that is down": {
			map[string]string{"alertname": "PostgreSQLDown", "severity": "critical", "job": "postgres"},
			[]map[string]string{{"alertname": "HighErrorRatio", "severity": "critical", "job": "order-service"}},
			[]map[string]string{{"alertname": "ServiceDown", "severity": "critical", "job": "user-service"}, {"alertname": "HostDiskFilling", "severity": "warning", "job": "node-exporter"},
				{"alertname": "SecretInLogs", "severity": "critical", "job": "order-service"}},
		},
		"a dead broker silences outboxes and notifications": {
			map[string]string{"alertname": "RabbitMQDown", "severity": "critical", "job": "rabbitmq"},
			[]map[string]string{{"alertname": "OutboxBacklog", "severity": "critical", "job": "order-service"}, {"alertname": "TargetDown", "severity": "warning", "job": "rabbitmq"}},
			[]map[string]string{{"alertname": "HighErrorRatio", "severity": "critical", "job": "inventory-service"}},
		},
		"a dead cache silences tickets, not pages": {
			map[string]string{"alertname": "RedisDown", "severity": "critical", "job": "redis"},
			[]map[string]string{{"alertname": "HighLatency", "severity": "warning", "job": "inventory-service"}},
			[]map[string]string{{"alertname": "HighLatency", "severity": "critical", "job": "user-service"}, {"alertname": "LoginThrottlingOff", "severity": "warning", "job": "user-service"}},
		},
		"a page silences the ticket of the same name": {
			map[string]string{"alertname": "Burn", "severity": "critical", "job": "part-a"},
			[]map[string]string{{"alertname": "Burn", "severity": "warning", "job": "part-a"}},
			[]map[string]string{{"alertname": "Burn", "severity": "warning", "job": "part-b"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			mark := uuid.NewString()
			all := append(append([]map[string]string{c.cause}, c.silenced...), c.heard...)
			for _, labels := range all {
				drill{labels: with(labels, "drill", mark)}.raise(t, time.Hour)
			}
			t.Cleanup(func() {
				for _, labels := range all {
					drill{labels: with(labels, "drill", mark)}.raise(t, 0)
				}
			})
			eventually(t, 30*time.Second, func(collect *assert.CollectT) {
				states := alertStates(collect, mark)
				for _, labels := range c.silenced {
					assert.Equal(collect, "suppressed", states[key(labels)], "%v", labels)
				}
				for _, labels := range append(c.heard, c.cause) {
					assert.Equal(collect, "active", states[key(labels)], "%v", labels)
				}
			})
		})
	}
}

// During maintenance nobody is paged: the command is the one that docs/ALERTING.md shows.
func TestAMaintenanceSilence(t *testing.T) {
	planned, other := newDrill("critical", "payments", "drill-under-maintenance"), newDrill("critical", "payments", "drill-payments")
	id, err := amtool(t, "silence", "add", "--alertmanager.url="+at("ALERTMANAGER_PORT"), "--author=e2e", "--duration=5m",
		"--comment=Planned maintenance", "job=drill-under-maintenance")
	require.NoError(t, err, id)
	t.Cleanup(func() {
		out, err := amtool(t, "silence", "expire", "--alertmanager.url="+at("ALERTMANAGER_PORT"), strings.TrimSpace(id))
		assert.NoError(t, err, out)
		planned.raise(t, 0)
		other.raise(t, 0)
	})
	planned.raise(t, time.Hour)
	other.raise(t, time.Hour)
	eventually(t, time.Minute, func(c *assert.CollectT) {
		assert.Equal(c, "suppressed", alertStates(c, planned.labels["drill"])[key(planned.labels)])
		assert.Equal(c, "active", alertStates(c, other.labels["drill"])[key(other.labels)])
		found := false
		for _, m := range messagesTo(c, "kind=page&to=payments-on-call") {
			assert.NotContains(c, m.Subject, planned.name)
			found = found || strings.Contains(m.Subject, other.name)
		}
		assert.True(c, found, "the page of the part that is not under maintenance")
	})
}

// drill is an alert that means nothing.
type drill struct {
	name   string
	labels map[string]string
}

func newDrill(severity, team, job string) drill {
	mark := uuid.NewString()
	name := "Drill" + strings.ToUpper(mark[:8])
	return drill{name, map[string]string{"alertname": name, "severity": severity, "team": team, "job": job, "drill": mark}}
}

// raise tells Alertmanager of the alert; one that lasts no time is resolved.
func (d drill) raise(t require.TestingT, lasts time.Duration) {
	answer := call{method: http.MethodPost, url: at("ALERTMANAGER_PORT") + "/api/v2/alerts", body: []map[string]any{{
		"labels": d.labels,
		"annotations": map[string]string{"summary": "A drill", "description": "Nothing is wrong.",
			"dashboard_url": "/d/oms-red", "runbook_url": "docs/runbooks/availability.md#servicedown"},
		"endsAt": time.Now().Add(lasts).UTC().Format(time.RFC3339),
	}}}.do(t)
	require.Equal(t, http.StatusOK, answer.status, "%s", answer.body)
}

// alertStates are the states (active, suppressed) of the alerts of one drill, by key.
func alertStates(t require.TestingT, mark string) map[string]string {
	states := map[string]string{}
	for _, a := range get[[]struct {
		Labels map[string]string `json:"labels"`
		Status struct {
			State string `json:"state"`
		} `json:"status"`
	}](t, "", at("ALERTMANAGER_PORT")+"/api/v2/alerts?"+url.Values{"filter": {`drill="` + mark + `"`}}.Encode()) {
		states[key(a.Labels)] = a.Status.State
	}
	return states
}

// key tells the alerts of one drill apart.
func key(labels map[string]string) string {
	return labels["alertname"] + " " + labels["severity"] + " " + labels["job"]
}

func with(labels map[string]string, name, value string) map[string]string {
	all := map[string]string{name: value}
	for n, v := range labels {
		all[n] = v
	}
	return all
}

// amtool runs the lab's amtool, after the end of a test, too.
func amtool(t *testing.T, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 30*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, filepath.Join(os.Getenv("LAB_STATE"), "bin", "amtool"), args...).CombinedOutput()
	return string(out), err
}
