package inbox

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// endpoint answers one method of one route; an error it returns is written as a problem document.
type endpoint func(http.ResponseWriter, *http.Request) error

// methods are the endpoints of one route.
type methods map[string]endpoint

// routes is the whole HTTP interface of the inbox.
func (in *Inbox) routes() map[string]methods {
	return map[string]methods{
		"/{$}":               {"GET": in.getPage},
		"/stream":            {"GET": in.getStream},
		"/sms":               {"POST": in.postSMS},
		"/alerts":            {"POST": in.postAlerts},
		"/api/messages":      {"GET": in.getMessages, "DELETE": in.deleteMessages},
		"/api/messages/{id}": {"GET": in.getMessage},
		"/health":            {"GET": in.getHealth},
		"/ready":             {"GET": in.getReady},
		"/metrics":           {"GET": in.getMetrics()},
	}
}

// unobserved are the routes without spans, metrics and info lines: what monitors ask every few seconds, and
// the stream, which lasts as long as a browser tab.
var unobserved = []string{"/health", "/ready", "/metrics", "/stream"}

func (in *Inbox) handler() http.Handler {
	mux := http.NewServeMux()
	for pattern, byMethod := range in.routes() {
		mux.Handle(pattern, in.observe(strings.TrimSuffix(pattern, "{$}"), byMethod.serve))
	}
	mux.Handle("/", in.observe("unmatched", func(http.ResponseWriter, *http.Request) error {
		return notFound("There is no such route")
	}))
	return mux
}

func (m methods) serve(w http.ResponseWriter, r *http.Request) error {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if serve, ok := m[method]; ok {
		return serve(w, r)
	}
	w.Header().Set("Allow", strings.Join(slices.Sorted(maps.Keys(m)), ", "))
	return methodNotAllowed(r.Method)
}

func (in *Inbox) getHealth(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

func (in *Inbox) getReady(w http.ResponseWriter, _ *http.Request) error {
	answer := struct {
		Status string            `json:"status"`
		Checks map[string]string `json:"checks"`
	}{"ready", map[string]string{"store": "ok", "smtp": "ok"}}
	if _, err := in.store.Count(); err != nil {
		answer.Checks["store"] = "cannot be read"
	}
	if !in.smtpUp.Load() {
		answer.Checks["smtp"] = "does not listen"
	}
	status := http.StatusOK
	for _, check := range answer.Checks {
		if check != "ok" {
			status, answer.Status = http.StatusServiceUnavailable, "unavailable"
		}
	}
	return writeJSON(w, status, answer)
}

func (in *Inbox) getMetrics() endpoint {
	handler := promhttp.HandlerFor(in.metrics.registry, promhttp.HandlerOpts{EnableOpenMetrics: true})
	return func(w http.ResponseWriter, r *http.Request) error {
		handler.ServeHTTP(w, r)
		return nil
	}
}
