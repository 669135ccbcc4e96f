package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// goRuntime is the runtime of programs in Go.
func goRuntime(b *board) {
	b.row("Go runtime").line(8,
		timeSeries("Goroutines", "What runs or waits at the same time. A slope that never comes down is a leak: take a profile.",
			units.Short, prom(`sum by (job) (go_goroutines{`+ofService+`})`, "goroutines")).fromZero(),
		timeSeries("Heap", "Memory of live and not yet collected objects, the size at which the next collection starts, and the limit the runtime keeps to.",
			units.BytesIEC,
			prom(`sum by (job) (go_memstats_heap_inuse_bytes{`+ofService+`})`, "in use"),
			prom(`sum by (job) (go_memstats_next_gc_bytes{`+ofService+`})`, "next collection"),
			prom(`sum by (job) (go_gc_gomemlimit_bytes{`+ofService+`} < 1e12)`, "limit")).fromZero(),
		timeSeries("Pauses for garbage collection", "Share of time in which the program stands still for collection. Thousandths are normal.",
			units.PercentUnit, prom(`sum by (job) (rate(go_gc_duration_seconds_sum{`+ofService+`}[$__rate_interval]))`, "paused")).limit("gc_pause_ratio").fromZero(),
		timeSeries("Allocations", "Bytes allocated a second. More a request than before is what makes collections frequent.",
			units.BytesPerSecondIEC, prom(`sum by (job) (rate(go_memstats_alloc_bytes_total{`+ofService+`}[$__rate_interval]))`, "allocated")).fromZero(),
	)
}

// tokioRuntime is the runtime of programs in Rust that use Tokio.
func tokioRuntime(b *board) {
	b.row("Tokio runtime").line(8,
		timeSeries("Workers busy", "Share of the worker threads' time spent on tasks. Near one, tasks wait for a thread: something computes or blocks in async code.",
			units.PercentUnit, prom(`sum by (job) (rate(tokio_worker_busy_seconds_total{`+ofService+`}[$__rate_interval])) / sum by (job) (tokio_workers{`+ofService+`})`, "busy")).
			bounds(0, 1),
		timeSeries("Tasks alive", "Tasks that have not ended: requests, connections, jobs. A slope that never comes down is a leak.",
			units.Short, prom(`sum by (job) (tokio_alive_tasks{`+ofService+`})`, "alive")).fromZero(),
		timeSeries("Tasks waiting for a worker", "Tasks in the queue that all workers share. More than a moment above zero means that the workers do not keep up.",
			units.Short, prom(`sum by (job) (tokio_global_queue_depth{`+ofService+`})`, "waiting")).fromZero(),
		timeSeries("Workers gone to sleep", "How often a second a worker had nothing to do. It falls to nothing when there is always something to do.",
			units.OpsPerSecond, prom(`sum by (job) (rate(tokio_worker_parks_total{`+ofService+`}[$__rate_interval]))`, "parked")).fromZero(),
	)
}

// pythonRuntime is the runtime of programs in Python that use asyncio.
func pythonRuntime(b *board) {
	b.row("Python runtime").line(8,
		timeSeries("Event loop lag", "How late the loop gets to work that is due. All requests wait that long: something computes or blocks instead of awaiting.",
			units.Seconds, prom(`max by (job) (python_asyncio_event_loop_lag_seconds{`+ofService+`})`, "lag")).limit("event_loop_lag_seconds").fromZero(),
		timeSeries("Garbage collections", "Collections a second by generation. Many of the oldest generation cost time: too many long-lived objects are made.",
			units.OpsPerSecond, prom(`sum by (generation) (rate(python_gc_collections_total{`+ofService+`}[$__rate_interval]))`, "generation {{generation}}")).fromZero(),
		timeSeries("Objects collected", "Objects in cycles that only the collector could free, by generation. A rise with the same traffic is a new cycle in the code.",
			units.OpsPerSecond, prom(`sum by (generation) (rate(python_gc_objects_collected_total{`+ofService+`}[$__rate_interval]))`, "generation {{generation}}")).fromZero(),
	)
}

// jvmRuntime is the runtime of programs in Java.
func jvmRuntime(b *board) {
	b.row("JVM").
		line(8,
			timeSeries("JVM memory", "Memory in use by pool. The old generation after collections tells what is really needed; a rising floor is a leak.",
				units.BytesIEC, prom(`sum by (area, id) (jvm_memory_used_bytes{`+ofService+`})`, "{{area}} {{id}}")).stacked().fromZero(),
			timeSeries("Heap in use", "Heap in use and the most it may be. Near the most, collections follow each other and everything slows down.",
				units.BytesIEC,
				prom(`sum by (job) (jvm_memory_used_bytes{`+ofService+`, area="heap"})`, "in use"),
				prom(`sum by (job) (jvm_memory_max_bytes{`+ofService+`, area="heap"} > 0)`, "maximum")).fromZero(),
			timeSeries("Pauses for garbage collection", "Share of time in which all threads stand still for collection, by cause. Above the limit users feel it.",
				units.PercentUnit, prom(`sum by (action) (rate(jvm_gc_pause_seconds_sum{`+ofService+`}[$__rate_interval]))`, "{{action}}")).
				stacked().limit("gc_pause_ratio").fromZero(),
		).
		line(8,
			timeSeries("Threads by state", "Threads by what they do. Blocked ones wait for a lock that another holds; many waiting ones are an idle pool.",
				units.Short, prom(`sum by (state) (jvm_threads_states_threads{`+ofService+`})`, "{{state}}")).stacked().fromZero(),
			timeSeries("Allocation and promotion", "Bytes allocated a second, and those that outlive the young generation. Promotion is what fills the old one.",
				units.BytesPerSecondIEC,
				prom(`sum by (job) (rate(jvm_gc_memory_allocated_bytes_total{`+ofService+`}[$__rate_interval]))`, "allocated"),
				prom(`sum by (job) (rate(jvm_gc_memory_promoted_bytes_total{`+ofService+`}[$__rate_interval]))`, "promoted")).fromZero(),
			timeSeries("Classes loaded", "Classes in memory. Constant after the start; a slope is a class loader that leaks.",
				units.Short, prom(`sum by (job) (jvm_classes_loaded_classes{`+ofService+`})`, "loaded")).fromZero(),
		)
}

// nodeRuntime is the runtime of programs in Node.js.
func nodeRuntime(b *board) {
	b.row("Node.js runtime").
		line(8,
			timeSeries("Event loop lag", "How late the loop gets to work that is due. All requests wait that long: something computes instead of awaiting.",
				units.Seconds,
				prom(`max by (job) (nodejs_eventloop_lag_p50_seconds{`+ofService+`})`, "p50"),
				prom(`max by (job) (nodejs_eventloop_lag_p99_seconds{`+ofService+`})`, "p99"),
				prom(`max by (job) (nodejs_eventloop_lag_max_seconds{`+ofService+`})`, "maximum")).limit("event_loop_lag_seconds").fromZero(),
			timeSeries("Heap", "Memory of JavaScript objects, and what is reserved for them. A floor that rises after each collection is a leak.",
				units.BytesIEC,
				prom(`sum by (job) (nodejs_heap_size_used_bytes{`+ofService+`})`, "used"),
				prom(`sum by (job) (nodejs_heap_size_total_bytes{`+ofService+`})`, "reserved"),
				prom(`sum by (job) (nodejs_external_memory_bytes{`+ofService+`})`, "outside, such as buffers")).fromZero(),
			timeSeries("Pauses for garbage collection", "Share of time spent collecting, by kind. Minor ones are cheap; frequent major ones mean too little memory.",
				units.PercentUnit, prom(`sum by (kind) (rate(nodejs_gc_duration_seconds_sum{`+ofService+`}[$__rate_interval]))`, "{{kind}}")).
				stacked().limit("gc_pause_ratio").fromZero(),
			timeSeries("Open resources", "What keeps the loop alive, by type: sockets, timers, pipes. A type that only grows leaks.",
				units.Short, prom(`sum by (type) (nodejs_active_resources{`+ofService+`})`, "{{type}}")).stacked().fromZero(),
		)
}
