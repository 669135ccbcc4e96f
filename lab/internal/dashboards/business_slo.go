package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// slo shows promises: what was promised, what is left to fail, and how fast it is spent.
func slo() *board {
	const chosen = `sloth_service=~"$job", sloth_slo=~"$slo"`
	of := func(metric string) string {
		return `max by (sloth_service, sloth_slo) (` + metric + `{` + chosen + `})`
	}
	const legend = "{{sloth_service}} {{sloth_slo}}"
	// How many times faster than allowed the budget of 30 days is spent, measured over a window.
	burn := func(window string) string {
		return of("slo:sli_error:ratio_rate"+window) + ` / (1 - ` + of("slo:objective:ratio") + `)`
	}
	b := newBoard(business, "oms-slo", "SLOs",
		"What is promised to customers, how much of each error budget of 30 days is left, and how fast it is spent. Purple marks synthetic history.").
		over("now-30d", "30s").
		with(labelVariable("job", "Service", "Whose promises, by service.name.", "slo:objective:ratio", "sloth_service"),
			labelVariable("slo", "Promise", "The SLO.", `slo:objective:ratio{sloth_service=~"$job"}`, "sloth_slo")).
		linked(toOverview(), toRED(), toPipeline(), toLogs(), toTraces()).
		marking(`job=~"$job"`, `sloth_service=~"$job", sloth_slo=~"$slo"`)
	b.row("Budgets").
		line(4,
			stats("Promises shown", "How many SLOs are shown here: all, or those that are chosen above.", units.Short, promNow(`count(`+of("slo:objective:ratio")+`)`, "")),
			stats("Least budget", "The error budget of the promise that has least left. Below the limit: stop risky changes and work on reliability.",
				units.PercentUnit, promNow(`min(`+of("slo:period_error_budget_remaining:ratio")+`)`, "")).limit("slo_budget_remaining_ratio"),
			stats("Promises broken", "SLOs whose budget of 30 days is spent. None is good.",
				units.Short, promNow(`count(`+of("slo:period_error_budget_remaining:ratio")+` <= 0) or vector(0)`, "")).anyIsBad().filled(),
			stats("Fastest burn", "How many times faster than allowed the fastest budget is spent. One spends it in exactly 30 days, 14.4 in two.",
				units.Short, promNow(`max(`+of("slo:current_burn_rate:ratio")+`)`, "")).limit("slo_burn_rate").decimals(2),
			stats("SLO alerts", "Alerts of the promises that fire. Pages come within minutes of a fast burn, tickets within hours of a slow one.",
				units.Short, promNow(`count(ALERTS{alertstate="firing", `+chosen+`}) or vector(0)`, "")).anyIsBad(),
		).
		line(12,
			sloTable(chosen).width(14),
			barGauge("Budget left", "What is left of each error budget of 30 days. Full is no failure at all; empty is a broken promise.",
				units.PercentUnit, promNow(`sort_desc(`+of("slo:period_error_budget_remaining:ratio")+`)`, legend)).
				limit("slo_budget_remaining_ratio").bounds(0, 1).width(10),
		)
	b.row("Burn").
		line(8,
			timeSeries("Burn rate over 5 minutes", "How fast budgets are spent right now. A short spike costs little; what stays above the red line empties a budget in two days.",
				units.Short, prom(burn("5m"), legend)).limit("slo_burn_rate").fromZero().links(dataLink("Rate, errors, duration", "/d/oms-red?${__url_time_range}")),
			timeSeries("Burn rate over 1 hour", "The window that pages: above 14.4 here and over 5 minutes, somebody is called.",
				units.Short, prom(burn("1h"), legend)).limit("slo_burn_rate").fromZero().links(dataLink("Rate, errors, duration", "/d/oms-red?${__url_time_range}")),
		).
		line(8,
			timeSeries("Burn rate over 6 hours", "The slower page: above 6, the red line, here and over 30 minutes, a twentieth of the budget is gone. At 3, the yellow one, a day of it is a ticket.",
				units.Short, prom(burn("6h"), legend)).limit("slo_burn_rate_6h").fromZero().links(dataLink("Rate, errors, duration", "/d/oms-red?${__url_time_range}")),
			timeSeries("Burn rate over 3 days", "The slowest ticket: above 1, the red line, here and over 6 hours, the budget will not last the month. At a half, the yellow one, it lasts two.",
				units.Short, prom(burn("3d"), legend)).limit("slo_burn_rate_3d").fromZero().links(dataLink("Rate, errors, duration", "/d/oms-red?${__url_time_range}")),
		)
	b.row("History").
		line(9,
			timeSeries("Budget left over time", "How the budgets were spent and, as bad days leave the window of 30 days, came back. Steps are incidents, slopes are habits.",
				units.PercentUnit, prom(of("slo:period_error_budget_remaining:ratio"), legend)).limit("slo_budget_remaining_ratio"),
			timeSeries("Failing share over a day", "Share of what failed in the 24 hours before. It smooths incidents out: what stays up is not an incident but a state.",
				units.PercentUnit, prom(of("slo:sli_error:ratio_rate1d"), legend)).fromZero(),
		).
		line(10,
			metricTable("Failing share by window", "Share of what failed, over windows from minutes to the whole period. Compare with 100 % minus the objective.",
				[]key{{"sloth_service", "Service", links{toLogsOf(columnService)}}, {"sloth_slo", "Promise", nil}},
				column{title: "Allowed", unit: units.PercentUnit, expr: `1 - ` + of("slo:objective:ratio")},
				column{title: "5 minutes", unit: units.PercentUnit, expr: of("slo:sli_error:ratio_rate5m")},
				column{title: "1 hour", unit: units.PercentUnit, expr: of("slo:sli_error:ratio_rate1h")},
				column{title: "6 hours", unit: units.PercentUnit, expr: of("slo:sli_error:ratio_rate6h")},
				column{title: "1 day", unit: units.PercentUnit, expr: of("slo:sli_error:ratio_rate1d")},
				column{title: "3 days", unit: units.PercentUnit, expr: of("slo:sli_error:ratio_rate3d")},
				column{title: "30 days", unit: units.PercentUnit, expr: of("slo:sli_error:ratio_rate30d")},
			),
		)
	b.row("Business behind the promises").line(8,
		timeSeries("Orders an hour", "New orders by outcome. Promises are counted in requests: a bad night costs less of the budget than a bad noon.",
			units.Short, prom(`3600 * sum by (outcome) (rate(orders_created_total[$__rate_interval]))`, "{{outcome}}")).
			stacked().fromZero().every("15m").paint("confirmed", good).paint("pending", warning).paint("rejected", bad),
		timeSeries("Revenue an hour", "Value of confirmed orders: what an hour of failure costs.",
			units.Euro, prom(`36 * sum by (currency) (rate(order_value_minor_total[$__rate_interval]))`, "{{currency}}")).fromZero().every("15m"),
	)
	b.row("Alerts").line(9,
		alertTable("SLO alerts firing", `alertstate="firing", `+chosen).width(10),
		stateTimeline("SLO alerts over time", "When which alert fired. Critical is a page, warning a ticket; each has a runbook.",
			prom(`max by (alertname, severity) (ALERTS{alertstate="firing", `+chosen+`})`, "{{alertname}} {{severity}}")).
			says(map[string]word{"1": {"firing", bad}}).width(14),
	)
	return b
}
