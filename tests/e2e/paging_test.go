package e2e

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The tests whose names begin with TestPaging wait most of the time, so they run while the services are fuzzed: what they let hang
// is nothing that the fuzzer asks.

// A service that hangs is noticed by Prometheus; the page, which names the dashboard and the runbook, reaches the pager of its team,
// and so does the end of it. What else is said of that service meanwhile keeps silent.
func TestPagingAHungServicePagesItsTeam(t *testing.T) {
	t.Parallel() // with the next: both wait most of the time
	hung := supervised(t, "frontend")
	require.NoError(t, syscall.Kill(hung.PID, syscall.SIGSTOP))
	resume := func() { _ = syscall.Kill(hung.PID, syscall.SIGCONT) }
	t.Cleanup(resume)

	symptom := newDrill("critical", "commerce", "frontend")
	symptom.raise(t, time.Hour)
	t.Cleanup(func() { symptom.raise(t, 0) })

	began := time.Now()
	pages := func(c *assert.CollectT, prefix string) (found []message) {
		for _, m := range messagesTo(c, "kind=page&to=commerce-on-call&since="+began.UTC().Format(time.RFC3339)) {
			if strings.HasPrefix(m.Subject, prefix+" ServiceDown frontend") {
				found = append(found, m)
			}
		}
		return found
	}
	eventually(t, 3*time.Minute, func(c *assert.CollectT) {
		found := pages(c, "[FIRING:1]")
		require.Len(c, found, 1)
		assert.Equal(c, "critical", found[0].Labels["severity"])
		assert.Equal(c, "commerce", found[0].Labels["team"], "derived from the job on the way")
		for _, line := range []string{"/d/oms-", "docs/runbooks/availability.md#servicedown"} {
			assert.Contains(c, found[0].Text, line)
		}
		assert.Equal(c, "suppressed", alertStates(c, symptom.labels["drill"])[key(symptom.labels)])
	})
	resume()
	eventually(t, 2*time.Minute, func(c *assert.CollectT) { assert.Len(c, pages(c, "[RESOLVED]"), 1) })
}

// The last words of a crash are in its log only: Loki's ruler finds them, and the team gets a ticket.
func TestPagingACrashInALogBecomesATicket(t *testing.T) {
	t.Parallel()
	began := time.Now().UTC()
	pushLog(t, "payment-service", "error", began, "panic: a drill: nothing is wrong")
	eventually(t, 2*time.Minute, func(c *assert.CollectT) {
		for _, m := range messagesTo(c, "kind=mail&to=payments-tickets@oms.example&since="+began.Format(time.RFC3339)) {
			if m.Subject == "[TICKET] ProcessCrashed payment-service" {
				assert.Contains(c, m.Text, "docs/runbooks/availability.md#processcrashed")
				return
			}
		}
		assert.Fail(c, "no ticket yet")
	})
	eventually(t, 3*time.Minute, func(c *assert.CollectT) {
		assert.NotEmpty(c, metrics(c, `ALERTS{alertname="ProcessCrashed", job="payment-service", alertstate="firing"}`), "panels show it as well")
	})
}
