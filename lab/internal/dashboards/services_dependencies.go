package dashboards

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/units"
)

// httpClients are the services that this one calls.
func httpClients() dependencyLine {
	const histogram = "http_client_request_duration_seconds"
	return dependencyLine{
		timeSeries("Calls to services", "Calls by the service called and its answer. What is not 2xx is either its failure or a refusal of the business.",
			units.RequestsPerSecond, prom(`sum by (server_address, http_response_status_code) (rate(`+histogram+`_count{`+ofService+`}[$__rate_interval]))`,
				"{{server_address}} {{http_response_status_code}}")).stacked().fromZero(),
		timeSeries("Duration of calls", "95th percentile by the service called, seen from here: network and waiting included. Compare with that service's own.",
			units.Seconds, prom(quantile("0.95", histogram, ofService, "server_address"), "{{server_address}}").exemplars()).
			limit("http_latency_p95_seconds").fromZero(),
	}
}

// databaseCalls are the statements to a database, PostgreSQL or Redis.
func databaseCalls(name, system string) func() dependencyLine {
	return func() dependencyLine {
		const histogram = "db_client_operation_duration_seconds"
		selector := fmt.Sprintf(`%s, db_system_name=%q`, ofService, system)
		return dependencyLine{
			timeSeries(name+" operations", "Operations a second by kind. Many more than requests justify means that something asks in a loop.",
				units.OpsPerSecond, prom(`sum by (db_operation_name) (rate(`+histogram+`_count{`+selector+`}[$__rate_interval]))`, "{{db_operation_name}}")).
				stacked().fromZero(),
			timeSeries(name+" durations", "95th percentile by kind of operation. All slow: the database or the network; one slow: a lock or a bad plan.",
				units.Seconds, prom(quantile("0.95", histogram, selector, "db_operation_name"), "{{db_operation_name}}").exemplars()).fromZero().
				links(dataLink(name+" itself", "/d/oms-"+system+"?${__url_time_range}")),
		}
	}
}

// connectionPool is what stands between the service and PostgreSQL.
func connectionPool() dependencyLine {
	return dependencyLine{
		timeSeries("Connections to PostgreSQL", "Connections of the pool by state, and how many it may have. At the maximum, requests queue for one.",
			units.Short,
			prom(`sum by (state) (db_client_connection_count{`+ofService+`})`, "{{state}}"),
			prom(`sum by (job) (db_client_connection_max{`+ofService+`})`, "maximum")).fromZero(),
		timeSeries("Pool in use", "Share of the pool's connections that work. Near all of them: shorten transactions before enlarging the pool.",
			units.PercentUnit,
			prom(`sum by (job) (db_client_connection_count{`+ofService+`, state="used"}) / sum by (job) (db_client_connection_max{`+ofService+`})`, "in use")).
			limit("db_pool_usage_ratio").bounds(0, 1),
	}
}

// postgresCalls and redisCalls are the two databases of the lab.
var (
	postgresCalls = databaseCalls("PostgreSQL", "postgresql")
	redisCalls    = databaseCalls("Redis", "redis")
)
