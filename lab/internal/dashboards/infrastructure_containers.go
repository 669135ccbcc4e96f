package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// The control group of a process, or its container: cAdvisor names it in service_name.
const groupScope = `service_name=~"$job", service_name!=""`

// perProcess adds a series of cAdvisor up by process.
func perProcess(metric string) string {
	return `sum by (service_name) (` + metric + `{` + groupScope + `})`
}

// perProcessRate is the same for a counter.
func perProcessRate(metric string) string {
	return `sum by (service_name) (rate(` + metric + `{` + groupScope + `}[$__rate_interval]))`
}

// startedAt is when a program began, in milliseconds. Its own word counts: a control group outlives the
// processes in it. Not every process has metrics of its own, and not every program a control group.
func startedAt() string {
	return `1000 * max by (service_name) (label_replace(process_start_time_seconds{job=~"$job"}, "service_name", "$1", "job", "(.+)"))
  and on (service_name) container_memory_working_set_bytes{` + groupScope + `}`
}

func containersDashboard() *board {
	b := newBoard(infrastructure, "oms-containers", "Containers and processes",
		"What each process of the lab uses of processors, memory and files, against what it may use, and which were killed or started anew.").
		with(labelVariable("job", "Process", "The process, by the name of its control group or container; services have the name of their service.",
			`container_memory_working_set_bytes{service_name!=""}`, "service_name")).
		linked(toOverview(), toRED(), to("oms-host", "Host", "The machine below"), toLogs(), toTraces()).
		marking(`job=~"$job"`, `job=~"$job|cadvisor"`)
	containersAtAGlance(b)
	containersProcessors(b)
	containersMemory(b)
	containersFiles(b)
	containersPrograms(b)
	return b
}

func containersAtAGlance(b *board) {
	rows := []key{{label: "service_name", title: "Service", links: links{toLogsOf(columnService), toTracesOf(columnService)}}}
	b.row("At a glance").line(4,
		stats("Parts running",
			"Control groups with a process in them. Good is all parts of the lab. When one is missing, `lab status` "+
				"and the course of the targets in Observability stack name it.",
			units.Short, promNow(`count(`+perProcess("container_processes")+` > 0)`, "")),
		stats("Nearest to its memory limit",
			"The process that has used most of what it may. Good is below the yellow mark. Above, it is killed at "+
				"the next peak: raise the limit or find the leak.",
			units.PercentUnit, promNow(`max(`+memoryOfLimit(groupScope)+`)`, "")).limit("memory_limit_usage_ratio"),
		stats("Killed for memory in this time",
			"Processes that the kernel ended because they reached their limit. Good is 0. The graph of memory below "+
				"shows the climb before.",
			units.Short, promNow(`round(sum(increase(container_oom_events_total{`+groupScope+`}[$__range])))`, "")).anyIsBad(),
		stats("Started anew in this time",
			"Programs that began again, by their own start time: a control group outlives its processes. Good is 0 "+
				"unless somebody restarted them. The log before the start has the reason.",
			units.Short, promNow(`sum(changes(process_start_time_seconds{job=~"$job"}[$__range]))`, "")).anyIsBad(),
		stats("Processor time of the lab",
			"How many processors all of it keeps busy. Good leaves one free. Compare with the count in Host.",
			units.Short, promNow(`sum(service_name:container_cpu_usage_seconds:rate5m{`+groupScope+`})`, "")).decimals(2),
		stats("Memory of the lab",
			"The working sets of all processes together. Good fits the machine with a gigabyte to spare. The table "+
				"says who takes most.",
			units.BytesIEC, promNow(`sum(service_name:container_memory_working_set_bytes:sum{`+groupScope+`})`, "")),
	).line(12,
		metricTable("Processes now",
			"All processes side by side, the largest first. Good is no red. A name leads to the "+
				"log and the traces of the part.",
			rows,
			column{title: "Processors", unit: units.Short, expr: perProcessRate("container_cpu_usage_seconds_total")},
			column{title: "Memory", unit: units.BytesIEC, expr: perProcess("container_memory_working_set_bytes")},
			column{title: "Limit", unit: units.BytesIEC, expr: perProcess("service_name:container_memory_limit_bytes:sum")},
			column{title: "Of the limit", unit: units.PercentUnit, limit: "memory_limit_usage_ratio", expr: memoryOfLimit(groupScope)},
			column{title: "Threads", unit: units.Short, expr: perProcess("container_threads")},
			column{title: "Files", unit: units.Short, expr: perProcess("container_file_descriptors")},
			column{title: "Sockets", unit: units.Short, expr: perProcess("container_sockets")},
			column{title: "Running since", unit: units.DateTimeFromNow, expr: startedAt()},
		).sortedBy("Memory"),
	)
}

func containersProcessors(b *board) {
	b.row("Processors").line(9,
		timeSeries("Processor time",
			"Processors that each process keeps busy; 1 is one whole processor. Good is small with bumps. A plateau "+
				"at a whole number is a loop, or work for one thread only.",
			units.Short, prom(perProcessRate("container_cpu_usage_seconds_total"), "{{service_name}}")).stacked().fromZero().decimals(2),
		timeSeries("Share of the machine",
			"The same over five minutes as a share of all processors, the eight largest. Good is that no process has more "+
				"than half for long. Natively nobody is throttled, all compete; in containers a limit shows as a plateau.",
			units.PercentUnit, prom(`topk(8, service_name:container_cpu_utilisation:ratio_rate5m{`+groupScope+`})`, "{{service_name}}")).
			fromZero().limit("process_cpu_usage_ratio"),
		timeSeries("Time in the kernel",
			"The share of its processor time that a process spends in system calls, the eight largest users only. "+
				"Good is below a half. More is much small reading and writing, or memory that comes and goes.",
			units.PercentUnit, prom(perProcessRate("container_cpu_system_seconds_total")+` / (topk(8, `+perProcessRate("container_cpu_usage_seconds_total")+`) > 0.01)`, "{{service_name}}")).
			bounds(0, 1),
	)
}

func containersMemory(b *board) {
	b.row("Memory").line(9,
		timeSeries("Memory",
			"Working set of each process: what it used lately. Good is level after a start. A ramp that never falls "+
				"is a leak, or a cache without a bound.",
			units.BytesIEC, prom(perProcess("container_memory_working_set_bytes"), "{{service_name}}")).stacked().fromZero(),
		timeSeries("Share of the memory limit",
			"What the kernel cannot take back, against the limit. Good is level below the marks. At 1 the process "+
				"is killed and started anew.",
			units.PercentUnit, prom(memoryOfLimit(groupScope), "{{service_name}}")).bounds(0, 1).limit("memory_limit_usage_ratio"),
		timeSeries("At the limit",
			"How often a process reached its limit and the kernel had to reclaim. Good is 0; a database that reads "+
				"much may touch it. With every touch the process waits.",
			units.CountsPerSecond, prom(perProcessRate("container_memory_events_max_total"), "{{service_name}}")).fromZero(),
	).line(8,
		timeSeries("Killed for memory",
			"Processes that the kernel ended at their limit. Good is none. Look at the climb above and at what the "+
				"process did then.",
			units.CountsPerSecond, prom(perProcessRate("container_oom_events_total"), "{{service_name}}")).bars().fromZero(),
		timeSeries("Pages read from the disk",
			"Major page faults: memory that was wanted and not there. Good is 0 after the start. More means that "+
				"program and files do not fit the limit.",
			units.CountsPerSecond, prom(`sum by (service_name) (rate(container_memory_failures_total{`+groupScope+`, failure_type="pgmajfault", scope="container"}[$__rate_interval]))`, "{{service_name}}")).fromZero(),
		timeSeries("Swap",
			"Memory that was moved to the disk. Good is 0. A service whose memory is swapped answers in seconds; "+
				"the machine has too little memory.",
			units.BytesIEC, prom(perProcess("container_memory_swap"), "{{service_name}}")).stacked().fromZero(),
	)
}

func containersFiles(b *board) {
	b.row("Threads, files, restarts").line(8,
		timeSeries("Threads",
			"Threads of each process. Good is level. A ramp is a pool without a bound, or requests that never end.",
			units.Short, prom(perProcess("container_threads"), "{{service_name}}")).fromZero(),
		timeSeries("Open files",
			"File descriptors, sockets included. Good follows the connections and comes back. A ramp is something "+
				"that is opened and not closed.",
			units.Short, prom(perProcess("container_file_descriptors"), "{{service_name}}")).fromZero(),
		timeSeries("Share of the files that may be open",
			"Open file descriptors against the limit of the process. Good is far below 1. At 1 it can neither "+
				"accept connections nor open files.",
			units.PercentUnit, prom(`job:process_open_fds:ratio{job=~"$job"}`, "{{job}}")).fromZero().limit("file_descriptor_usage_ratio").linksOfParts(labelJob),
		timeSeries("Starts",
			"How often a process began anew, by its own start time. Good is none; one for each deployment. Several "+
				"in a row are a crash loop: its log ends with the reason.",
			units.Short, prom(`sum by (job) (changes(process_start_time_seconds{job=~"$job"}[$__rate_interval]))`, "{{job}}")).bars().fromZero().links(toLogsOf(labelJob)),
	)
}

// containersPrograms is what programs say of themselves: it is there without cAdvisor, too.
func containersPrograms(b *board) {
	b.row("By their own word").line(8,
		timeSeries("Processor time, by their own word",
			"What each program measures of itself, where cAdvisor cannot run too. Good agrees with the above.",
			units.Short, prom(`sum by (job) (rate(process_cpu_seconds_total{job=~"$job"}[$__rate_interval]))`, "{{job}}")).
			stacked().fromZero().decimals(2).linksOfParts(labelJob),
		timeSeries("Resident memory, by their own word",
			"Memory that is present, shared libraries and touched files included. Good is level. It is larger than "+
				"the working set and says the same.",
			units.BytesIEC, prom(`sum by (job) (process_resident_memory_bytes{job=~"$job"})`, "{{job}}")).stacked().fromZero().linksOfParts(labelJob),
	).line(10,
		logPanel("Starts and ends",
			"Lines about starting, stopping and crashing of the chosen processes. Good are pairs of a stop and a "+
				"start. A start without a stop before it was a crash.",
			`{service_name=~"$job", environment="lab"} |~ "(?i)\\b(starting|started|listening|stopping|stopped|shutting down|panic|fatal|out of memory|killed)\\b"`+told),
	)
}
