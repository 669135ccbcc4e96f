package inbox

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/trace"
)

var requestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// observe gives a route its request id, problem documents, metrics, access line and server span.
func (in *Inbox) observe(route string, serve endpoint) http.Handler {
	quiet := slices.Contains(unobserved, route)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-Id")
		if !requestID.MatchString(id) {
			id = uuid.NewString()
		}
		recorder := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		recorder.Header().Set("X-Request-Id", id)
		recorder.Header().Set("X-Content-Type-Options", "nosniff")

		started := time.Now()
		if !quiet {
			in.metrics.active.Inc()
			defer in.metrics.active.Dec()
		}
		in.serve(recorder, r, serve)
		elapsed := time.Since(started)

		log := in.log.DebugContext
		if !quiet {
			log = in.log.InfoContext
			in.measure(r, route, recorder.status, elapsed)
		}
		log(r.Context(), fmt.Sprintf("%s %s %d in %d ms", r.Method, r.URL.Path, recorder.status, elapsed.Milliseconds()),
			"http_request_method", r.Method, "http_route", route, "status", recorder.status,
			"duration_ms", milliseconds(elapsed), "request_id", id, "url_path", r.URL.Path)
	})
	if quiet {
		return handler
	}
	return otelhttp.NewHandler(handler, route, otelhttp.WithSpanNameFormatter(
		func(_ string, r *http.Request) string { return r.Method + " " + route }))
}

// serve runs an endpoint and turns its error, or its panic, into a problem document.
func (in *Inbox) serve(w *statusRecorder, r *http.Request, serve endpoint) {
	defer func() {
		if fault := recover(); fault != nil {
			in.log.ErrorContext(r.Context(), "A request panicked", "error", fmt.Sprint(fault), "stack", string(debug.Stack()))
			if !w.written {
				writeProblem(w, r, internal)
			}
		}
	}()
	err := serve(w, r)
	if err == nil {
		return
	}
	var p *problem
	if !errors.As(err, &p) {
		in.log.ErrorContext(r.Context(), "A request failed", "error", err.Error())
	}
	if !w.written {
		writeProblem(w, r, err)
	}
}

func (in *Inbox) measure(r *http.Request, route string, status int, elapsed time.Duration) {
	observer := in.metrics.duration.WithLabelValues(method(r.Method), route, strconv.Itoa(status))
	span := trace.SpanContextFromContext(r.Context())
	if exemplars, ok := observer.(prometheus.ExemplarObserver); ok && span.IsSampled() {
		exemplars.ObserveWithExemplar(elapsed.Seconds(), prometheus.Labels{"trace_id": span.TraceID().String()})
		return
	}
	observer.Observe(elapsed.Seconds())
}

// method bounds the label's values: a client may send any word as the method.
func method(m string) string {
	switch m {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return m
	}
	return "_OTHER"
}

// statusRecorder remembers the status that was written. Unwrap lets a ResponseController reach the connection.
type statusRecorder struct {
	http.ResponseWriter
	status  int
	written bool
}

func (w *statusRecorder) WriteHeader(status int) {
	if !w.written {
		w.status, w.written = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusRecorder) Write(p []byte) (int, error) {
	w.written = true
	return w.ResponseWriter.Write(p)
}

func (w *statusRecorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
