package reconcile

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/require"
)

// The queues are those of a real broker; only their list comes from a stand-in for the management plugin.
func TestDeadLetters(t *testing.T) {
	source := os.Getenv("TEST_RABBITMQ_URL")
	require.NotEmpty(t, source, "TEST_RABBITMQ_URL is not set: run `make test S=lab`")
	address, err := url.Parse(source)
	require.NoError(t, err)
	connection, err := amqp.Dial(source)
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.Close() })
	channel, err := connection.Channel()
	require.NoError(t, err)
	empty, full := "lab-"+uuid.NewString()+".dead", "lab-"+uuid.NewString()+".dead"
	for _, name := range []string{empty, full} {
		_, err := channel.QueueDeclare(name, true, false, false, false, nil)
		require.NoError(t, err)
		t.Cleanup(func() { _, _ = channel.QueueDelete(name, false, false, false) })
	}
	require.NoError(t, channel.Confirm(false))
	confirmation, err := channel.PublishWithDeferredConfirmWithContext(t.Context(), "", full, false, false, amqp.Publishing{Body: []byte("{}")})
	require.NoError(t, err)
	require.True(t, confirmation.Wait())

	management := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password == "" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = fmt.Fprintf(w, `[{"name":"notification-service.events"},{"name":%q},{"name":%q}]`, empty, full)
	}))
	t.Cleanup(management.Close)
	password, _ := address.User.Password()
	b := broker{address: address.Host, management: management.Listener.Addr().String(), user: address.User.Username(), password: password}
	found, err := b.deadLetters(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]int{empty: 0, full: 1}, found)
	i := counted("no_dead_letters", "", "messages", found)
	require.Equal(t, []string{full + ": 1 messages"}, i.Offenders)

	b.password = ""
	_, err = b.deadLetters(t.Context())
	require.EqualError(t, err, "rabbitmq: its management plugin answers 401 Unauthorized")
}

func TestInboxMails(t *testing.T) {
	event := uuid.New()
	since := time.Date(2026, 11, 22, 20, 36, 0, 123_000_000, time.UTC)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.String() != "/api/messages?kind=mail&since=2026-11-22T20%3A36%3A00.123Z" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		_, _ = fmt.Fprintf(w, `{"items":[{"labels":{"event_id":%[1]q}},{"labels":{"event_id":%[1]q}},{"labels":null},{"labels":{"event_id":"x"}}]}`, event)
	}))
	t.Cleanup(server.Close)
	arrived, err := inboxMails(t.Context(), server.Listener.Addr().String(), since)
	require.NoError(t, err)
	require.Equal(t, map[uuid.UUID]int{event: 2}, arrived)
	_, err = inboxMails(t.Context(), server.Listener.Addr().String(), since.Add(time.Second))
	require.EqualError(t, err, "inbox: it answers 400 Bad Request")
}
