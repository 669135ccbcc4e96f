package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// overview is the order business on one screen.
func overview() *board {
	b := newBoard(business, "oms-overview", "Order business",
		"The order business on one screen: what comes in, what it earns, whether promises are kept, and which part is unwell.").
		over("now-6h", "10s").
		with(serviceVariable(`job=~"`+ourServices+`"`)).
		linked(toRED(), toPipeline(), toSLO(), toLogs(), toTraces()).
		marking(`job=~"$job"`, `severity="critical"`)
	b.row("Business now").line(4, businessNow()...)
	b.row("Orders").line(8,
		timeSeries("Orders a minute", "New orders by how they ended. A drop without a cause in the shop is an outage before the orders: gateway, sign-in, frontend.",
			units.RequestsPerMinute, prom(`60 * sum by (outcome) (rate(orders_created_total[$__rate_interval]))`, "{{outcome}}")).
			stacked().fromZero().paint("confirmed", good).paint("pending", warning).paint("rejected", bad).
			links(dataLink("Orders pipeline", "/d/oms-orders-pipeline?${__url_time_range}")),
		timeSeries("Revenue a minute", "Value of confirmed orders. It follows the orders; if it does not, prices or baskets have changed.",
			units.Euro, prom(`60 * sum by (currency) (rate(order_value_minor_total[$__rate_interval])) / 100`, "{{currency}}")).fromZero(),
		timeSeries("Conversion", "Share of new orders that are confirmed. It falls when stock runs out, cards are declined, or a dependency does not answer.",
			units.PercentUnit, prom(`sum(rate(orders_created_total{outcome="confirmed"}[$__rate_interval])) / (sum(rate(orders_created_total[$__rate_interval])) > 0)`, "confirmed")).
			bounds(0, 1),
	)
	b.row("Promises and alerts").line(11,
		sloTable(`sloth_id!=""`).width(14),
		alertTable("Alerts firing by part", `alertstate="firing"`).width(10),
	)
	b.row("Parts").
		line(10, healthTable(chosenServices).width(14), backlog().width(10)).
		line(12,
			nodeGraph("Service map", "Who calls whom, with requests a second and duration. Follow a red rim downstream: the last one that has it is the cause.").width(14),
			alertList("Alert rules", "The rules of Prometheus and Loki that fire or are about to, firing ones first. None is good; each has a runbook.").width(10),
		).
		line(10, edgeTable())
	return b
}

// businessNow are the figures that one reads first.
func businessNow() []*panel {
	return []*panel{
		stats("Orders", "New orders in the chosen time, however they ended. Compare with the same time of the day before.",
			units.Short, promNow(`sum(increase(orders_created_total[$__range]))`, "")).decimals(0),
		stats("Revenue", "Value of the orders confirmed in the chosen time. It follows the orders; else baskets or prices have changed.",
			units.Euro, promNow(`sum(increase(order_value_minor_total[$__range])) / 100`, "")).decimals(0),
		stats("Converted", "Share of the new orders that were confirmed. Around nine of ten is usual here: test cards are declined on purpose.",
			units.PercentUnit, promNow(`sum(increase(orders_created_total{outcome="confirmed"}[$__range])) / (sum(increase(orders_created_total[$__range])) > 0)`, "")).decimals(1),
		stats("Pending", "Orders without an outcome at this moment. A few for seconds are normal; if they stay, a dependency does not answer.",
			units.Short, promNow(`sum(orders{status="pending"})`, "")).anyIsBad(),
		stats("Oldest pending", "Age of the oldest order without an outcome. Zero is good; above the limit see the pipeline.",
			units.Seconds, promNow(`max(orders_pending_oldest_age_seconds)`, "")).limit("order_pending_age_seconds"),
		stats("Least budget left", "The error budget of the promise that has least left. Below the limit: stop risky changes, see SLOs.",
			units.PercentUnit, promNow(`min(slo:period_error_budget_remaining:ratio)`, "")).limit("slo_budget_remaining_ratio"),
		stats("Parts down", "Parts that do not answer Prometheus, exporters included. None is good.",
			units.Short, promNow(`count(up == 0) or vector(0)`, "")).anyIsBad().filled(),
		stats("Pages", "Critical alerts that fire: somebody must act now. None is good.",
			units.Short, promNow(`count(ALERTS{alertstate="firing", severity="critical"}) or vector(0)`, "")).anyIsBad().filled(),
	}
}

// backlog is what waits between the parts.
func backlog() *panel {
	return timeSeries("What waits", "Orders without an outcome, events not published, messages not consumed. All near zero is good; the one that grows names the part.",
		units.Short,
		prom(`sum(orders{status="pending"})`, "pending orders"),
		prom(`sum by (job) (outbox_pending)`, "outbox of {{job}}"),
		prom(`sum by (queue) (rabbitmq_detailed_queue_messages_ready{queue!~".+\\.live\\..+|.+\\.dead"})`, "{{queue}}")).
		fromZero().limit("queue_messages").links(dataLink("RabbitMQ", "/d/oms-rabbitmq?${__url_time_range}"))
}
