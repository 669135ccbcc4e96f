package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

const redisServer = `instance=~"$instance"`

func redisDashboard() *board {
	b := newBoard(infrastructure, "oms-redis", "Redis",
		"Whether the cache has memory to spare, whether it is hit, and what the services that use it notice.").
		with(labelVariable("instance", "Instance", "The exporter that asks the server.", "redis_up", "instance")).
		linked(toOverview(), toRED(), toLogs(), toTraces(),
			to("oms-inventory-service", "Inventory service", "Caches stock in Redis"), to("oms-user-service", "User service", "Counts sign-ins in Redis")).
		marking(`job="redis-exporter"`, `job=~"redis|redis-exporter"`)
	redisAtAGlance(b)
	redisWork(b)
	redisMemory(b)
	redisClients(b)
	return b
}

func redisAtAGlance(b *board) {
	b.row("At a glance").line(4,
		stats("Up",
			"Whether the exporter reaches the server. Good is up. Without it the services go on, more slowly: they "+
				"read the database instead.",
			units.Short, promNow(`min(redis_up{`+redisServer+`})`, "")).upOrDown().filled(),
		stats("Memory in use",
			"The share of maxmemory that is taken. Good is below the yellow mark. At 1 Redis evicts what was used "+
				"least lately, which costs hits but breaks nothing.",
			units.PercentUnit, promNow(`max(instance:redis_memory_usage:ratio{`+redisServer+`})`, "")).
			limit("redis_memory_usage_ratio"),
		stats("Keys found",
			"The share of reads that found their key. Good depends on the use; watch the change. A fall after a "+
				"deployment means keys of another name, a fall under load evictions.",
			units.PercentUnit, promNow(redisHitRatio(), "")).whenEmpty("no reads"),
		stats("Clients",
			"Connections that are open. Good is the pools of the services, flat. A climb is a pool that loses "+
				"connections.",
			units.Short, promNow(`sum(redis_connected_clients{`+redisServer+`})`, "")),
		stats("Evicted in this time",
			"Keys that were removed for lack of memory. Good is 0. More means that maxmemory is too small for what "+
				"is cached, or keys without an expiry pile up.",
			units.Short, promNow(`round(sum(increase(redis_evicted_keys_total{`+redisServer+`}[$__range])))`, "")).anyIsBad(),
		stats("Refused in this time",
			"Connections that were refused because maxclients was reached. Good is 0. Find the client that opens "+
				"too many in the log and among the services.",
			units.Short, promNow(`round(sum(increase(redis_rejected_connections_total{`+redisServer+`}[$__range])))`, "")).anyIsBad(),
	)
}

func redisHitRatio() string {
	const hits = `sum(instance:redis_keyspace_hits:rate5m{` + redisServer + `})`
	return hits + ` / (` + hits + ` + sum(instance:redis_keyspace_misses:rate5m{` + redisServer + `}) > 0)`
}

func redisWork(b *board) {
	const calls = `sum by (cmd) (rate(redis_commands_total{` + redisServer + `}[$__rate_interval]))`
	b.row("Commands").line(8,
		timeSeries("Commands",
			"The eight commands that are used most. Good keeps its mix. SCAN or KEYS among them is somebody who "+
				"searches instead of knowing.",
			units.OpsPerSecond, prom(`topk(8, `+calls+`)`, "{{cmd}}")).stacked().fromZero(),
		timeSeries("Time for a command",
			"The mean time of the eight slowest commands, in the server. Good is below 0.1 ms; EVAL runs a script "+
				"and takes longer. Redis does one thing at a time: a slow command delays all others.",
			units.Seconds, prom(`topk(8, sum by (cmd) (rate(redis_commands_duration_seconds_total{`+redisServer+`}[$__rate_interval])) / (`+calls+` > 0))`, "{{cmd}}")).fromZero(),
		timeSeries("Keys found and missed",
			"Reads that found their key, and those that did not. Good is more found than missed; both follow the "+
				"traffic. Only misses after a restart: the cache is filling.",
			units.ReadsPerSecond,
			prom(`sum(rate(redis_keyspace_hits_total{`+redisServer+`}[$__rate_interval]))`, "found"),
			prom(`sum(rate(redis_keyspace_misses_total{`+redisServer+`}[$__rate_interval]))`, "missed")).fromZero().paint("found", good).paint("missed", warning),
		timeSeries("Errors answered",
			"Answers that were errors, by their kind. Good is one NOAUTH a second natively: the lab's health check asks without "+
				"a password. OOM is memory without eviction, WRONGTYPE a mistake in a program: look at the service that calls.",
			units.OpsPerSecond, prom(`sum by (err) (rate(redis_errors_total{`+redisServer+`}[$__rate_interval]))`, "{{err}}")).fromZero(),
	)
}

func redisMemory(b *board) {
	b.row("Memory and keys").line(8,
		timeSeries("Memory",
			"What the data takes, what the process takes, and the limit. Good is data well below the limit. A "+
				"process far above its data is fragmented: it gives memory back only slowly.",
			units.BytesIEC,
			prom(`sum(redis_memory_used_bytes{`+redisServer+`})`, "data"),
			prom(`sum(redis_memory_used_rss_bytes{`+redisServer+`})`, "process"),
			prom(`sum(redis_memory_max_bytes{`+redisServer+`})`, "maxmemory")).fromZero(),
		timeSeries("Share of maxmemory",
			"Data against the limit. Good is flat below the marks. A ramp is a kind of key without expiry: compare "+
				"the keys beside.",
			units.PercentUnit, prom(`sum(redis_memory_used_bytes{`+redisServer+`}) / sum(redis_memory_max_bytes{`+redisServer+`} > 0)`, "in use")).
			bounds(0, 1).limit("redis_memory_usage_ratio"),
		timeSeries("Keys",
			"All keys and those that expire. Good is that nearly all expire. A growing gap fills the memory with "+
				"what nobody removes.",
			units.Short,
			prom(`sum(redis_db_keys{`+redisServer+`})`, "all"),
			prom(`sum(redis_db_keys_expiring{`+redisServer+`})`, "with expiry")).fromZero(),
		timeSeries("Keys expired and evicted",
			"Keys that came to their end, and keys that had to make room. Good is expiry only. Evictions mean that "+
				"memory is short.",
			units.OpsPerSecond,
			prom(`sum(rate(redis_expired_keys_total{`+redisServer+`}[$__rate_interval]))`, "expired"),
			prom(`sum(rate(redis_evicted_keys_total{`+redisServer+`}[$__rate_interval]))`, "evicted")).fromZero().paint("evicted", bad),
	).line(8,
		timeSeries("Append-only file",
			"The file that a restart reads. Good grows slowly and shrinks when it is rewritten. When it only grows, "+
				"rewriting fails: see the log.",
			units.BytesIEC,
			prom(`sum(redis_aof_current_size_bytes{`+redisServer+`})`, "now"),
			prom(`sum(redis_aof_base_size_bytes{`+redisServer+`})`, "after the last rewrite")).fromZero(),
		stateTimeline("Writing to disk",
			"Whether the last write to the append-only file succeeded. Good is green. Red means a full or broken "+
				"disk: what is written now is lost with the process.",
			prom(`min by (instance) (redis_aof_last_write_status{`+redisServer+`})`, "append-only file")).
			says(map[string]word{"0": {"failed", bad}, "1": {"written", good}}),
		timeSeries("Network",
			"Bytes in and out. Good follows the commands. Much more out than usual is one large value that is read "+
				"again and again.",
			units.BytesPerSecondIEC,
			prom(`sum(rate(redis_net_input_bytes_total{`+redisServer+`}[$__rate_interval]))`, "in"),
			prom(`sum(rate(redis_net_output_bytes_total{`+redisServer+`}[$__rate_interval]))`, "out")).fromZero(),
	)
}

func redisClients(b *board) {
	const mine = `db_system_name="redis"`
	b.row("What the clients notice").line(8,
		timeSeries("Operations of the services",
			"What each service asks of Redis. Good follows its requests; inventory-service for cached stock, "+
				"user-service for limits of sign-ins.",
			units.OpsPerSecond, prom(`sum by (job, db_operation_name) (rate(db_client_operation_duration_seconds_count{`+mine+`}[$__rate_interval]))`, "{{job}} {{db_operation_name}}")).
			stacked().fromZero().links(toServiceOf(labelJob), toTracesOf(labelJob)),
		timeSeries("Duration for the services",
			"The 95th percentile as the services measure it. Good is a few milliseconds. When it rises while the "+
				"server's own times do not, the service or the machine lacks processor time. A dot opens a trace.",
			units.Seconds, prom(quantile("0.95", "db_client_operation_duration_seconds", mine, "job"), "{{job}}").exemplars()).
			fromZero().links(toServiceOf(labelJob), toTracesOf(labelJob)),
		timeSeries("Stock answered from the cache",
			"Reads of stock by how the cache did: hit, miss, or error when Redis could not be asked. Good is mostly "+
				"hits under load. Errors mean that every read goes to PostgreSQL.",
			units.ReadsPerSecond, prom(`sum by (result) (rate(inventory_cache_requests_total[$__rate_interval]))`, "{{result}}")).
			stacked().fromZero().paint("hit", good).paint("miss", warning).paint("error", bad),
		timeSeries("Connections",
			"Clients that are connected, and those that wait in a blocking command. Good is flat. New connections "+
				"at a rate mean a client without a pool.",
			units.Short,
			prom(`sum(redis_connected_clients{`+redisServer+`})`, "connected"),
			prom(`sum(redis_blocked_clients{`+redisServer+`})`, "blocked")).fromZero(),
	).line(10,
		traceTable("Slow operations",
			"Traces in which Redis took more than 5 ms. Good are few. Open one: when several spans are slow at the "+
				"same time the server was busy with one command.",
			`{span.db.system.name="redis" && duration > 5ms} | select(resource.service.name, span.db.operation.name)`),
		logPanel("Log of the server",
			"What Redis wrote. Good is silence, or a rewrite of the append-only file. Warnings name memory or disk; a start "+
				"without a stop before it was a crash.",
			`{service_name="redis"}`),
	)
}
