// Package seed fills the lab with customers and orders, through the public API alone.
package seed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// NotUpError says that no lab answers at the gateway's address.
type NotUpError struct{ Gateway string }

func (e *NotUpError) Error() string {
	return "the lab is not up: nothing answers at " + e.Gateway + " (start it with make up)"
}

// attempts is how often a request is sent that the gateway or a starting service turns away.
const attempts = 5

// API is a client of the gateway.
type API struct {
	Base string
	HTTP *http.Client
	// Pause waits between two attempts; tests replace it.
	Pause func(ctx context.Context, d time.Duration) error
}

// NewAPI talks to the gateway at a base URL.
func NewAPI(base string) *API {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 32
	return &API{Base: strings.TrimSuffix(base, "/"), HTTP: &http.Client{Timeout: 20 * time.Second, Transport: transport}, Pause: pause}
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Problem is an RFC 9457 answer.
type Problem struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Trace  string `json:"trace_id"`
}

func (p *Problem) Error() string {
	text := fmt.Sprintf("%d %s", p.Status, p.Title)
	if p.Detail != "" {
		text += ": " + p.Detail
	}
	if p.Trace != "" {
		text += " (trace " + p.Trace + ")"
	}
	return text
}

// request is one call; body is sent as JSON unless it is nil.
type request struct {
	method, path   string
	token          string
	idempotencyKey string
	body           any
}

// do sends a request and decodes a 2xx answer; other answers are a *Problem. A request that was turned away
// (429, 502, 503 and 504) is sent again after a pause, which is safe: every POST here is idempotent.
func (a *API) do(ctx context.Context, call request, into any) error {
	for attempt := 1; ; attempt++ {
		wait, err := a.once(ctx, call, into)
		if err == nil || wait == 0 || attempt == attempts {
			return err
		}
		if err := a.Pause(ctx, wait); err != nil {
			return err
		}
	}
}

// once sends a request once; wait is how long to pause before another attempt, 0 when that is no use.
func (a *API) once(ctx context.Context, call request, into any) (wait time.Duration, err error) {
	httpRequest, err := a.build(ctx, call)
	if err != nil {
		return 0, err
	}
	response, err := a.HTTP.Do(httpRequest)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return 0, &NotUpError{a.Base}
	}
	if err != nil {
		return 0, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 8<<20))
	if err != nil {
		return 0, err
	}
	if response.StatusCode < 300 {
		if into == nil {
			return 0, nil
		}
		return 0, json.Unmarshal(body, into)
	}
	problem := &Problem{Status: response.StatusCode, Title: http.StatusText(response.StatusCode)}
	// What is no problem document, such as the gateway's own 502, has a status all the same.
	_ = json.Unmarshal(body, problem)
	return retryAfter(response), problem
}

func (a *API) build(ctx context.Context, call request) (*http.Request, error) {
	var body io.Reader
	if call.body != nil {
		content, err := json.Marshal(call.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(content)
	}
	httpRequest, err := http.NewRequestWithContext(ctx, call.method, a.Base+call.path, body)
	if err != nil {
		return nil, err
	}
	if call.body != nil {
		httpRequest.Header.Set("Content-Type", "application/json")
	}
	if call.token != "" {
		httpRequest.Header.Set("Authorization", "Bearer "+call.token)
	}
	if call.idempotencyKey != "" {
		httpRequest.Header.Set("Idempotency-Key", call.idempotencyKey)
	}
	return httpRequest, nil
}

func retryAfter(response *http.Response) time.Duration {
	switch response.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 && seconds <= 30 {
			return time.Duration(seconds) * time.Second
		}
		return time.Second
	}
	return 0
}
