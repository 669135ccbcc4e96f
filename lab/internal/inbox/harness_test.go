package inbox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/smtp"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// harness is a whole inbox on free ports.
type harness struct {
	*testing.T
	url, smtp string
	spans     *tracetest.SpanRecorder
	log       *bytes.Buffer
}

// start runs an inbox until the test ends; stop ends it early.
func start(t *testing.T, file string) (h *harness, stop func()) {
	t.Helper()
	h = &harness{T: t, spans: tracetest.NewSpanRecorder(), log: &bytes.Buffer{}}
	otel.SetTracerProvider(trace.NewTracerProvider(trace.WithSpanProcessor(h.spans)))
	otel.SetTextMapPropagator(propagation.TraceContext{})

	store, err := OpenStore(file, 5)
	require.NoError(t, err)
	web, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	mail, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	h.url, h.smtp = "http://"+web.Addr().String(), mail.Addr().String()

	in := newInbox(store, newLogger(h.log, slog.LevelInfo), "http://grafana.example")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- in.serveUntil(ctx, web, mail) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		require.NoError(t, <-done)
		require.NoError(t, store.Close())
	}
	t.Cleanup(stop)
	require.Eventually(t, func() bool {
		answer, err := http.Get(h.url + "/ready")
		if err != nil {
			return false
		}
		_ = answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	}, 5*time.Second, 10*time.Millisecond)
	return h, stop
}

func newHarness(t *testing.T) *harness {
	h, _ := start(t, filepath.Join(t.TempDir(), "inbox.db"))
	return h
}

// call sends a request and returns the status, the header and the body.
func (h *harness) call(method, path, body string, header ...string) (int, http.Header, string) {
	h.Helper()
	request, err := http.NewRequestWithContext(h.Context(), method, h.url+path, strings.NewReader(body))
	require.NoError(h, err)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(h, err)
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	require.NoError(h, err)
	return response.StatusCode, response.Header, string(content)
}

// messages lists what the API gives for a query.
func (h *harness) messages(query string) []Message {
	h.Helper()
	status, _, body := h.call("GET", "/api/messages?"+query, "")
	require.Equal(h, http.StatusOK, status, body)
	var answer struct {
		Items []Message `json:"items"`
	}
	require.NoError(h, json.Unmarshal([]byte(body), &answer))
	return answer.Items
}

// send delivers a mail; line ends are made those of SMTP.
func (h *harness) send(to, mail string) error {
	return smtp.SendMail(h.smtp, nil, "orders@oms.example", []string{to}, []byte(strings.ReplaceAll(mail, "\n", "\r\n")))
}

func (h *harness) sms(text string) {
	h.Helper()
	status, _, body := h.call("POST", "/sms", `{"from":"OMS","to":"+447700900123","text":"`+text+`"}`)
	require.Equal(h, http.StatusAccepted, status, body)
}
