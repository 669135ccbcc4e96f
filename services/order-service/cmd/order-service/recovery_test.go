package main

import (
	"net/http"
	"testing"
	"time"

	"oms-lab/order-service/config"
)

func briefBudget(c *config.Config) { c.OrderBudget = config.Budget(300 * time.Millisecond) }

func TestDependencyDownLeavesOrderPendingUntilItIsBack(t *testing.T) {
	for _, service := range []string{"user", "inventory", "payment"} {
		t.Run(service, func(t *testing.T) {
			l := startLab(t, briefBudget)
			ada := l.issuer.person("customer")
			l.peers.set(service, true)
			placed := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_visa"))
			expect(t, "status", placed.status, http.StatusAccepted)
			expect(t, "order status", placed.text("status"), "pending")
			if l.metric("orders_pending_oldest_age_seconds 0\n") {
				t.Error("the age of the pending order is not measured")
			}
			if unanswered := `http_response_status_code="error",server_address="` + service + `-service"`; !l.metric(unanswered) {
				t.Error("a call without an answer is not measured: " + unanswered)
			}

			l.peers.set(service, false)
			l.awaitStatus(ada, placed, "confirmed")
			if !l.metric("orders_pending_oldest_age_seconds 0\n") {
				t.Error("an age is measured without a pending order")
			}
			reservation, payment, charges, _ := l.peers.state(placed.id())
			expect(t, "reservation", reservation, "committed")
			expect(t, "payment", payment, "captured")
			expect(t, "charges", charges, 1)
			if l.metric(`job_runs_total{job_name="saga_recovery",outcome="success"} 0`) {
				t.Error("the recovery job has not counted its runs")
			}
		})
	}
}

// The service takes the money and dies before it answers: the charge must be found, not repeated.
func TestPaymentServiceDiesWhileCharging(t *testing.T) {
	l := startLab(t, briefBudget)
	ada := l.issuer.person("customer")
	placed := l.chargedUnheard(ada, "LAP-1001")
	l.peers.set("payment", false)
	l.awaitStatus(ada, placed, "confirmed")
	_, _, charges, _ := l.peers.state(placed.id())
	expect(t, "charges", charges, 1)
}

// An operator sees the payment and gives money back before the order knows of the charge.
func TestRefundedBeforeTheChargeIsKnown(t *testing.T) {
	for refunded, want := range map[string]struct{ status, reservation string }{
		"partially_refunded": {"confirmed", "committed"},
		"refunded":           {"rejected", "released"},
	} {
		t.Run(refunded, func(t *testing.T) {
			l := startLab(t, briefBudget)
			ada := l.issuer.person("customer")
			placed := l.chargedUnheard(ada, "LAP-1001")
			l.peers.mu.Lock()
			l.peers.payments[placed.text("id")].Status = refunded
			l.peers.mu.Unlock()
			l.peers.set("payment", false)
			l.awaitStatus(ada, placed, want.status)
			eventually(t, "the reservation is "+want.reservation, func() bool {
				reservation, _, charges, refunds := l.peers.state(placed.id())
				return reservation == want.reservation && charges == 1 && refunds == 0
			})
		})
	}
}

// A service that hangs keeps the orders waiting; what the others have to undo does not wait with them.
func TestOrdersThatWaitDoNotHoldUpCompensations(t *testing.T) {
	l := startLab(t, briefBudget)
	ada := l.issuer.person("customer")
	cancelled := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 2, "tok_visa"))
	l.peers.set("inventory", true)
	got := l.call("DELETE", "/api/v1/orders/"+cancelled.id().String(), ada.token, nil)
	expect(t, "order status", got.text("status"), "cancelled")

	l.peers.hang("user")
	for range 12 {
		expect(t, "status", l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_visa")).status, http.StatusAccepted)
	}
	l.peers.set("inventory", false)
	eventually(t, "the stock is back", func() bool { return l.peers.stockOf("LAP-1001") == 50 })
}

func TestDeclinedAfterRecoveryReleasesStock(t *testing.T) {
	l := startLab(t, briefBudget)
	ada := l.issuer.person("customer")
	l.peers.set("payment", true)
	placed := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_declined"))
	expect(t, "status", placed.status, http.StatusAccepted)
	l.peers.set("payment", false)
	l.awaitStatus(ada, placed, "rejected")
	eventually(t, "the stock is back", func() bool { return l.peers.stockOf("LAP-1001") == 50 })
}

// A reservation that expired meanwhile is made again, or the money goes back.
func TestExpiredReservation(t *testing.T) {
	for name, want := range map[string]struct {
		left              int
		status, payment   string
		charged, refunded int
	}{
		"stock left": {1, "confirmed", "captured", 1, 0},
		"sold out":   {0, "rejected", "refunded", 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			l := startLab(t, briefBudget)
			ada := l.issuer.person("customer")
			placed := l.chargedUnheard(ada, "RARE-1")
			l.peers.expire(placed.text("id"))
			l.peers.mu.Lock()
			l.peers.stock["RARE-1"] = want.left
			l.peers.mu.Unlock()
			l.peers.set("payment", false)
			l.awaitStatus(ada, placed, want.status)
			eventually(t, "the payment is "+want.payment, func() bool {
				_, payment, charges, refunds := l.peers.state(placed.id())
				return payment == want.payment && charges == want.charged && refunds == want.refunded
			})
		})
	}
}

func TestCancelWhileDependenciesAreDown(t *testing.T) {
	l := startLab(t)
	ada := l.issuer.person("customer")
	placed := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 2, "tok_visa"))
	l.peers.set("payment", true)
	l.peers.set("inventory", true)
	got := l.call("DELETE", "/api/v1/orders/"+placed.id().String(), ada.token, nil)
	expect(t, "status", got.status, http.StatusOK)
	expect(t, "order status", got.text("status"), "cancelled")
	expect(t, "open compensations", l.count(`SELECT count(*) FROM compensations WHERE done_at IS NULL`), 2)

	l.peers.set("payment", false)
	l.peers.set("inventory", false)
	eventually(t, "everything is undone", func() bool {
		reservation, payment, _, refunds := l.peers.state(placed.id())
		return reservation == "released" && payment == "refunded" && refunds == 1
	})
}

func TestCancelPendingOrderRefundsWhatWasCharged(t *testing.T) {
	l := startLab(t, briefBudget)
	ada := l.issuer.person("customer")
	placed := l.chargedUnheard(ada, "LAP-1001")
	eventually(t, "the order can be cancelled between two attempts", func() bool {
		return l.call("DELETE", "/api/v1/orders/"+placed.id().String(), ada.token, nil).status == http.StatusOK
	})
	l.peers.set("payment", false)
	eventually(t, "the money is back", func() bool {
		reservation, payment, charges, refunds := l.peers.state(placed.id())
		return reservation == "released" && payment == "refunded" && charges == 1 && refunds == 1
	})
	eventually(t, "the card token is gone", func() bool {
		return l.count(`SELECT count(*) FROM orders WHERE payment_method IS NOT NULL`) == 0
	})
}

// A process that died leaves a lease behind; when it has ended another one goes on.
func TestOrderOfADeadProcessIsTakenUp(t *testing.T) {
	l := startLab(t, briefBudget)
	ada := l.issuer.person("customer")
	l.peers.set("payment", true)
	placed := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_visa"))
	l.stop()
	_, err := l.db.Exec(t.Context(), `UPDATE orders SET saga_lease = gen_random_uuid(), saga_lease_until = now() + interval '10 seconds'`)
	must(t, err)
	l.peers.set("payment", false)
	l.run()
	t.Cleanup(func() { l.stop() })
	if got := l.call("GET", "/api/v1/orders/"+placed.text("id"), ada.token, nil).text("status"); got != "pending" {
		t.Errorf("the lease was not respected: %s", got)
	}
	l.awaitStatus(ada, placed, "confirmed")
}

// chargedUnheard places an order whose card is charged, by the request or, on a slow machine, by the recovery worker, while
// payment-service dies before it can say so.
func (l *lab) chargedUnheard(who person, sku string) answer {
	l.t.Helper()
	l.peers.crashOnNext("payment")
	placed := l.call("POST", "/api/v1/orders", who.token, orderOf(sku, 1, "tok_visa"))
	expect(l.t, "status", placed.status, http.StatusAccepted)
	eventually(l.t, "the card is charged", func() bool {
		_, _, charges, _ := l.peers.state(placed.id())
		return charges == 1
	})
	return placed
}

func (l *lab) awaitStatus(who person, placed answer, status string) {
	l.t.Helper()
	eventually(l.t, "the order is "+status, func() bool {
		return l.call("GET", "/api/v1/orders/"+placed.text("id"), who.token, nil).text("status") == status
	})
}
