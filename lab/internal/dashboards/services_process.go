package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// processRow is what the operating system gives the program, whatever language it is written in.
func processRow(b *board) {
	b.row("Process").line(8,
		timeSeries("CPU", "Cores in use. Flat at the limit while durations rise: the program has too little, or does too much.",
			units.Short, prom(`sum by (service_name) (rate(container_cpu_usage_seconds_total{`+ofContainer+`}[$__rate_interval]))`, "cores")).fromZero(),
		timeSeries("Memory of the limit", "Memory that cannot be taken back as a share of the limit. At 100 % the kernel kills the process.",
			units.PercentUnit, prom(memoryOfLimit(ofContainer), "of the limit")).limit("memory_limit_usage_ratio").fromZero(),
		timeSeries("Resident memory", "Memory of the process in bytes. A slope over hours without more traffic is a leak.",
			units.BytesIEC, prom(`sum by (job) (process_resident_memory_bytes{`+ofService+`})`, "resident")).fromZero(),
		timeSeries("Open files", "File descriptors: files, sockets, pipes. A slope is a leak of connections; at the maximum nothing can be opened.",
			units.Short, prom(`sum by (job) (process_open_fds{`+ofService+`})`, "open")).fromZero(),
	)
}
