package telemetry

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"oms-lab/order-service/order"
)

// HTTPBuckets are those of every HTTP server and client histogram of the system, in seconds.
var HTTPBuckets = []float64{.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10}

// Metrics are the service's instruments; gauges that are read from the database at each
// scrape are registered by package postgres.
type Metrics struct {
	Registry *prometheus.Registry

	HTTPDuration   *prometheus.HistogramVec // http_request_method, http_route, http_response_status_code
	HTTPActive     prometheus.Gauge
	ClientDuration *prometheus.HistogramVec // server_address, http_request_method, http_response_status_code
	DBDuration     *prometheus.HistogramVec // db_system_name, db_namespace, db_operation_name
	MessagesSent   *prometheus.CounterVec   // messaging_destination_name, outcome
	Processed      *prometheus.HistogramVec // messaging_destination_name, outcome

	JobRuns        *prometheus.CounterVec   // job_name, outcome
	JobDuration    *prometheus.HistogramVec // job_name
	JobLastSuccess *prometheus.GaugeVec     // job_name
	JobItems       *prometheus.CounterVec   // job_name

	OrdersCreated   *prometheus.CounterVec // outcome
	OrderProcessing prometheus.Histogram
	OrderValue      *prometheus.CounterVec // currency
}

// NewMetrics registers all instruments, the bounded counters with value 0.
func NewMetrics() *Metrics {
	m := &Metrics{
		Registry: prometheus.NewRegistry(),
		HTTPDuration: histogram("http_server_request_duration_seconds", "Duration of HTTP requests served.",
			HTTPBuckets, "http_request_method", "http_route", "http_response_status_code"),
		HTTPActive: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "http_server_active_requests", Help: "HTTP requests being served.",
		}),
		ClientDuration: histogram("http_client_request_duration_seconds",
			"Duration of HTTP requests to other services; the status is `error` when there was no answer.",
			HTTPBuckets, "server_address", "http_request_method", "http_response_status_code"),
		DBDuration: histogram("db_client_operation_duration_seconds", "Duration of database statements and batches.",
			[]float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
			"db_system_name", "db_namespace", "db_operation_name"),
		MessagesSent: counter("messaging_client_sent_messages_total", "Messages handed to the broker, by outcome of the confirm.",
			"messaging_destination_name", "outcome"),
		Processed: histogram("messaging_process_duration_seconds", "Duration of the processing of messages received.",
			[]float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}, "messaging_destination_name", "outcome"),
		JobRuns: counter("job_runs_total", "Runs of background jobs.", "job_name", "outcome"),
		JobDuration: histogram("job_duration_seconds", "Duration of background job runs.",
			[]float64{.001, .005, .01, .05, .1, .5, 1, 2.5, 5, 10, 30}, "job_name"),
		JobLastSuccess: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "job_last_success_timestamp_seconds", Help: "Unix time of the job's last successful run.",
		}, []string{"job_name"}),
		JobItems: counter("job_items_total", "Items that background jobs have dealt with.", "job_name"),
		OrdersCreated: counter("orders_created_total",
			"Orders placed, by what the customer was answered: confirmed, rejected or (still) pending.", "outcome"),
		OrderProcessing: prometheus.NewHistogram(histogramOptions("order_processing_duration_seconds",
			"Time from placing an order to its confirmation or rejection.",
			[]float64{.05, .1, .25, .5, .75, 1, 2, 3, 5, 10, 30, 60, 300, 900})),
		OrderValue: counter("order_value_minor_total", "Value of confirmed orders in minor units.", "currency"),
	}
	m.Registry.MustRegister(m.HTTPDuration, m.HTTPActive, m.ClientDuration, m.DBDuration, m.MessagesSent, m.Processed,
		m.JobRuns, m.JobDuration, m.JobLastSuccess, m.JobItems, m.OrdersCreated, m.OrderProcessing, m.OrderValue,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))

	for _, outcome := range []order.Status{order.Confirmed, order.Rejected, order.Pending} {
		m.OrdersCreated.WithLabelValues(string(outcome))
	}
	m.OrderValue.WithLabelValues(order.Currency)
	return m
}

func histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(histogramOptions(name, help, buckets), labels)
}

// histogramOptions: the classic buckets for everybody, and beside them a native histogram (steps of 10 %) for a
// Prometheus that asks for one. A series of too many buckets starts anew, once an hour at most, or gets coarser.
func histogramOptions(name, help string, buckets []float64) prometheus.HistogramOpts {
	return prometheus.HistogramOpts{
		Name: name, Help: help, Buckets: buckets,
		NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 100, NativeHistogramMinResetDuration: time.Hour,
	}
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}
