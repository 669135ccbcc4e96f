package check

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// maxAnswer bounds what is read of an answer: an exporter's metrics are the largest.
const maxAnswer = 4 << 20

var client = &http.Client{
	Transport: &http.Transport{DisableKeepAlives: true},
	// A redirect, to a sign-in page for one, is an answer.
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

type probe = func(context.Context) (string, error)

// answers is healthy when a GET is answered with a status below 400.
func answers(url string) probe {
	return func(ctx context.Context) (string, error) {
		status, body, err := get(ctx, url, nil)
		if err == nil && status >= 400 {
			err = refusal(status, body)
		}
		return "", err
	}
}

// shipper asks Promtail, or Alloy in its place, whether it is ready. Promtail does not know Alloy's /-/ready; Alloy answers
// what it does not know, /ready too, with its pages.
func shipper(base string) probe {
	return func(ctx context.Context) (string, error) {
		status, body, err := get(ctx, base+"/-/ready", nil)
		if err == nil && status == http.StatusNotFound {
			status, body, err = get(ctx, base+"/ready", nil)
		}
		if err == nil && status != http.StatusOK {
			err = refusal(status, body)
		}
		return "", err
	}
}

// ready asks /ready of a service in the lab's form, which names the dependencies that fail.
func ready(base string) probe {
	return func(ctx context.Context) (string, error) {
		status, body, err := get(ctx, base+"/ready", nil)
		if err != nil {
			return "", err
		}
		var answer struct {
			Checks map[string]string `json:"checks"`
		}
		if json.Unmarshal(body, &answer) != nil {
			return "", fmt.Errorf("%s, not the JSON of /ready", statusText(status))
		}
		var good, bad []string
		for _, name := range slices.Sorted(maps.Keys(answer.Checks)) {
			if answer.Checks[name] == "ok" {
				good = append(good, name)
			} else {
				bad = append(bad, name+": "+answer.Checks[name])
			}
		}
		switch {
		case status == http.StatusOK:
			return strings.Join(good, ", "), nil
		case len(bad) > 0:
			return "", errors.New(strings.Join(bad, "; "))
		}
		return "", errors.New(statusText(status))
	}
}

// metric is healthy when the metrics at the address hold the sample line, such as "pg_up 1": an exporter
// answers even when what it exports is gone.
func metric(url, sample, otherwise string) probe {
	return func(ctx context.Context) (string, error) {
		status, body, err := get(ctx, url, nil)
		switch {
		case err != nil:
			return "", err
		case status != http.StatusOK:
			return "", errors.New(statusText(status))
		case !bytes.Contains(body, []byte("\n"+sample+"\n")):
			return "", errors.New(otherwise)
		}
		return "", nil
	}
}

// get reads an answer whatever its status is.
func get(ctx context.Context, url string, prepare func(*http.Request)) (status int, body []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, nil, err
	}
	if prepare != nil {
		prepare(request)
	}
	return send(request)
}

func send(request *http.Request) (status int, body []byte, err error) {
	response, err := client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	return response.StatusCode, body, err
}

// getJSON decodes a 200 answer.
func getJSON(ctx context.Context, url string, into any, prepare func(*http.Request)) error {
	status, body, err := get(ctx, url, prepare)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return errors.New(statusText(status))
	}
	return json.Unmarshal(body, into)
}

func statusText(status int) string { return fmt.Sprintf("%d %s", status, http.StatusText(status)) }

// refusal is the error of an answer with a bad status, in the words of its first line.
func refusal(status int, body []byte) error {
	if line := firstLine(body); line != "" {
		return fmt.Errorf("%s: %s", statusText(status), line)
	}
	return errors.New(statusText(status))
}

func firstLine(body []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(body)), "\n")
	return line
}
