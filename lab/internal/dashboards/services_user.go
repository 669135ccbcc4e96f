package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// userService is the dashboard of user-service.
func userService() *board {
	const attempts = `sum(rate(login_attempts_total{` + ofService + `}[$__rate_interval]))`
	const unsuccessful = `sum(rate(login_attempts_total{` + ofService + `, outcome!="success"}[$__rate_interval]))`
	return service{
		job: "user-service", title: "user-service", promises: true, jobs: true,
		about: "Accounts, sign-in and tokens for people and services. Java, PostgreSQL, Redis for limits, RabbitMQ.",
		business: func(b *board) {
			b.row("Accounts").
				line(8,
					timeSeries("Sign-ins by outcome", "Attempts a minute. Many failures from many addresses are an attack; throttled ones were turned away before the password was checked.",
						units.OpsPerMinute, prom(`60 * sum by (outcome) (rate(login_attempts_total{`+ofService+`}[$__rate_interval]))`, "{{outcome}}")).
						stacked().fromZero().paint("success", good).paint("failure", warning).paint("throttled", bad),
					timeSeries("Unsuccessful sign-ins", "Share of attempts that fail or are throttled. People mistype; a jump that stays is an attack or a broken client.",
						units.PercentUnit, prom(`(`+unsuccessful+` or 0 * `+attempts+`) / (`+attempts+` > 0)`, "unsuccessful")).bounds(0, 1),
					timeSeries("Tokens issued", "Access tokens a minute by kind. Service tokens are fetched once in their lifetime; many of them mean that a client forgets its own.",
						units.OpsPerMinute, prom(`60 * sum by (kind) (rate(jwt_tokens_issued_total{`+ofService+`}[$__rate_interval]))`, "{{kind}}")).fromZero(),
				).
				line(8,
					timeSeries("Sessions", "Sessions that can still be renewed. They grow with sign-ins and shrink with the sweep; a steady slope means that the sweep is stuck.",
						units.Short, prom(`sum by (job) (active_sessions{`+ofService+`})`, "active")).fromZero(),
					timeSeries("Registrations", "New accounts a minute. A burst without orders is somebody who registers by machine.",
						units.OpsPerMinute, prom(`60 * sum by (job) (rate(users_registered_total{`+ofService+`}[$__rate_interval]))`, "registered")).fromZero(),
					timeSeries("Sign-ins without a limit", "Attempts a minute that were let through unlimited because Redis did not answer. Above zero the door is open to guessing: see Redis.",
						units.OpsPerMinute, prom(`60 * sum by (job) (rate(login_throttle_skipped_total{`+ofService+`}[$__rate_interval]))`, "unlimited")).fromZero(),
				)
		},
		dependencies: []func() dependencyLine{postgresCalls, connectionPool, redisCalls},
		messages:     publishingRow,
		runtime:      jvmRuntime,
	}.board()
}
