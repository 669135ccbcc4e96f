package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

const (
	machine = `instance=~"$instance"`
	// File systems that can be written full, not memory that poses as a disk or read-only images.
	machineDisk = machine + `, fstype!~"tmpfs|ramfs|squashfs|iso9660|erofs"`
	// The network without the machine talking to itself.
	machineNet = machine + `, device!="lo"`
)

// hostDashboard goes by the USE method: for each resource its utilization, its saturation and its errors.
func hostDashboard() *board {
	b := newBoard(infrastructure, "oms-host", "Host",
		"The machine below everything, by the USE method: for processors, memory, disks and network how busy they are, who waits, and what failed.").
		with(labelVariable("instance", "Instance", "The machine, by its exporter.", "node_uname_info", "instance")).
		linked(toOverview(), toRED(), to("oms-containers", "Processes", "Which process uses the resources"),
			to("oms-postgresql", "PostgreSQL", "The largest user of the disk"), toLogs()).
		marking(`job="node-exporter"`, `job="node-exporter"`)
	hostAtAGlance(b)
	hostUSE(b)
	hostProcessors(b)
	hostMemory(b)
	hostDisks(b)
	hostNetwork(b)
	return b
}

func hostAtAGlance(b *board) {
	b.row("At a glance").line(4,
		stats("Processors busy",
			"The share of all processors that is not idle. Good is below the marks. Above, everything gets slower: "+
				"see Processes for who it is.",
			units.PercentUnit, promNow(`max(instance:node_cpu_utilisation:ratio_rate5m{`+machine+`})`, "")).limit("host_cpu_usage_ratio"),
		stats("Load a processor",
			"Runnable processes for each processor. Good is below 1, and short peaks above do no harm. Above the "+
				"marks for minutes everybody waits: stop what is not needed.",
			units.Short, promNow(`max(instance:node_load1_per_cpu:ratio{`+machine+`})`, "")).decimals(2).limit("host_load_per_cpu"),
		stats("Memory available",
			"What can be had without swapping, page cache included. Good is above the marks. Below, the kernel soon "+
				"kills a process: see Processes.",
			units.PercentUnit, promNow(`min(instance:node_memory_available:ratio{`+machine+`})`, "")).limit("host_memory_available_ratio"),
		stats("Disk free",
			"Free space of the fullest file system. Good is above the marks. Below, RabbitMQ stops taking messages "+
				"first and PostgreSQL writing next.",
			units.PercentUnit, promNow(`min(instance_mountpoint:node_filesystem_free:ratio{`+machine+`})`, "")).limit("host_disk_free_ratio"),
		stats("Processors",
			"How many the machine has. The lab wants two or more; with fewer its parts wait for each other and "+
				"alerts on latency fire without a fault.",
			units.Short, promNow(`count(node_cpu_seconds_total{`+machine+`, mode="idle"})`, "")),
		stats("Running since",
			"When the machine was started. A moment after yours means that it was restarted: every process shows a "+
				"restart then, too.",
			units.DateTimeFromNow, promNow(`min(node_boot_time_seconds{`+machine+`}) * 1000`, "")),
	)
}

// hostUSE sets the three questions of the method side by side, for all resources. The rows below draw each over time.
func hostUSE(b *board) {
	b.row("Utilization, saturation, errors").line(5,
		stats("Utilization",
			"How busy each resource was in the last five minutes. Good leaves room; a disk that does several things at a "+
				"time bears 100 %. The row of the resource says with what.",
			units.PercentUnit,
			promNow(`max(instance:node_cpu_utilisation:ratio_rate5m{`+machine+`})`, "processors"),
			promNow(`max(instance:node_memory_utilisation:ratio{`+machine+`})`, "memory"),
			promNow(`max(instance_device:node_disk_utilisation:ratio_rate5m{`+machine+`})`, "busiest disk")).decimals(0),
		stats("Saturation",
			"Who waits: the share of time waited for a processor and for memory, the queue at the longest disk, packets "+
				"dropped a second. Good is near 0. Otherwise see the row of the resource.",
			units.Short,
			promNow(`max(instance:node_cpu_waiting:ratio_rate5m{`+machine+`})`, "processors"),
			promNow(`max(instance:node_memory_waiting:ratio_rate5m{`+machine+`})`, "memory"),
			promNow(`max(instance_device:node_disk_queue_length:rate5m{`+machine+`})`, "disks"),
			promNow(`max(instance:node_network_drops_excluding_lo:rate5m{`+machine+`})`, "network")).decimals(2),
		stats("Errors",
			"What failed in the last five minutes: processes killed for memory, file systems that cannot be asked, broken "+
				"packets. Good is 0. Otherwise see the row of the resource.",
			units.Short,
			promNow(`300 * sum(instance:node_memory_oom_kills:rate5m{`+machine+`})`, "memory"),
			promNow(`sum(instance:node_filesystem_device_errors:sum{`+machine+`})`, "disks"),
			promNow(`300 * sum(instance:node_network_errors_excluding_lo:rate5m{`+machine+`})`, "network")).decimals(0).anyIsBad(),
		stats("Traffic",
			"Bytes a second over the cards. A virtual card does not know its speed, so there is no share of it. Good is "+
				"little: the lab talks to itself. For its course see Network.",
			units.BytesPerSecondIEC,
			promNow(`sum(instance:node_network_receive_bytes_excluding_lo:rate5m{`+machine+`})`, "received"),
			promNow(`sum(instance:node_network_transmit_bytes_excluding_lo:rate5m{`+machine+`})`, "sent")),
	)
}

func hostProcessors(b *board) {
	b.row("Processors").line(8,
		timeSeries("Utilization of the processors",
			"Time by what it was spent on, of all processors together. Good is mostly idle, that is: not drawn. "+
				"Much iowait points at the disks, much steal at the machine that this one runs on.",
			units.PercentUnit, prom(`sum by (mode) (rate(node_cpu_seconds_total{`+machine+`, mode!="idle"}[$__rate_interval]))
  / on () group_left () count(node_cpu_seconds_total{`+machine+`, mode="idle"})`, "{{mode}}")).stacked().bounds(0, 1).limit("host_cpu_usage_ratio"),
		timeSeries("Saturation of the processors",
			"Runnable processes for each processor, and the share of time in which somebody waited. Good is below "+
				"1. Above for minutes, requests queue: stop what is not needed, or add processors.",
			units.Short,
			prom(`sum(node_load1{`+machine+`}) / count(node_cpu_seconds_total{`+machine+`, mode="idle"})`, "load a processor"),
			prom(`sum(rate(node_pressure_cpu_waiting_seconds_total{`+machine+`}[$__rate_interval]))`, "share of time waited")).fromZero().limit("host_load_per_cpu"),
		timeSeries("Errors of the processors",
			"Tasks that the kernel found hung, and time that the hypervisor took away, in processors. Good is 0. "+
				"Hung tasks wait for a disk that does not answer.",
			units.Short,
			prom(`sum(increase(node_kernel_hung_tasks_total{`+machine+`}[$__rate_interval]))`, "hung tasks"),
			prom(`sum(rate(node_cpu_seconds_total{`+machine+`, mode="steal"}[$__rate_interval]))`, "processors taken away")).fromZero(),
		timeSeries("Switches and interrupts",
			"How often a processor changes what it does. Good follows the traffic. A jump without traffic is a loop "+
				"that wakes up all the time.",
			units.OpsPerSecond,
			prom(`sum(rate(node_context_switches_total{`+machine+`}[$__rate_interval]))`, "context switches"),
			prom(`sum(rate(node_intr_total{`+machine+`}[$__rate_interval]))`, "interrupts"),
			prom(`sum(rate(node_forks_total{`+machine+`}[$__rate_interval]))`, "new processes")).fromZero(),
	)
}

func hostMemory(b *board) {
	b.row("Memory").line(8,
		timeSeries("Utilization of the memory",
			"What programs hold, what caches files, what is free. Good leaves cache to the files: PostgreSQL and "+
				"Loki read from it. When programs take it all, everything reads from the disk.",
			units.BytesIEC,
			prom(`sum(node_memory_MemTotal_bytes{`+machine+`}) - sum(node_memory_MemAvailable_bytes{`+machine+`})`, "programs"),
			prom(`sum(node_memory_MemAvailable_bytes{`+machine+`}) - sum(node_memory_MemFree_bytes{`+machine+`})`, "cache"),
			prom(`sum(node_memory_MemFree_bytes{`+machine+`})`, "free")).stacked().fromZero(),
		timeSeries("Memory available over time",
			"The share that can be had without swapping. Good is above the marks and level. A ramp down is a leak: "+
				"Processes shows whose.",
			units.PercentUnit, prom(`sum(node_memory_MemAvailable_bytes{`+machine+`}) / sum(node_memory_MemTotal_bytes{`+machine+`})`, "available")).
			bounds(0, 1).limit("host_memory_available_ratio"),
		timeSeries("Saturation of the memory",
			"The share of time in which somebody waited for memory: some, or all at once. Good is 0. More means "+
				"that the machine moves pages instead of working.",
			units.PercentUnit,
			prom(`sum(rate(node_pressure_memory_waiting_seconds_total{`+machine+`}[$__rate_interval]))`, "some waited"),
			prom(`sum(rate(node_pressure_memory_stalled_seconds_total{`+machine+`}[$__rate_interval]))`, "all waited")).fromZero().limit("host_memory_waiting_ratio"),
		timeSeries("Errors of the memory",
			"Processes that the kernel killed for memory, and pages that had to be read from the disk. Good is no "+
				"kill; page faults come with starts. A kill names its process in Processes.",
			units.CountsPerSecond,
			prom(`sum(rate(node_vmstat_oom_kill{`+machine+`}[$__rate_interval]))`, "killed"),
			prom(`sum(rate(node_vmstat_pgmajfault{`+machine+`}[$__rate_interval]))`, "major page faults")).fromZero(),
	)
}

func hostDisks(b *board) {
	b.row("Disks").line(8,
		timeSeries("Utilization of the disks",
			"The share of time with an operation under way. Good is below 0.8; a disk that does several things at a "+
				"time bears 1. High together with a queue is the limit.",
			units.PercentUnit, prom(`sum by (device) (rate(node_disk_io_time_seconds_total{`+machine+`}[$__rate_interval]))`, "{{device}}")).bounds(0, 1),
		timeSeries("Saturation of the disks",
			"How many operations wait on average, and the share of time in which some process waited for a disk. "+
				"Good is about 1 or below. PostgreSQL's COMMITs get slow first.",
			units.Short,
			prom(`sum by (device) (rate(node_disk_io_time_weighted_seconds_total{`+machine+`}[$__rate_interval]))`, "queue of {{device}}"),
			prom(`sum(rate(node_pressure_io_waiting_seconds_total{`+machine+`}[$__rate_interval]))`, "share of time waited")).fromZero(),
		timeSeries("Throughput of the disks",
			"Bytes read and written. Good is mostly writing: logs, write-ahead logs, samples. Much reading is a "+
				"memory too small, or a backfill.",
			units.BytesPerSecondIEC,
			prom(`sum by (device) (rate(node_disk_read_bytes_total{`+machine+`}[$__rate_interval]))`, "read from {{device}}"),
			prom(`sum by (device) (rate(node_disk_written_bytes_total{`+machine+`}[$__rate_interval]))`, "written to {{device}}")).fromZero(),
		timeSeries("Time for an operation",
			"Mean time of a read and of a write, 0 where nothing is read. Good is below 10 ms. When it rises at the same throughput, "+
				"somebody else uses the disk.",
			units.Seconds,
			prom(`sum by (device) (rate(node_disk_read_time_seconds_total{`+machine+`}[$__rate_interval]))
  / (sum by (device) (rate(node_disk_reads_completed_total{`+machine+`}[$__rate_interval])) > 0)
  or sum by (device) (rate(node_disk_reads_completed_total{`+machine+`}[$__rate_interval])) == 0`, "read from {{device}}"),
			prom(`sum by (device) (rate(node_disk_write_time_seconds_total{`+machine+`}[$__rate_interval]))
  / (sum by (device) (rate(node_disk_writes_completed_total{`+machine+`}[$__rate_interval])) > 0)`, "write to {{device}}")).fromZero(),
	).line(8,
		timeSeries("Free space",
			"The share of each file system that is free. Good is above the marks and level. A ramp down has a date "+
				"on which it ends: see beside.",
			units.PercentUnit, prom(`min by (mountpoint) (node_filesystem_avail_bytes{`+machineDisk+`} / (node_filesystem_size_bytes{`+machineDisk+`} > 0))`, "{{mountpoint}}")).
			bounds(0, 1).limit("host_disk_free_ratio"),
		timeSeries("Free space in four hours",
			"What would be free if it went on as in the chosen time. Good is above 0. Below, make room now: logs, "+
				"old blocks, build caches.",
			units.BytesIEC, prom(`min by (mountpoint) (predict_linear(node_filesystem_avail_bytes{`+machineDisk+`}[$__range], 4 * 3600))`, "{{mountpoint}}")),
		timeSeries("Free entries for files",
			"The share of inodes that is free. Good is above the marks. A disk with space and without inodes is "+
				"full all the same: somebody writes many small files.",
			units.PercentUnit, prom(`min by (mountpoint) (node_filesystem_files_free{`+machineDisk+`} / (node_filesystem_files{`+machineDisk+`} > 0))`, "{{mountpoint}}")).
			bounds(0, 1).limit("host_inodes_free_ratio"),
		timeSeries("Errors of the disks",
			"File systems that could not be asked, or that the kernel made read-only after an error. Good is 0. "+
				"Otherwise the disk is failing: save the data first.",
			units.Short,
			prom(`sum by (mountpoint) (node_filesystem_device_error{`+machineDisk+`})`, "error at {{mountpoint}}"),
			prom(`sum by (mountpoint) (node_filesystem_readonly{`+machineDisk+`})`, "read-only {{mountpoint}}")).fromZero(),
	)
}

func hostNetwork(b *board) {
	b.row("Network").line(8,
		timeSeries("Utilization of the network",
			"Bytes over the cards, the loopback left out: the lab talks to itself. Good is little. Much is a "+
				"download, or another tenant of the machine.",
			units.BytesPerSecondIEC,
			prom(`sum(rate(node_network_receive_bytes_total{`+machineNet+`}[$__rate_interval]))`, "received"),
			prom(`sum(rate(node_network_transmit_bytes_total{`+machineNet+`}[$__rate_interval]))`, "sent"),
			prom(`sum(rate(node_network_receive_bytes_total{`+machine+`, device="lo"}[$__rate_interval]))`, "to itself")).fromZero(),
		timeSeries("Saturation of the network",
			"Packets that had to go because nobody took them in time, and connections that found a full queue. Good "+
				"is 0. Full queues mean a program that does not accept fast enough.",
			units.CountsPerSecond,
			prom(`sum(rate(node_network_receive_drop_total{`+machineNet+`}[$__rate_interval])) + sum(rate(node_network_transmit_drop_total{`+machineNet+`}[$__rate_interval]))`, "packets dropped"),
			prom(`sum(rate(node_netstat_TcpExt_ListenOverflows{`+machine+`}[$__rate_interval]))`, "connections not accepted")).fromZero(),
		timeSeries("Errors of the network",
			"Broken packets and segments that had to be sent again. Good is next to none on one machine. "+
				"Retransmissions without load are a bad cable or a lossy tunnel.",
			units.CountsPerSecond,
			prom(`sum(rate(node_network_receive_errs_total{`+machineNet+`}[$__rate_interval])) + sum(rate(node_network_transmit_errs_total{`+machineNet+`}[$__rate_interval]))`, "broken packets"),
			prom(`sum(rate(node_netstat_Tcp_RetransSegs{`+machine+`}[$__rate_interval]))`, "segments sent again")).fromZero(),
		timeSeries("TCP connections",
			"Connections that are open, and those that wait for their end. Good is flat. Many waiting ones mean "+
				"clients that open a connection for each request.",
			units.Short,
			prom(`sum(node_netstat_Tcp_CurrEstab{`+machine+`})`, "open"),
			prom(`sum(node_sockstat_TCP_tw{`+machine+`})`, "waiting for their end")).fromZero(),
	)
}
