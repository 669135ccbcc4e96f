//! The process's own metrics, read from `/proc/self` at each scrape and named as every Prometheus
//! client library names them, so that one dashboard row serves all languages.

use std::{fmt, fs, io};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{counter::ConstCounter, gauge::ConstGauge},
};

/// Ticks in `/proc/self/stat`: fixed at 100 a second for user space on Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// `process_*` metrics.
#[derive(Debug)]
pub struct ProcessCollector;

impl Collector for ProcessCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        // Not on Linux, or no /proc: the other metrics are still worth serving.
        let Ok(process) = read() else {
            return Ok(());
        };
        let cpu = ConstCounter::new(process.cpu_seconds);
        cpu.encode(encoder.encode_descriptor(
            "process_cpu_seconds",
            "User and system CPU time spent.",
            None,
            cpu.metric_type(),
        )?)?;
        for (name, help, value) in [
            (
                "process_resident_memory_bytes",
                "Resident memory size.",
                process.resident_bytes,
            ),
            (
                "process_virtual_memory_bytes",
                "Virtual memory size.",
                process.virtual_bytes,
            ),
            (
                "process_open_fds",
                "Open file descriptors.",
                process.open_fds,
            ),
            (
                "process_threads",
                "Operating system threads.",
                process.threads,
            ),
            (
                "process_start_time_seconds",
                "Start of the process since the Unix epoch.",
                process.start_time,
            ),
        ] {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        Ok(())
    }
}

struct Process {
    cpu_seconds: f64,
    resident_bytes: f64,
    virtual_bytes: f64,
    open_fds: f64,
    threads: f64,
    start_time: f64,
}

fn read() -> io::Result<Process> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The second field is the command in parentheses and may hold spaces: count from its end. What
    // follows starts with field 3 of proc(5).
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let field = |number: usize| number_in(fields.get(number - 3).copied());

    let status = fs::read_to_string("/proc/self/status")?;
    let boot = fs::read_to_string("/proc/stat")?;
    Ok(Process {
        cpu_seconds: (field(14) + field(15)) / TICKS_PER_SECOND,
        resident_bytes: labelled(&status, "VmRSS:") * 1024.0,
        virtual_bytes: labelled(&status, "VmSize:") * 1024.0,
        open_fds: fs::read_dir("/proc/self/fd")?.count() as f64,
        threads: field(20),
        start_time: labelled(&boot, "btime") + field(22) / TICKS_PER_SECOND,
    })
}

fn labelled(text: &str, label: &str) -> f64 {
    let line = text.lines().find(|line| line.starts_with(label));
    number_in(line.and_then(|line| line.split_whitespace().nth(1)))
}

fn number_in(text: Option<&str>) -> f64 {
    text.and_then(|text| text.parse().ok()).unwrap_or(0.0)
}
