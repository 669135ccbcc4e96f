package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// The series of PostgreSQL: of the whole server, and of the chosen databases without its templates.
const (
	pgServer   = `instance=~"$instance"`
	pgDatabase = pgServer + `, ` + pgRecorded
	// What is recorded of a database has no other label.
	pgRecorded = `datname=~"$datname", datname!~"template.*|"`
	// What the services measure at their end of the connection.
	pgClients = `db_system_name="postgresql", db_namespace=~"$datname"`
)

func postgresqlDashboard() *board {
	b := newBoard(infrastructure, "oms-postgresql", "PostgreSQL",
		"Whether the database has connections, memory and disk to spare, who waits for whom, and what its clients notice of it.").
		with(labelVariable("instance", "Instance", "The exporter that asks the server.", "pg_up", "instance"),
			labelVariable("datname", "Database", "The database; each service has one of its own.", `pg_stat_database_xact_commit{datname!~"template.*|"}`, "datname")).
		linked(toOverview(), toRED(), toLogs(), toTraces(),
			to("oms-containers", "Processes", "Memory and processor time of postgres"), to("oms-host", "Host", "The disk below")).
		marking(`job="postgres-exporter"`, `job=~"postgres|postgres-exporter"`)
	postgresqlAtAGlance(b)
	postgresqlConnections(b)
	postgresqlWork(b)
	postgresqlWaiting(b)
	postgresqlStorage(b)
	postgresqlClients(b)
	return b
}

func postgresqlAtAGlance(b *board) {
	b.row("At a glance").line(4,
		stats("Up",
			"Whether the exporter reaches the server. Good is up. When it is down every service that needs its "+
				"database is too: start with the server's log below.",
			units.Short, promNow(`min(pg_up{`+pgServer+`})`, "")).upOrDown().filled(),
		stats("Connections in use",
			"The share of the connections that the services may open. Good is below the yellow mark, also under "+
				"load. Near 1 the next one is refused: see below which database holds them, and whether they idle in a "+
				"transaction.",
			units.PercentUnit, promNow(`max(instance:pg_connections_usage:ratio{`+pgServer+`})`, "")).
			limit("postgres_connection_usage_ratio"),
		stats("Reads from memory",
			"The share of blocks that were found in PostgreSQL's own cache. Good is above 99 %. Lower after a start "+
				"is normal; lower for long means that the data in use has outgrown shared_buffers, or a query reads "+
				"whole tables.",
			units.PercentUnit, promNow(pgCacheHit(), "")).limit("postgres_cache_hit_ratio"),
		stats("Oldest transaction",
			"How long the oldest open transaction has been open. Good is far below a minute. An old one holds locks "+
				"and keeps dead rows: find its database below, then the trace that does not end.",
			units.Seconds, promNow(`max(datname:pg_transaction_age_seconds:max{`+pgRecorded+`})`, "")).limit("postgres_transaction_age_seconds"),
		stats("Deadlocks in this time",
			"Transactions that PostgreSQL ended because two waited for each other. Good is 0: each is a request "+
				"that had to be repeated. The server's log names both statements.",
			units.Short, promNow(`round(sum(increase(pg_stat_database_deadlocks{`+pgDatabase+`}[$__range])))`, "")).anyIsBad(),
		stats("Size on disk",
			"All chosen databases together. Good grows with the orders. When it grows faster, a retention job of a "+
				"service does not run: see Orders pipeline.",
			units.BytesIEC, promNow(`sum(pg_database_size_bytes{`+pgDatabase+`})`, "")),
	)
}

// pgCacheHit is the share of blocks read from memory, of all chosen databases together.
func pgCacheHit() string {
	const hit = `sum(datname:pg_blocks_hit:rate5m{` + pgRecorded + `})`
	return hit + ` / (` + hit + ` + sum(datname:pg_blocks_read:rate5m{` + pgRecorded + `}) > 0)`
}

func postgresqlConnections(b *board) {
	b.row("Connections").line(8,
		timeSeries("Connections by database",
			"Who holds connections; each service keeps a pool of its own. Good is flat. A step up is a service that "+
				"opens more than its pool should have, or one that was started twice.",
			units.Short, prom(`sum by (datname) (pg_stat_activity_count{`+pgDatabase+`})`, "{{datname}}")).stacked().fromZero(),
		timeSeries("Connections by state",
			"What they do. Good is mostly idle, a few active. Many active means slow statements; idle in "+
				"transaction means a program that thinks while it holds locks.",
			units.Short, prom(`sum by (state) (pg_stat_activity_count{`+pgDatabase+`}) > 0`, "{{state}}")).stacked().fromZero(),
		timeSeries("Share of connections in use",
			"Connections against what the server allows. Good is a flat line below the marks. Above, lower the "+
				"pools of the services rather than raising the limit: each connection is a process.",
			units.PercentUnit, prom(`sum(pg_stat_activity_count{`+pgServer+`})
  / (sum(pg_settings_max_connections{`+pgServer+`}) - sum(pg_settings_superuser_reserved_connections{`+pgServer+`}))`, "in use")).
			bounds(0, 1).limit("postgres_connection_usage_ratio"),
		timeSeries("Sessions that ended badly",
			"Connections that were refused or ended with a fault, that somebody ended, and whose client vanished in a "+
				"transaction, by the server's log. Good is 0; a restart of a service may leave a few. A steady rate is "+
				"a client that is killed again and again: see Processes for restarts and memory.",
			units.Short,
			logQL(pgSessionsEnded(`|= "FATAL:" != "`+pgBySomebody+`" !~ "`+pgVanished+`"`), "fault"),
			logQL(pgSessionsEnded(`|= "`+pgBySomebody+`"`), "ended by somebody"),
			logQL(pgSessionsEnded(`|~ "`+pgVanished+`"`), "client vanished")).stacked().bars().fromZero(),
	)
}

// What the server writes when a connection ends otherwise than its client has asked for. postgres_exporter counts that too, but
// not any more since its version 0.13. A client whose connection is reset in a transaction is two lines.
const (
	pgBySomebody = `terminating connection due to administrator command`
	pgVanished   = `connection to client lost|could not receive data from client|unexpected EOF on client connection`
)

// pgSessionsEnded counts the lines of the server that pass the filters; none at all are a 0.
func pgSessionsEnded(filters string) string {
	return `sum(count_over_time({service_name="postgres"} ` + filters + ` [$__auto])) or vector(0)`
}

func postgresqlWork(b *board) {
	b.row("Work").line(8,
		timeSeries("Transactions by database",
			"Transactions that were committed. Good follows the requests; a service that does nothing still commits "+
				"a little, its jobs do. When it falls while requests come in, they wait: see below.",
			units.OpsPerSecond, prom(`sum by (datname) (rate(pg_stat_database_xact_commit{`+pgDatabase+`}[$__rate_interval]))`, "{{datname}}")).stacked().fromZero(),
		timeSeries("Transactions rolled back",
			"Transactions that were given up. A few are part of the plan: a refused order rolls back. When they "+
				"follow no refusal, the log of the service tells the statement and the constraint.",
			units.OpsPerSecond, prom(`sum by (datname) (rate(pg_stat_database_xact_rollback{`+pgDatabase+`}[$__rate_interval]))`, "{{datname}}")).stacked().fromZero(),
		timeSeries("Rows read and written",
			"Rows that statements returned and changed. Good keeps its proportions. Many more rows fetched with the "+
				"same traffic is a missing index.",
			units.RowsPerSecond,
			prom(`sum(rate(pg_stat_database_tup_fetched{`+pgDatabase+`}[$__rate_interval]))`, "fetched by index"),
			prom(`sum(rate(pg_stat_database_tup_inserted{`+pgDatabase+`}[$__rate_interval]))`, "inserted"),
			prom(`sum(rate(pg_stat_database_tup_updated{`+pgDatabase+`}[$__rate_interval]))`, "updated"),
			prom(`sum(rate(pg_stat_database_tup_deleted{`+pgDatabase+`}[$__rate_interval]))`, "deleted")).fromZero(),
		timeSeries("Reads from memory by database",
			"The share of blocks found in shared_buffers. Good is close to 1. A database that dips alone has a "+
				"query that reads much: find it among the slow statements below.",
			units.PercentUnit, prom(`datname:pg_cache_hit:ratio_rate5m{`+pgRecorded+`}`, "{{datname}}")).limit("postgres_cache_hit_ratio"),
	)
}

func postgresqlWaiting(b *board) {
	b.row("Waiting").line(8,
		timeSeries("Oldest transaction by database",
			"The age of the oldest open transaction. Good is a sawtooth close to 0. A ramp is one that nobody ends: "+
				"its service hangs, or a person has a session open.",
			units.Seconds, prom(`max by (datname) (pg_stat_activity_max_tx_duration{`+pgDatabase+`})`, "{{datname}}")).fromZero().limit("postgres_transaction_age_seconds"),
		timeSeries("Idle in transaction",
			"Connections that wait for their program inside a transaction. Good is 0, with a 1 now and then under "+
				"load. More means calls to other services between BEGIN and COMMIT.",
			units.Short, prom(`sum by (datname) (pg_stat_activity_count{`+pgDatabase+`, state=~"idle in transaction.*"})`, "{{datname}}")).stacked().fromZero(),
		timeSeries("Locks by mode",
			"Locks that are held at the moment. Good is a handful of share locks. Many exclusive ones at the same "+
				"time precede waits; an accessexclusivelock outside of a migration stops everybody.",
			units.Short, prom(`sum by (mode) (pg_locks_count{`+pgDatabase+`}) > 0`, "{{mode}}")).stacked().fromZero(),
		timeSeries("Deadlocks",
			"Pairs of transactions that waited for each other, a minute. Good is none. When there are some, compare "+
				"the order in which the two statements in the server's log take their rows.",
			units.OpsPerMinute, prom(`60 * sum by (datname) (rate(pg_stat_database_deadlocks{`+pgDatabase+`}[$__rate_interval]))`, "{{datname}}")).bars().fromZero(),
	)
}

func postgresqlStorage(b *board) {
	b.row("Storage").line(8,
		timeSeries("Size by database",
			"What each database takes on disk. Good grows slowly. A steep one keeps what its retention job should "+
				"remove.",
			units.BytesIEC, prom(`pg_database_size_bytes{`+pgDatabase+`}`, "{{datname}}")).stacked().fromZero(),
		timeSeries("Checkpoints",
			"How often everything changed is written to disk, an hour. Good is by schedule only. Requested ones "+
				"mean that more is written than max_wal_size holds.",
			units.Short,
			prom(`3600 * sum(rate(pg_stat_bgwriter_checkpoints_timed_total{`+pgServer+`}[$__rate_interval]))`, "by schedule"),
			prom(`3600 * sum(rate(pg_stat_bgwriter_checkpoints_req_total{`+pgServer+`}[$__rate_interval]))`, "requested")).fromZero(),
		timeSeries("Blocks written, by whom",
			"Who writes changed blocks of 8 KiB. Good is mostly the checkpointer. When connections write themselves "+
				"(backends), shared_buffers is too small for the changes.",
			units.WritesPerSecond,
			prom(`sum(rate(pg_stat_bgwriter_buffers_checkpoint_total{`+pgServer+`}[$__rate_interval]))`, "checkpointer"),
			prom(`sum(rate(pg_stat_bgwriter_buffers_clean_total{`+pgServer+`}[$__rate_interval]))`, "background writer"),
			prom(`sum(rate(pg_stat_bgwriter_buffers_backend_total{`+pgServer+`}[$__rate_interval]))`, "backends")).stacked().fromZero(),
		timeSeries("Temporary files",
			"What sorts and joins put on disk because work_mem did not suffice. Good is 0. When there is any, the "+
				"slow statements below hold the query that sorts too much.",
			units.BytesPerSecondIEC, prom(`sum by (datname) (rate(pg_stat_database_temp_bytes{`+pgDatabase+`}[$__rate_interval]))`, "{{datname}}")).stacked().fromZero(),
	)
}

func postgresqlClients(b *board) {
	const perService = `by (job) (rate(db_client_operation_duration_seconds_count{` + pgClients + `}[$__rate_interval]))`
	b.row("What the clients notice").line(8,
		timeSeries("Operations by service",
			"Statements, transactions and batches that each service sends. Good follows the requests. Many "+
				"operations for few requests is a query in a loop: open one of its traces.",
			units.OpsPerSecond, prom(`sum `+perService, "{{job}}")).stacked().fromZero().links(toServiceOf(labelJob), toTracesOf(labelJob)),
		timeSeries("Duration by service",
			"The 95th percentile of an operation, measured in the service, the way through the network included. "+
				"Good is a few milliseconds. When all rise together, the server is slow; when one does, its queries "+
				"are. A dot opens a trace.",
			units.Seconds, prom(quantile("0.95", "db_client_operation_duration_seconds", pgClients, "job"), "{{job}}").exemplars()).
			fromZero().links(toServiceOf(labelJob), toTracesOf(labelJob)),
		timeSeries("Duration by operation",
			"The 95th percentile by kind of operation. COMMIT waits for the disk, SELECT for memory and processor, "+
				"UPDATE for locks as well. The one that leads tells which row above to look at.",
			units.Seconds, prom(quantile("0.95", "db_client_operation_duration_seconds", pgClients, "db_operation_name"), "{{db_operation_name}}").exemplars()).fromZero(),
		timeSeries("Pools in use",
			"The share of each service's pool that is taken. Good is below the marks. At 1 requests wait for a "+
				"connection, although the server may have time: shorten transactions before enlarging the pool.",
			units.PercentUnit, prom(`sum by (job) (db_client_connection_count{state="used"}) / sum by (job) (db_client_connection_max)`, "{{job}}")).
			bounds(0, 1).limit("db_pool_usage_ratio").links(toServiceOf(labelJob)),
	).line(10,
		traceTable("Slow statements",
			"Traces with statements of more than 20 ms. Good are few, and COMMITs mostly. Open one: the span "+
				"carries the text of the statement, with placeholders for its values.",
			`{span.db.system.name="postgresql" && span.db.namespace=~"$datname" && duration > 20ms} | select(resource.service.name, span.db.query.text)`),
		logPanel("Log of the server",
			"What PostgreSQL wrote: errors, statements of half a second and more, waits for locks, connections that broke. "+
				"Good is silence. ERROR and FATAL name the statement and the reason.",
			`{service_name="postgres"}`),
	)
}
