package main

import (
	"testing"

	"oms-lab/order-service/config"
)

func quickWarehouse(c *config.Config) {
	c.WarehouseEnabled, c.WarehouseSpeed = true, 1000
}

func TestWarehouseDelivers(t *testing.T) {
	store := newTraceStore(t)
	l := startLab(t, quickWarehouse)
	ada := l.issuer.person("customer")
	placed, path := l.confirmed(ada)
	l.awaitStatus(ada, placed, "delivered")
	var walked string
	for _, item := range l.call("GET", path+"/events", ada.token, nil).json["items"].([]any)[2:] {
		change := item.(map[string]any)
		walked += change["status"].(string) + " "
		expect(t, "actor", change["actor"], any("system:warehouse"))
	}
	expect(t, "statuses", walked, "processing shipped delivered ")
	if tracking := l.call("GET", path, ada.token, nil).text("tracking_number"); len(tracking) != len("OMS000000000000000") {
		t.Errorf("tracking number %q", tracking)
	}
	eventually(t, "the job counts what it moved", func() bool { return l.metric(`job_items_total{job_name="warehouse_simulator"} 3`) })
	eventually(t, "it works in the order's trace", func() bool { return store.find(placed.text("trace_id"), "warehouse move") != nil })
}

func TestWarehouseAtUsualSpeedTakesItsTime(t *testing.T) {
	l := startLab(t, func(c *config.Config) { c.WarehouseEnabled = true })
	placed, path := l.confirmed(l.issuer.person("customer"))
	eventually(t, "the warehouse has looked", func() bool {
		return !l.metric(`job_runs_total{job_name="warehouse_simulator",outcome="success"} 0`)
	})
	operator := l.issuer.person("operator")
	expect(t, "too early", l.call("GET", path, operator.token, nil).text("status"), "confirmed")
	_, err := l.db.Exec(t.Context(), `UPDATE orders SET status_since = now() - interval '76 seconds' WHERE id = $1`, placed.id())
	must(t, err)
	l.awaitStatus(operator, placed, "processing")
}

// The warehouse and people change the same orders: each order takes each step once.
func TestWarehouseAndPeopleDoNotRace(t *testing.T) {
	l := startLab(t, quickWarehouse)
	ada, operator := l.issuer.person("customer"), l.issuer.person("operator")
	for range 15 {
		_, path := l.confirmed(ada)
		l.move(path, operator, "processing")
		l.call("DELETE", path, ada.token, nil)
	}
	eventually(t, "all orders end", func() bool {
		return l.count(`SELECT count(*) FROM orders WHERE status NOT IN ('delivered', 'cancelled')`) == 0
	})
	expect(t, "steps taken twice", l.count(`
		SELECT count(*) FROM (SELECT FROM order_history GROUP BY order_id, status HAVING count(*) > 1) twice`), 0)
	expect(t, "steps that lead nowhere", l.count(`
		SELECT count(*) FROM order_history h WHERE from_status IS NOT NULL AND NOT EXISTS (
			SELECT FROM order_history before WHERE before.order_id = h.order_id AND before.status = h.from_status AND before.id < h.id)`), 0)
}
