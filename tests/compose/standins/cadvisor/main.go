// Command cadvisor is cAdvisor's library with its handler of Docker's containers, under the flags that the compose
// file gives to the official program, whose own command is not published as a Go module.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"

	_ "github.com/google/cadvisor/container/docker/install"
	"github.com/google/cadvisor/lib/cache/memory"
	"github.com/google/cadvisor/lib/container"
	"github.com/google/cadvisor/lib/manager"
	"github.com/google/cadvisor/lib/metrics"
	"github.com/google/cadvisor/lib/model"
	"github.com/google/cadvisor/lib/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/utils/clock"
)

var (
	port        = flag.Int("port", 8080, "where /metrics and /healthz are")
	whitelist   = flag.String("whitelisted_container_labels", "", "the container labels that become labels of metrics")
	storeLabels = flag.Bool("store_container_labels", true, "whether all container labels become labels of metrics")
	kinds       = flag.String("enable_metrics", "", "what is measured")
	storage     = flag.Duration("storage_duration", 2*time.Minute, "how long readings are kept")
	// The entry point of the official image gives it; this program logs there anyway.
	_ = flag.Bool("logtostderr", true, "no effect")
)

func main() {
	flag.Parse()
	if err := serve(); err != nil {
		log.Fatal(err)
	}
}

func serve() error {
	measured := container.MetricSet{}
	if err := measured.Set(*kinds); err != nil {
		return err
	}
	everywhere := []string{""} // the prefix of the control groups that are looked at
	m, err := manager.New(memory.New(*storage, nil), sysfs.NewRealSysFs(), manager.HousekeepingConfigFlags, measured,
		everywhere, nil, "", 0)
	if err != nil {
		return err
	}
	if err := m.Start(); err != nil {
		return err
	}
	labels := metrics.DefaultContainerLabels
	if !*storeLabels {
		labels = metrics.BaseContainerLabels(strings.Split(*whitelist, ","))
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(metrics.NewPrometheusCollector(m, labels, measured, clock.RealClock{},
		model.RequestOptions{IdType: model.TypeName, Count: 1, Recursive: true}),
		metrics.NewPrometheusMachineCollector(m, measured))
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	return http.ListenAndServe(fmt.Sprintf(":%d", *port), nil)
}
