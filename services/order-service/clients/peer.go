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
// service token, are measured, and end at a timeout.
type peer struct {
	name    string
	url     string
	timeout time.Duration
	http    *http.Client
	tokens  *Tokens // nil for calls that need none
	metrics *telemetry.Metrics
}

func newPeer(name, url string, timeout time.Duration, tokens *Tokens, metrics *telemetry.Metrics) *peer {
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.MaxIdleConnsPerHost = 32
	base.Proxy = nil // peers are neighbours
	base.ResponseHeaderTimeout = timeout
	return &peer{name: name, url: url, timeout: timeout, tokens: tokens, metrics: metrics, http: &http.Client{
		Transport: otelhttp.NewTransport(base,
			otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string {
				return r.Method + " " + r.Pattern
			}),
			otelhttp.WithSpanOptions(trace.WithAttributes(attribute.String("peer.service", name)))),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// call is one HTTP request: in and out are JSON, both may be nil.
type call struct {
	method, path   string
	template       string // the path with names for ids: the span's name
	in, out        any
	idempotencyKey string
}

// do makes the call once. Errors: *Refusal, or any other for which a repetition may help.
func (p *peer) do(ctx context.Context, c call) error {
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	req, err := p.request(ctx, c)
	if err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	start := time.Now()
	status, body, err := p.send(req)
	code := "error"
	if err == nil {
		code = strconv.Itoa(status)
	}
	telemetry.ObserveWithTrace(ctx, p.metrics.ClientDuration.WithLabelValues(p.name, c.method, code), time.Since(start).Seconds())
	if err != nil {
		return fmt.Errorf("%s does not answer: %w", p.name, err)
	}
	return p.understand(status, body, c.out)
}

func (p *peer) request(ctx context.Context, c call) (*http.Request, error) {
	var body io.Reader
	if c.in != nil {
		b, err := json.Marshal(c.in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, c.method, p.url+c.path, body)
	if err != nil {
		return nil, err
	}
	req.Pattern = c.template
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if id := telemetry.RequestID(ctx); id != "" {
		req.Header.Set("X-Request-Id", id)
	}
	if c.idempotencyKey != "" {
		req.Header.Set("Idempotency-Key", c.idempotencyKey)
	}
	if p.tokens != nil {
		token, err := p.tokens.Get(ctx)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", "Bearer "+token)
	}
	return req, nil
}

func (p *peer) send(req *http.Request) (status int, body []byte, err error) {
	resp, err := p.http.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }() // everything wanted has been read
	body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	return resp.StatusCode, body, err
}

func (p *peer) understand(status int, body []byte, out any) error {
	switch {
	case status < 300:
		if out == nil {
			return nil
		}
		if err := json.Unmarshal(body, out); err != nil {
			return fmt.Errorf("%s answered %d with something unexpected: %w", p.name, status, err)
		}
		return nil
	case status == http.StatusUnauthorized && p.tokens != nil:
		p.tokens.Drop() // the signing key may have changed
	case refuses(status):
		r := &Refusal{}
		if json.Unmarshal(body, r) != nil {
			r = &Refusal{}
		}
		r.Peer, r.Status = p.name, status
		return r
	}
	return fmt.Errorf("%s answered %d", p.name, status)
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
