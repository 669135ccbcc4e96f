package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// The tests whose names begin with TestTelemetry judge what the lab tells of itself, after traffic and faults that they drive
// themselves; they run after the others.

// The verdict of `lab check queries`.
type queryReport struct {
	Dashboards int        `json:"dashboards"`
	Panels     int        `json:"panels"`
	Shown      querySum   `json:"dashboard_queries"`
	Written    querySum   `json:"document_queries"`
	Faults     []badQuery `json:"faults"`
}

type querySum struct{ Run, Empty, Failed int }

type badQuery struct{ Source, Verdict, Query, Detail string }

// Every query of every panel, variable and annotation, and every query of the documentation, works, and finds something.
func TestTelemetryEveryQueryFindsSomething(t *testing.T) {
	driveTelemetry(t)
	defer keepDriving(t)()
	shown := newFigures(t, "every query of every panel")
	var report queryReport
	// What rules record and Tempo generates follows what happened after some evaluations.
	eventually(t, 3*time.Minute, func(c *assert.CollectT) {
		report = queryReport{}
		require.NoError(c, json.Unmarshal(check(c, "queries", "--json"), &report))
		for _, fault := range report.Faults {
			assert.Fail(c, fault.Verdict+": "+fault.Source, "%s\n%s", fault.Query, fault.Detail)
		}
	})
	shown.add(t, "%d dashboards with %d panels: %d queries run, %d empty, %d failed", report.Dashboards, report.Panels,
		report.Shown.Run, report.Shown.Empty, report.Shown.Failed)
	shown.add(t, "documentation: %d queries run, %d empty, %d failed", report.Written.Run, report.Written.Empty, report.Written.Failed)
	require.GreaterOrEqual(t, report.Dashboards, 14)
	require.Greater(t, report.Shown.Run, report.Panels, "each panel has a query at least")
}

// check runs `lab check` against this lab and returns its report, whether there are faults or not.
func check(t require.TestingT, args ...string) []byte {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(os.Getenv("LAB_STATE"), "bin", "lab"),
		append([]string{"--env-file", "tests/stack.env", "check"}, args...)...)
	cmd.Dir = os.Getenv("LAB_ROOT")
	var fault bytes.Buffer
	cmd.Stderr = &fault
	report, err := cmd.Output()
	if len(report) == 0 {
		require.NoError(t, err, fault.String())
	}
	return report
}

// driveTelemetry lets everything happen that a panel shows: a day in the life of the shop in about a minute and a half, with
// the faults that fill the panels of errors.
func driveTelemetry(t *testing.T) {
	t.Helper()
	buyers := []person{newCustomer(t), newCustomer(t)}
	sku := newProduct(t, 1999, map[string]int{"BER": 1000, "MAD": 1000})
	listen(t, buyers[0])

	require.NoError(t, look(buyers[0]))
	liveThroughAllStatuses(t, buyers[1], sku)
	runOut(t, buyers[1])
	guessPasswords(t)
	// What becomes of each order is the business of other tests.
	defer finish(orderAtARate(t.Context(), buyers, []string{sku}, 4, 75*time.Second))()
	lockTables(t, buyers[0])
	// Each is missed by its clients for a moment: calls fail, are tried again, and the gateway answers for it. One twice: a
	// counter that is born with its first event has no rate before the second.
	for _, part := range []string{"order-service", "payment-service", "inbox", "redis", "inventory-service", "user-service", "notification-service", "order-service"} {
		killed := supervised(t, part)
		require.NoError(t, syscall.Kill(killed.PID, syscall.SIGKILL), part)
		eventually(t, time.Minute, func(c *assert.CollectT) {
			assert.NoError(c, look(buyers[0]))
			now := supervised(c, part)
			assert.NotEqual(c, killed.PID, now.PID, part)
			assert.Equal(c, "Ready", now.Ready, part)
		})
	}
}

// finish reads results, and returns what waits until there are no more.
func finish(results <-chan *vegeta.Result) (wait func()) {
	var reading sync.WaitGroup
	reading.Go(func() {
		for range results {
			continue
		}
	})
	return reading.Wait
}

// keepDriving lets the ordinary things happen, every two seconds, until it is told to stop: figures of the last minute are
// those of a shop that is open.
func keepDriving(t *testing.T) (stop func()) {
	t.Helper()
	buyer, forge := newCustomer(t), newForger(t)
	sku := newProduct(t, 700, map[string]int{"BER": 1000})
	// Nobody knows this key, so everybody asks user-service for it.
	forge.kid = uuid.NewString()
	unknown := forge.stolenName(t)
	users := gateway() + "/api/v1/users/"
	calls := func() []call {
		return []call{
			ordering(buyer, wish(sku, 1, "tok_visa")),
			{method: http.MethodPost, url: users + "login", body: map[string]string{"email": buyer.Email, "password": "not-the-password"}},
			{method: http.MethodPost, url: users + "register", body: map[string]string{
				"email": "e2e-" + uuid.NewString() + "@oms.example", "password": os.Getenv("LAB_PASSWORD"), "name": "End Toend"}},
			{method: http.MethodGet, url: gateway() + "/api/v1/payments", token: unknown},
			{method: http.MethodGet, url: gateway() + "/api/v1/inventory", token: unknown},
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var driving sync.WaitGroup
	driving.Go(func() {
		ticker := time.NewTicker(2 * time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			// Whether each succeeds is not what this is about.
			for _, c := range calls() {
				_, _ = c.try()
			}
			_ = look(buyer)
		}
	})
	return func() { cancel(); driving.Wait() }
}

// look asks at the same time for what a customer looks at: pages of the dashboard, their data, and some things that are
// not there.
func look(by person) error {
	var calls []call
	for _, path := range []string{"/", "/login", "/orders", "/inventory", "/no-such-page"} {
		calls = append(calls, call{method: http.MethodGet, url: gateway() + path, header: map[string]string{"Cookie": "oms_access=" + by.token}})
	}
	for _, path := range []string{"/api/v1/orders", "/api/v1/orders/stats", "/api/v1/payments", "/api/v1/notifications", "/api/v1/inventory",
		"/api/v1/users/me", "/api/v1/orders/" + uuid.NewString(), "/api/v1/inventory/NO-SUCH", "/api/v1/notifications/" + uuid.NewString(),
		"/api/v1/payments/" + uuid.NewString()} {
		calls = append(calls, call{method: http.MethodGet, url: gateway() + path, token: by.token})
	}
	errs := make([]error, len(calls))
	var asking sync.WaitGroup
	for i, c := range calls {
		asking.Go(func() { _, errs[i] = c.try() })
	}
	asking.Wait()
	return errors.Join(errs...)
}

// tables are those that each service reads for what a customer looks at.
var tables = map[string]string{"order_service": "orders", "inventory_service": "products", "payment_service": "payments",
	"user_service": "accounts", "notification_service": "notifications"}

// lockTables holds the tables of all five services for longer than what counts as slow, as a careless migration does, while
// somebody looks.
func lockTables(t *testing.T, by person) {
	t.Helper()
	var held sync.WaitGroup
	defer held.Wait()
	for name, table := range tables {
		transaction, err := database(t, name).Begin(t.Context())
		require.NoError(t, err)
		_, err = transaction.Exec(t.Context(), "set local lock_timeout = '10s'")
		require.NoError(t, err)
		_, err = transaction.Exec(t.Context(), "lock table "+pgx.Identifier{table}.Sanitize()+" in access exclusive mode")
		require.NoError(t, err, name)
		held.Go(func() {
			_, err := transaction.Exec(t.Context(), "select pg_sleep(1.5)")
			assert.NoError(t, err, name)
			assert.NoError(t, transaction.Rollback(t.Context()), name)
		})
	}
	require.NoError(t, look(by))
}

// liveThroughAllStatuses takes one order to its delivery and refunds it, and cancels another.
func liveThroughAllStatuses(t *testing.T, by person, sku string) {
	t.Helper()
	staff := operator(t)
	delivered, cancelled := buy(t, by, sku, 1), buy(t, by, sku, 1)
	for _, status := range []string{"processing", "shipped", "delivered"} {
		body := map[string]string{"status": status}
		if status == "shipped" {
			body["tracking_number"] = "1Z" + strings.ToUpper(uuid.NewString()[:8])
		}
		a := call{method: http.MethodPost, url: gateway() + "/api/v1/orders/" + delivered.ID + "/status", token: staff.token, body: body}.do(t)
		require.Equal(t, http.StatusOK, a.status, string(a.body))
	}
	require.NotNil(t, delivered.PaymentID)
	a := call{method: http.MethodPost, url: gateway() + "/api/v1/payments/" + *delivered.PaymentID + "/refund", token: staff.token,
		body: map[string]string{"reason": "Came too late"}, header: map[string]string{"Idempotency-Key": uuid.NewString()}}.do(t)
	require.Equal(t, http.StatusCreated, a.status, string(a.body))
	a = call{method: http.MethodDelete, url: gateway() + "/api/v1/orders/" + cancelled.ID, token: by.token}.do(t)
	require.Less(t, a.status, 300, string(a.body))
}

// runOut orders more than there is, and with cards that the card gateway does not approve or answer.
func runOut(t *testing.T, by person) {
	t.Helper()
	scarce := newProduct(t, 500, map[string]int{"BER": 3})
	require.Equal(t, http.StatusConflict, ordering(by, wish(scarce, 4, "tok_visa")).do(t).status)
	for _, card := range []string{"tok_insufficient_funds", "tok_slow", "tok_timeout"} {
		_, err := ordering(by, wish(scarce, 1, card)).try()
		require.NoError(t, err)
	}
}

// guessPasswords signs in wrongly until it is throttled.
func guessPasswords(t *testing.T) {
	t.Helper()
	email := "guessed-" + uuid.NewString() + "@oms.example"
	eventually(t, time.Minute, func(c *assert.CollectT) {
		a := call{method: http.MethodPost, url: gateway() + "/api/v1/users/login",
			body: map[string]string{"email": email, "password": "not-the-password"}}.do(c)
		assert.Equal(c, http.StatusTooManyRequests, a.status)
	})
}
