package main

import (
	"flag"
	"fmt"
	"net"
	"path"
	"strconv"
	"strings"
	"time"
)

// config is what the exporter is told from outside.
type config struct {
	// address is where /metrics is served: BIND_ADDRESS (127.0.0.1) and CADVISOR_PORT (8081).
	address string
	// prefix is the control group that holds one child per process of the lab; flag -prefix.
	prefix string
	// interval is the time between two readings of a control group; flag -interval.
	interval time.Duration
}

// readConfig reads flags and environment; an error is one line that names the variable or flag.
func readConfig(args []string, lookup func(string) (string, bool)) (config, error) {
	// The library registers many flags of its own on the default set; these two stand apart.
	flags := flag.NewFlagSet("cadvisor", flag.ContinueOnError)
	prefix := flags.String("prefix", "/oms-lab", "control group whose children are measured")
	interval := flags.Duration("interval", 5*time.Second, "time between two readings of a control group")
	if err := flags.Parse(args); err != nil {
		return config{}, err
	}
	if !strings.HasPrefix(*prefix, "/") || path.Clean(*prefix) != *prefix || *prefix == "/" {
		return config{}, fmt.Errorf("-prefix is %q: it must be an absolute control group such as /oms-lab", *prefix)
	}
	if *interval < time.Second {
		return config{}, fmt.Errorf("-interval is %s: it must be at least 1s", *interval)
	}
	host := valueOf(lookup, "BIND_ADDRESS", "127.0.0.1")
	if net.ParseIP(host) == nil {
		return config{}, fmt.Errorf("BIND_ADDRESS is %q: it must be an IP address", host)
	}
	port := valueOf(lookup, "CADVISOR_PORT", "8081")
	if number, err := strconv.Atoi(port); err != nil || number < 1 || number > 65535 {
		return config{}, fmt.Errorf("CADVISOR_PORT is %q: it must be a port number from 1 to 65535", port)
	}
	return config{address: net.JoinHostPort(host, port), prefix: *prefix, interval: *interval}, nil
}

func valueOf(lookup func(string) (string, bool), name, fallback string) string {
	if value, ok := lookup(name); ok && value != "" {
		return value
	}
	return fallback
}
