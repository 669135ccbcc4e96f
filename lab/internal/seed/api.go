// Package seed fills the lab with customers and orders: a history in bulk, and new orders through the public API.
package seed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"oms-lab/contracts/client/inventory"
	"oms-lab/contracts/client/orders"
	"oms-lab/contracts/client/users"
)

// NotUpError says that no lab answers at the gateway's address.
type NotUpError struct{ Gateway string }

func (e *NotUpError) Error() string {
	return "the lab is not up: nothing answers at " + e.Gateway + " (start it with make up)"
}

// API is what seeding uses of the services, through the gateway.
type API struct {
	base      string
	retry     *retryablehttp.Client
	users     *users.Client
	inventory *inventory.Client
	orders    *orders.Client
}

// NewAPI talks to the gateway at a base URL. A request that was turned away is sent again, up to four times, which is
// safe: every POST here is idempotent.
func NewAPI(base string) *API {
	base = strings.TrimSuffix(base, "/")
	retry := retryablehttp.NewClient()
	retry.Logger = nil
	retry.CheckRetry = turnedAway
	retry.ErrorHandler = retryablehttp.PassthroughErrorHandler
	retry.HTTPClient.Timeout = 20 * time.Second
	// A throttled account says to come back in minutes; whoever seeds wants to know that now.
	retry.Backoff = func(least, most time.Duration, attempt int, response *http.Response) time.Duration {
		return min(retryablehttp.DefaultBackoff(least, most, attempt, response), most)
	}
	retry.RetryWaitMax = 5 * time.Second
	client, server := retry.StandardClient(), base+"/"
	return &API{base: base, retry: retry,
		users:     &users.Client{Server: server, Client: client},
		inventory: &inventory.Client{Server: server, Client: client},
		orders:    &orders.Client{Server: server, Client: client}}
}

// turnedAway says whether the gateway or a starting service did not take a request.
func turnedAway(ctx context.Context, response *http.Response, err error) (bool, error) {
	if ctx.Err() != nil || err != nil {
		return false, errors.Join(ctx.Err(), err)
	}
	switch response.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true, nil
	}
	return false, nil
}

// as puts somebody's token on a request.
func as(token string) func(context.Context, *http.Request) error {
	return func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+token)
		return nil
	}
}

// problem is an RFC 9457 answer.
type problem struct{ orders.Problem }

func (p *problem) Error() string {
	text := fmt.Sprintf("%d %s", p.Status, p.Title)
	if p.Detail != "" {
		text += ": " + p.Detail
	}
	if p.TraceID != "" {
		text += " (trace " + p.TraceID + ")"
	}
	return text
}

// decode reads a 2xx answer. Errors: *NotUpError, *problem for every other answer.
func decode[T any](a *API, response *http.Response, err error) (value T, _ error) {
	if errors.Is(err, syscall.ECONNREFUSED) {
		return value, &NotUpError{a.base}
	}
	if err != nil {
		return value, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 8<<20))
	if err != nil {
		return value, err
	}
	if response.StatusCode < 300 {
		return value, json.Unmarshal(body, &value)
	}
	p := &problem{orders.Problem{Status: response.StatusCode, Title: http.StatusText(response.StatusCode)}}
	// What is no problem document, such as the gateway's own 502, has a status all the same.
	_ = json.Unmarshal(body, p)
	return value, p
}
