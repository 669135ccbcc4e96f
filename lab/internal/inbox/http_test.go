package inbox

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMessagesAreFilteredNewestFirst(t *testing.T) {
	h := newHarness(t)
	h.sms("one")
	status, _, body := h.call("POST", "/sms",
		`{"from":"OMS","to":"+447700900124","text":"two\nlines","labels":{"customer_email":"Ada@oms.example"}}`, "traceparent", traceparent)
	require.Equal(t, http.StatusAccepted, status)
	var accepted struct{ ID string }
	require.NoError(t, json.Unmarshal([]byte(body), &accepted))
	require.NoError(t, h.send("ada@oms.example", "Subject: three\n\nx"))

	subjects := func(query string) (all []string) {
		for _, m := range h.messages(query) {
			all = append(all, m.Subject)
		}
		return all
	}
	require.Equal(t, []string{"three", "two", "one"}, subjects(""))
	require.Equal(t, []string{"three", "two"}, subjects("to=ada@oms.example"))
	require.Equal(t, []string{"two"}, subjects("to=ada@oms.example&kind=sms"))
	require.Equal(t, []string{"one"}, subjects("to="+url.QueryEscape("+447700900123")))
	require.Equal(t, []string{"one"}, subjects("before="+accepted.ID))
	require.Equal(t, []string{"three"}, subjects("limit=1"))
	third := h.messages("limit=1")[0]
	require.Contains(t, subjects("since="+third.ReceivedAt.Format(time.RFC3339Nano)), "three", "since is inclusive")
	require.Empty(t, subjects("since="+url.QueryEscape(time.Now().Add(time.Hour).Format(time.RFC3339))))

	status, _, body = h.call("GET", "/api/messages/"+accepted.ID, "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, `"trace_id":"0af7651916cd43dd8448eb211c80319c"`)
	require.Regexp(t, `"received_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"`, body)

	status, _, _ = h.call("DELETE", "/api/messages", "")
	require.Equal(t, http.StatusNoContent, status)
	_, _, body = h.call("GET", "/api/messages", "")
	require.JSONEq(t, `{"items":[]}`, body)
}

func TestTheNewestMessagesSurviveARestart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "inbox.db")
	h, stop := start(t, file)
	for _, text := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		h.sms(text)
	}
	stop()
	h, _ = start(t, file)
	h.sms("8")
	all := h.messages("")
	require.Len(t, all, 5)
	require.Equal(t, "8", all[0].Text)
	require.Equal(t, "4", all[4].Text)
}

func TestARepeatedDeliveryIsKeptOnce(t *testing.T) {
	h := newHarness(t)
	mail := func(id, to string) { require.NoError(t, h.send(to, "Message-ID: "+id+"\nSubject: mail\n\nx")) }
	mail("<1@oms.example>", "ada@oms.example")
	mail("<1@oms.example>", "ada@oms.example")
	mail("<1@oms.example>", "bob@oms.example")
	mail("<2@oms.example>", "ada@oms.example")
	require.Len(t, h.messages("kind=mail"), 3, "one for each Message-ID and recipient")

	ids := map[string]bool{}
	var sending sync.WaitGroup
	var mu sync.Mutex
	for range 20 {
		sending.Go(func() {
			_, _, body := h.call("POST", "/sms", `{"from":"OMS","to":"+447700900123","text":"x"}`, "Idempotency-Key", "a")
			mu.Lock()
			defer mu.Unlock()
			ids[body] = true
		})
	}
	sending.Wait()
	require.Len(t, ids, 1, "every repetition gets the first one's id")
	require.Len(t, h.messages("kind=sms"), 1)
	_, _, metrics := h.call("GET", "/metrics", "")
	require.Contains(t, metrics, `inbox_messages_suppressed_total{kind="sms"} 19`)

	// What the inbox no longer has, it does not recognise: five newer messages push all of them out.
	for _, text := range []string{"1", "2", "3", "4", "5"} {
		h.sms(text)
	}
	mail("<1@oms.example>", "ada@oms.example")
	require.Len(t, h.messages("kind=mail"), 1)
}

func TestAlertsBecomeOnePage(t *testing.T) {
	h := newHarness(t)
	status, _, body := h.call("POST", "/alerts", `{"version":"4","status":"firing","receiver":"page","newField":1,
		"groupLabels":{"alertname":"OrderErrors"},
		"commonLabels":{"alertname":"OrderErrors","job":"order-service","severity":"page"},
		"commonAnnotations":{"summary":"Orders fail","dashboard_url":"/d/oms-order-service","runbook_url":"https://runbooks.example/#orders"},
		"alerts":[
			{"status":"firing","labels":{"instance":"a"},"annotations":{"summary":"Orders fail","dashboard_url":"/d/oms-order-service","description":"12 % on a"},"startsAt":"2026-11-22T20:00:00Z"},
			{"status":"resolved","labels":{"instance":"b"},"annotations":{"summary":"Orders fail","dashboard_url":"/d/oms-order-service"},"startsAt":"2026-11-22T20:00:00Z","endsAt":"2026-11-22T20:05:00Z"}]}`)
	require.Equal(t, http.StatusAccepted, status, body)
	pages := h.messages("kind=page")
	require.Len(t, pages, 1)
	require.Equal(t, "[FIRING:1] OrderErrors order-service (page)", pages[0].Subject)
	require.Equal(t, "alertmanager", pages[0].From)
	require.Equal(t, map[string]string{"alertname": "OrderErrors", "job": "order-service", "severity": "page", "status": "firing"}, pages[0].Labels)
	require.Equal(t, `Orders fail
Dashboard: http://grafana.example/d/oms-order-service
Runbook: https://runbooks.example/#orders

firing since 2026-11-22T20:00:00Z
  description: 12 % on a
  instance="a"

resolved since 2026-11-22T20:00:00Z until 2026-11-22T20:05:00Z
  instance="b"
`, pages[0].Text)
}

// Grafana's own alerting sends the same under a version of its own.
func TestPagesOfGrafana(t *testing.T) {
	h := newHarness(t)
	status, _, body := h.call("POST", "/alerts", `{"version":"1","status":"firing","receiver":"inbox","orgId":1,
		"commonLabels":{"alertname":"Test"},"alerts":[{"status":"firing","startsAt":"2026-11-22T20:00:00Z","silenceURL":"http://grafana/x"}]}`)
	require.Equal(t, http.StatusAccepted, status, body)
	pages := h.messages("kind=page")
	require.Len(t, pages, 1)
	require.Equal(t, "grafana", pages[0].From)
	require.Equal(t, "[FIRING:1] Test", pages[0].Subject)
}

func TestProblems(t *testing.T) {
	h := newHarness(t)
	long := strings.Repeat("x", maxBody)
	tests := []struct {
		name, method, path, body string
		header                   []string
		status                   int
		code, field              string
	}{
		{"unknown route", "GET", "/nope", "", nil, 404, "not_found", ""},
		{"wrong method", "PUT", "/api/messages", "", nil, 405, "method_not_allowed", ""},
		{"unknown message", "GET", "/api/messages/none", "", nil, 404, "not_found", ""},
		{"bad since", "GET", "/api/messages?since=yesterday", "", nil, 400, "invalid_request", "since"},
		{"bad kind", "GET", "/api/messages?kind=fax", "", nil, 400, "invalid_request", "kind"},
		{"bad limit", "GET", "/api/messages?limit=0", "", nil, 400, "invalid_request", "limit"},
		{"bad before", "GET", "/?before=x", "", nil, 400, "invalid_request", "before"},
		{"malformed JSON", "POST", "/sms", "{", nil, 400, "invalid_request", "body"},
		{"not an object", "POST", "/sms", "[]", nil, 400, "invalid_request", "body"},
		{"two values", "POST", "/sms", `{} {}`, nil, 400, "invalid_request", "body"},
		{"unknown field", "POST", "/sms", `{"fro":"OMS"}`, nil, 400, "invalid_request", "fro"},
		{"wrong type", "POST", "/sms", `{"from":1}`, nil, 400, "invalid_request", "from"},
		{"bad number", "POST", "/sms", `{"from":"OMS","to":"0123","text":"x"}`, nil, 400, "invalid_request", "to"},
		{"no text", "POST", "/sms", `{"from":"OMS","to":"+447700900123"}`, nil, 400, "invalid_request", "text"},
		{"too large", "POST", "/sms", `{"from":"` + long + `"}`, nil, 413, "payload_too_large", ""},
		{"not JSON", "POST", "/sms", "from=OMS", []string{"Content-Type", "text/plain"}, 415, "unsupported_media_type", ""},
		{"other webhook", "POST", "/alerts", `{"version":"3"}`, nil, 400, "invalid_request", "version"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, header, body := h.call(test.method, test.path, test.body, test.header...)
			require.Equal(t, test.status, status, body)
			require.Equal(t, "application/problem+json", header.Get("Content-Type"))
			require.NotEmpty(t, header.Get("X-Request-Id"))
			var p struct {
				Type, Code, TraceID string
				Errors              []fieldError
			}
			require.NoError(t, json.Unmarshal([]byte(body), &p))
			require.Equal(t, test.code, p.Code)
			require.Equal(t, "urn:oms:problem:"+test.code, p.Type)
			require.Regexp(t, `"trace_id":"[0-9a-f]{32}"`, body)
			if test.field != "" {
				require.Equal(t, test.field, p.Errors[0].Field)
			}
		})
	}
}

func TestThePageShowsAMailWithoutTrustingIt(t *testing.T) {
	h := newHarness(t)
	require.NoError(t, h.send("ada@oms.example", "Subject: <b>hi</b>\ntraceparent: "+traceparent+
		"\nContent-Type: text/html\n\n<p class=\"x\">Hello</p><script>evil()</script>"))
	id := h.messages("")[0].ID.String()
	status, header, body := h.call("GET", "/?kind=mail&id="+id, "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, "&lt;b&gt;hi&lt;/b&gt;")
	require.Contains(t, body, `<iframe sandbox title="The mail as it looks to its recipient" srcdoc="&lt;p class=`)
	require.NotContains(t, body, "<script>evil")
	require.Contains(t, body, `href="http://grafana.example/explore?`)
	require.Contains(t, header.Get("Content-Security-Policy"), "default-src 'none'")

	_, _, body = h.call("GET", "/?id=01a20520-cb6a-7416-84cf-b153588cdd44", "")
	require.Contains(t, body, "This message is gone")
}

func TestTheStreamAnnouncesMessages(t *testing.T) {
	h := newHarness(t)
	response, err := http.Get(h.url + "/stream")
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	lines := bufio.NewScanner(response.Body)
	require.True(t, lines.Scan())
	h.sms("hello")
	for lines.Scan() {
		if lines.Text() == "event: change" {
			return
		}
	}
	t.Fatal("the stream ended without an event")
}

func TestLogLinesHaveTheLabsShape(t *testing.T) {
	h, stop := start(t, filepath.Join(t.TempDir(), "inbox.db"))
	h.sms("secret text")
	stop()
	for _, line := range strings.Split(strings.TrimSpace(h.log.String()), "\n") {
		var fields map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &fields), line)
		require.Equal(t, "lab-inbox", fields["service"])
		require.Equal(t, "info", fields["level"])
		require.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`, fields["ts"])
		require.Regexp(t, `^[0-9a-f]{32}$`, fields["trace_id"])
	}
	require.Contains(t, h.log.String(), `"msg":"POST /sms 202 in `)
	require.NotContains(t, h.log.String(), "secret text")
}
