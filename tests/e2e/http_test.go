package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

var client = &http.Client{
	Timeout:       30 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// call is one request; body is sent as it is when it is a string, as JSON otherwise.
type call struct {
	method, url string
	token       string
	body        any
	header      map[string]string
}

// answer is a response with its whole body.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (c call) do(t require.TestingT) answer {
	a, err := c.try()
	require.NoError(t, err)
	return a
}

func (c call) try() (answer, error) {
	var body io.Reader
	if text, ok := c.body.(string); ok {
		body = bytes.NewBufferString(text)
	} else if c.body != nil {
		content, err := json.Marshal(c.body)
		if err != nil {
			return answer{}, err
		}
		body = bytes.NewReader(content)
	}
	request, err := http.NewRequest(c.method, c.url, body)
	if err != nil {
		return answer{}, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, value := range c.header {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, content}, err
}

// into decodes the body of an answer that must have the status.
func (a answer) into(t require.TestingT, status int, value any) {
	require.Equal(t, status, a.status, string(a.body))
	require.NoError(t, json.Unmarshal(a.body, value), string(a.body))
}

// get decodes a 200 answer.
func get[T any](t require.TestingT, token, url string) T {
	var value T
	call{method: http.MethodGet, url: url, token: token}.do(t).into(t, http.StatusOK, &value)
	return value
}

// problem is an RFC 9457 document.
type problem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail"`
	Instance string `json:"instance"`
	Code     string `json:"code"`
	TraceID  string `json:"trace_id"`
	Errors   []struct {
		Field   string `json:"field"`
		Message string `json:"message"`
	} `json:"errors"`
	OrderID     string   `json:"order_id"`
	DeclineCode string   `json:"decline_code"`
	SKUs        []string `json:"skus"`
}

type registered struct {
	Code   string `yaml:"code"`
	Status int    `yaml:"status"`
	Title  string `yaml:"title"`
}

// registry reads contracts/problems.yaml, by code.
func registry(t *testing.T) map[string]registered {
	t.Helper()
	content, err := os.ReadFile("../../contracts/problems.yaml")
	require.NoError(t, err)
	var file struct {
		Problems []registered `yaml:"problems"`
	}
	require.NoError(t, yaml.Unmarshal(content, &file))
	byCode := map[string]registered{}
	for _, p := range file.Problems {
		byCode[p.Code] = p
	}
	return byCode
}

// problemOf checks that an answer is the registered problem with the code, word for word where the
// registry has words, and returns it.
func problemOf(t *testing.T, a answer, code, path string) problem {
	t.Helper()
	expected, ok := registry(t)[code]
	require.True(t, ok, "contracts/problems.yaml has no %s", code)
	require.Equal(t, expected.Status, a.status, string(a.body))
	require.Equal(t, "application/problem+json", a.header.Get("Content-Type"))
	require.Regexp(t, `^[A-Za-z0-9._-]{1,64}$`, a.header.Get("X-Request-Id"))
	var p problem
	require.NoError(t, json.Unmarshal(a.body, &p), string(a.body))
	require.Equal(t, "urn:oms:problem:"+code, p.Type)
	require.Equal(t, code, p.Code)
	require.Equal(t, expected.Title, p.Title)
	require.Equal(t, expected.Status, p.Status)
	require.Equal(t, path, p.Instance)
	require.NotEmpty(t, p.Detail)
	require.Regexp(t, `^[0-9a-f]{32}$`, p.TraceID)
	switch code {
	case "unauthorized":
		require.Equal(t, "Bearer", a.header.Get("WWW-Authenticate"))
	case "method_not_allowed":
		require.NotEmpty(t, a.header.Get("Allow"))
	case "invalid_request":
		require.NotEmpty(t, p.Errors)
	}
	return p
}
