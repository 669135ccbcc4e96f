package main

import (
	"net"
	"net/http"
	"strconv"
	"time"

	"oms-lab/order-service/config"
)

// askHealth is the exit code of a health check: 0 when the service of this configuration lives.
func askHealth(cfg config.Config) int {
	host := cfg.BindAddress
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	client := http.Client{Timeout: 2 * time.Second}
	resp, err := client.Get("http://" + net.JoinHostPort(host, strconv.Itoa(int(cfg.HTTPPort))) + "/health")
	if err != nil {
		return 1
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return 1
	}
	return 0
}
