package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// maxAnswer bounds what is read of an answer.
const maxAnswer = 32 << 20

// backend is something that answers over HTTP, within a time.
type backend struct {
	base    string
	timeout time.Duration
}

// get reads an answer with status 200.
func (b backend) get(ctx context.Context, path string, query url.Values, header map[string]string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	address := b.base + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, b.reason(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return nil, b.reason(ctx, err)
	}
	if response.StatusCode != http.StatusOK {
		line, _, _ := strings.Cut(strings.TrimSpace(string(body)), "\n")
		return nil, fmt.Errorf("%s: %s", response.Status, line)
	}
	return body, nil
}

func (b backend) getJSON(ctx context.Context, path string, query url.Values, header map[string]string, into any) error {
	body, err := b.get(ctx, path, query, header)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

// reason says in a few words why no answer came.
func (b backend) reason(ctx context.Context, err error) error {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("no answer within %s", b.timeout)
	case errors.Is(err, syscall.ECONNREFUSED):
		return errors.New("nothing listens at " + b.base)
	}
	var request *url.Error
	if errors.As(err, &request) {
		return request.Err
	}
	return err
}
