package clients

import (
	"net/http"
	"time"

	"oms-lab/order-service/telemetry"
)

// NewKeyClient is an HTTP client for the public keys of user-service. Its calls are measured as all others are, but not
// traced: nobody's request waits for them.
func NewKeyClient(metrics *telemetry.Metrics) *http.Client {
	return &http.Client{Timeout: keyTimeout, Transport: keyTransport{next: transport(keyTimeout), metrics: metrics}}
}

const keyTimeout = 2 * time.Second

type keyTransport struct {
	next    http.RoundTripper
	metrics *telemetry.Metrics
}

func (t keyTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := t.next.RoundTrip(req)
	observe(req.Context(), t.metrics, "user-service", req.Method, resp, err, time.Since(start))
	return resp, err
}
