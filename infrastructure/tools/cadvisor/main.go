// Command cadvisor serves CPU, memory, process and disk metrics of the lab's control groups, under
// the metric names of cAdvisor. It is a thin program over the cAdvisor library, whose own command
// is not published as a Go module, and it looks at one branch of the control group tree only.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/klog/v2"
)

func main() {
	logger := newLogger(os.Stdout)
	cfg, err := readConfig(os.Args[1:], os.LookupEnv)
	if err != nil {
		logger.Error(err.Error())
		os.Exit(1)
	}
	// Control groups that cannot be read are a property of the machine, not a fault to restart on.
	if err := readable(); err != nil {
		logger.Warn("No container metrics on this machine: " + err.Error())
		return
	}
	klog.SetSlogLogger(logger)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, cfg, logger); err != nil {
		logger.Error("Stopped: " + err.Error())
		os.Exit(1)
	}
}

// run watches the control groups and serves their metrics until the context ends.
func run(ctx context.Context, cfg config, logger *slog.Logger) error {
	containers, err := watchContainers(cfg)
	if err != nil {
		return err
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(containers.collector(), collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))

	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{EnableOpenMetrics: true}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 15 * time.Second}

	listener, err := net.Listen("tcp", cfg.address)
	if err != nil {
		return err
	}
	logger.Info(fmt.Sprintf("Serving metrics of the control groups under %s on %s", cfg.prefix, cfg.address))
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return err
	case <-ctx.Done():
	}
	// The process ends with the server: the library's watchers own nothing that must be closed.
	closing, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(closing); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
