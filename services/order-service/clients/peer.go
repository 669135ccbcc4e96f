// Package clients talks to the services that an order needs: user-service, inventory-service
// and payment-service.
package clients

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/order-service/order"
	"oms-lab/order-service/telemetry"
)

// Refusal is an answer that says no and will say no again.
type Refusal struct {
	Peer        string
	Status      int
	Code        string             `json:"code"`
	Detail      string             `json:"detail"`
	DeclineCode string             `json:"decline_code"`
	SKUs        []string           `json:"skus"`
	Errors      []order.FieldError `json:"errors"`
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("%s refused with %d %s: %s", r.Peer, r.Status, r.Code, r.Detail)
}

// Refused gives the Refusal in err; nil means that asking again may help.
func Refused(err error) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	return nil
}

const maxAnswer = 1 << 20

// peer is one service behind HTTP. Its calls carry trace context, the request id and a
// service token, are measured, and end at a timeout. The generated clients send through it.
type peer struct {
	name    string
	timeout time.Duration
	http    *http.Client
	tokens  *Tokens // nil for calls that need none
	metrics *telemetry.Metrics
}

func newPeer(name string, timeout time.Duration, tokens *Tokens, metrics *telemetry.Metrics) *peer {
	return &peer{name: name, timeout: timeout, tokens: tokens, metrics: metrics, http: &http.Client{
		Transport: otelhttp.NewTransport(transport(timeout),
			otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string {
				return r.Method + " " + r.Pattern
			}),
			otelhttp.WithSpanOptions(trace.WithAttributes(attribute.String("peer.service", name)))),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func transport(timeout time.Duration) *http.Transport {
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.MaxIdleConnsPerHost = 32
	base.Proxy = nil // peers are neighbours
	base.ResponseHeaderTimeout = timeout
	return base
}

// observe measures a call. One without an answer has the status "error", so that it is seen beside the others.
func observe(ctx context.Context, metrics *telemetry.Metrics, peer, method string, resp *http.Response, err error, took time.Duration) {
	status := "error"
	if err == nil {
		status = strconv.Itoa(resp.StatusCode)
	}
	telemetry.ObserveWithTrace(ctx, metrics.ClientDuration.WithLabelValues(peer, method, status), took.Seconds())
}

// route tells a call's path with names for ids: the name of its span.
func route(template string) func(context.Context, *http.Request) error {
	return func(_ context.Context, r *http.Request) error {
		r.Pattern = template
		return nil
	}
}

// Do sends a request of a generated client once, and reads the whole answer.
func (p *peer) Do(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), p.timeout)
	defer cancel()
	req = req.WithContext(ctx)
	req.Header.Set("Accept", "application/json")
	if id := telemetry.RequestID(ctx); id != "" {
		req.Header.Set("X-Request-Id", id)
	}
	if p.tokens != nil {
		token, err := p.tokens.Get(ctx)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", "Bearer "+token)
	}
	start := time.Now()
	resp, err := p.send(req)
	observe(ctx, p.metrics, p.name, req.Method, resp, err, time.Since(start))
	return resp, err
}

func (p *peer) send(req *http.Request) (*http.Response, error) {
	resp, err := p.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("does not answer: %w", err)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	_ = resp.Body.Close() // everything wanted has been read
	if err != nil {
		return nil, fmt.Errorf("does not answer: %w", err)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// understand reads what a call came to: out, which may be nil, is the JSON of success.
// Errors: *Refusal, or any other for which a repetition may help.
func (p *peer) understand(resp *http.Response, err error, out any) error {
	if err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	body := json.NewDecoder(resp.Body) // in memory, see send
	switch {
	case resp.StatusCode < 300:
		if out == nil {
			return nil
		}
		if err := body.Decode(out); err != nil {
			return fmt.Errorf("%s answered %d with something unexpected: %w", p.name, resp.StatusCode, err)
		}
		return nil
	case resp.StatusCode == http.StatusUnauthorized && p.tokens != nil:
		p.tokens.Drop() // the signing key may have changed
	case refuses(resp.StatusCode):
		r := &Refusal{}
		if body.Decode(r) != nil {
			r = &Refusal{}
		}
		r.Peer, r.Status = p.name, resp.StatusCode
		return r
	}
	return fmt.Errorf("%s answered %d", p.name, resp.StatusCode)
}

// refuses: the answers that are about this request. A wrong token, too many requests, a
// timeout or a fault of the peer are about the moment.
func refuses(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestTimeout,
		http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return status >= 400 && status < 500
}
