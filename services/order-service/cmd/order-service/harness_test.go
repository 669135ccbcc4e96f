package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	amqp "github.com/rabbitmq/amqp091-go"

	"oms-lab/order-service/config"
	"oms-lab/order-service/telemetry"
)

// lab is one running order-service with a database and an exchange of its own and fakes of
// the services around it.
type lab struct {
	t      *testing.T
	url    string
	config config.Config
	issuer *issuer
	peers  *peers
	db     *pgx.Conn
	stop   func()
}

// start runs the service for real, on a free port, until the test ends.
func startLab(t *testing.T, change ...func(*config.Config)) *lab {
	t.Helper()
	postgresURL, rabbitURL := required(t, "TEST_POSTGRES_URL"), required(t, "TEST_RABBITMQ_URL")
	l := &lab{t: t, issuer: newIssuer(t), peers: newPeers(t)}
	l.config = config.Config{
		BindAddress: "127.0.0.1", HTTPPort: config.Port(freePort(t)), DBPoolMax: 10,
		RabbitMQURL: config.AMQPURL(rabbitURL), JWKSURL: config.HTTPURL(l.issuer.url),
		UserServiceURL: config.HTTPURL(l.peers.url), InventoryServiceURL: config.HTTPURL(l.peers.url),
		PaymentServiceURL: config.HTTPURL(l.peers.url), ClientID: "order-service", ClientSecret: "secret",
		EventsExchange: "oms.test." + uuid.NewString(), PaymentsQueue: "order-service.test." + uuid.NewString(), OrderBudget: config.Budget(4 * time.Second),
		WarehouseSpeed:   1,
		RecoveryInterval: config.Span(200 * time.Millisecond), OutboxInterval: config.Span(200 * time.Millisecond),
	}
	l.createDatabase(postgresURL)
	t.Cleanup(func() { l.deleteFromBroker(rabbitURL) })
	for _, c := range change {
		c(&l.config)
	}
	l.url = "http://" + l.config.Addr()
	l.run()
	t.Cleanup(func() { l.stop() })
	return l
}

// run starts the service, and sets stop to end it gracefully.
func (l *lab) run() {
	l.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	log := telemetry.NewLogger(l.t.Output(), slog.LevelInfo)
	go func() { ended <- run(ctx, l.config, log) }()
	l.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			l.t.Errorf("the service ended with an error: %v", err)
		}
		l.stop = func() {}
	}
	eventually(l.t, "the service listens", func() bool {
		resp, err := http.Get(l.url + "/health")
		if err != nil {
			return false
		}
		_ = resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
}

// createDatabase makes a database that is dropped at the end of the test.
func (l *lab) createDatabase(adminURL string) {
	l.t.Helper()
	admin, err := pgx.Connect(l.t.Context(), adminURL)
	must(l.t, err)
	name := "order_service_test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	_, err = admin.Exec(l.t.Context(), "CREATE DATABASE "+name)
	must(l.t, err)
	l.t.Cleanup(func() {
		ctx := context.Background()
		if _, err := admin.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			l.t.Errorf("drop the test database: %v", err)
		}
		_ = admin.Close(ctx)
	})
	u, err := url.Parse(adminURL)
	must(l.t, err)
	port, err := strconv.Atoi(u.Port())
	must(l.t, err)
	password, _ := u.User.Password()
	l.config.DBHost, l.config.DBPort, l.config.DBName = u.Hostname(), config.Port(port), name
	l.config.DBUser, l.config.DBPassword = u.User.Username(), config.Secret(password)
	l.db, err = pgx.Connect(l.t.Context(), l.config.DatabaseURL())
	must(l.t, err)
	l.t.Cleanup(func() { _ = l.db.Close(context.Background()) })
}

func (l *lab) deleteFromBroker(rabbitURL string) {
	conn, err := amqp.Dial(rabbitURL)
	must(l.t, err)
	defer func() { _ = conn.Close() }()
	channel, err := conn.Channel()
	must(l.t, err)
	if err := channel.ExchangeDelete(l.config.EventsExchange, false, false); err != nil {
		l.t.Errorf("delete the test exchange: %v", err)
	}
	for _, queue := range []string{l.config.PaymentsQueue, l.config.PaymentsQueue + ".dead"} {
		if _, err := channel.QueueDelete(queue, false, false, false); err != nil {
			l.t.Errorf("delete the test queue: %v", err)
		}
	}
}

// answer is a response that has been read.
type answer struct {
	status int
	header http.Header
	body   []byte
	json   map[string]any
}

// call makes a request with the bearer token, if any, and a JSON body, if any.
func (l *lab) call(method, path, token string, body any, headers ...string) answer {
	l.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		must(l.t, err)
		reader = bytes.NewReader(raw)
	}
	req, err := http.NewRequest(method, l.url+path, reader)
	must(l.t, err)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	must(l.t, err)
	defer func() { _ = resp.Body.Close() }()
	a := answer{status: resp.StatusCode, header: resp.Header}
	a.body, err = io.ReadAll(resp.Body)
	must(l.t, err)
	_ = json.Unmarshal(a.body, &a.json) // not every body is JSON
	if err := promised().check(method, path, a); err != nil {
		l.t.Error(err)
	}
	return a
}

func (a answer) text(field string) string { return fmt.Sprint(a.json[field]) }

func (a answer) id() uuid.UUID {
	if id, err := uuid.Parse(a.text("id")); err == nil {
		return id
	}
	id, _ := uuid.Parse(a.text("order_id"))
	return id
}

// orderOf is the body of an order.
func orderOf(sku string, quantity int, cardToken string) map[string]any {
	return map[string]any{
		"items": []map[string]any{{"sku": sku, "quantity": quantity}},
		"shipping_address": map[string]any{
			"name": "Ada Lovelace", "line1": "Torstraße 1", "city": "Berlin", "postal_code": "10119", "country": "DE",
		},
		"payment_method": map[string]any{"type": "card", "token": cardToken},
	}
}

func (l *lab) count(sql string, args ...any) (n int) {
	l.t.Helper()
	must(l.t, l.db.QueryRow(context.Background(), sql, args...).Scan(&n))
	return n
}

func (l *lab) metric(line string) bool {
	return strings.Contains(string(l.call("GET", "/metrics", "", nil).body), line)
}

// exemplar says whether a series that begins so leads to the trace.
func (l *lab) exemplar(series, traceID string) bool {
	scrape := l.call("GET", "/metrics", "", nil, "Accept", "application/openmetrics-text; version=1.0.0")
	for line := range strings.Lines(string(scrape.body)) {
		if strings.HasPrefix(line, series) && strings.Contains(line, `# {trace_id="`+traceID+`"}`) {
			return true
		}
	}
	return false
}

func required(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("%s is not set: run `make test S=order-service`", name)
	}
	return value
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port
}

// eventually polls until the condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(25 * time.Second)
	for !holds() {
		select {
		case <-deadline:
			t.Fatalf("did not come true: %s", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func expect[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
