package inbox

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	oteltrace "go.opentelemetry.io/otel/trace"
)

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

const confirmation = `From: OMS <orders@oms.example>
To: somebody-else@oms.example
Subject: =?UTF-8?Q?Your_order_is_confirmed_=E2=9C=93?=
traceparent: ` + traceparent + `
X-OMS-Event-Id: event-1
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=xx

--xx
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe
--xx
Content-Type: text/html; charset=utf-8

<p>Hello</p>
--xx--
`

func TestMailBecomesAMessageInItsSendersTrace(t *testing.T) {
	h := newHarness(t)
	require.NoError(t, h.send("ada@oms.example", confirmation))

	all := h.messages("to=ADA@oms.example")
	require.Len(t, all, 1)
	m := all[0]
	require.Equal(t, Mail, m.Kind)
	require.Equal(t, "orders@oms.example", m.From)
	require.Equal(t, []string{"ada@oms.example"}, m.To, "the envelope counts, not the header")
	require.Equal(t, "Your order is confirmed ✓", m.Subject)
	require.Equal(t, "Grüße", strings.TrimSpace(m.Text))
	require.Equal(t, "<p>Hello</p>", strings.TrimSpace(m.HTML))
	require.Equal(t, map[string]string{"event_id": "event-1"}, m.Labels)
	require.Equal(t, "0af7651916cd43dd8448eb211c80319c", m.TraceID)

	var found bool
	for _, span := range h.spans.Ended() {
		if span.Name() == "smtp DATA" {
			found = true
			require.Equal(t, oteltrace.SpanKindServer, span.SpanKind())
			require.Equal(t, "b7ad6b7169203331", span.Parent().SpanID().String())
		}
	}
	require.True(t, found)
	_, _, metrics := h.call("GET", "/metrics", "")
	require.Contains(t, metrics, `inbox_messages_received_total{kind="mail"} 1`)
	require.Contains(t, metrics, `inbox_messages_received_total{kind="page"} 0`)
}

func TestReadMail(t *testing.T) {
	tests := map[string]struct{ mail, text, html string }{
		"plain text without MIME": {"Subject: s\n\nHello\n", "Hello\n", ""},
		"HTML alone gets a text":  {"Content-Type: text/html\n\n<style>b{}</style><h1>Hi</h1><p>there &amp; now</p>", "Hi\nthere & now", "<style>b{}</style><h1>Hi</h1><p>there &amp; now</p>"},
		"an unknown charset":      {"Content-Type: text/plain; charset=x-none\n\nHello", "Hello", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var m Message
			_, err := readMail(strings.NewReader(test.mail), &m)
			require.NoError(t, err)
			require.Equal(t, test.text, m.Text)
			require.Equal(t, test.html, m.HTML)
		})
	}
}

func TestABrokenMailIsKeptRaw(t *testing.T) {
	h := newHarness(t)
	require.NoError(t, h.send("ada@oms.example", "Content-Type: multipart/mixed; boundary=xx\n\n--xx\nbroken"))
	require.Contains(t, h.messages("")[0].Text, "broken")
	require.Empty(t, h.messages("")[0].TraceID)
}

func TestAMailOverTheBoundIsRefused(t *testing.T) {
	h := newHarness(t)
	require.ErrorContains(t, h.send("ada@oms.example", "Subject: s\n\n"+strings.Repeat("0123456789\n", maxBody/11+1)), "552")
	require.Empty(t, h.messages(""))
}
