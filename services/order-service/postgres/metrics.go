package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"oms-lab/order-service/order"
	"oms-lab/order-service/telemetry"
)

// queryMetrics measures every statement and batch.
type queryMetrics struct {
	duration  *prometheus.HistogramVec
	namespace string
}

type queryStart struct {
	operation string
	at        time.Time
}

type queryStartKey struct{}

func (m *queryMetrics) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	return context.WithValue(ctx, queryStartKey{}, queryStart{operation(q.SQL), time.Now()})
}

func (m *queryMetrics) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) {
	m.observe(ctx)
}

func (m *queryMetrics) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return context.WithValue(ctx, queryStartKey{}, queryStart{"BATCH", time.Now()})
}

func (m *queryMetrics) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (m *queryMetrics) TraceBatchEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchEndData) {
	m.observe(ctx)
}

func (m *queryMetrics) observe(ctx context.Context) {
	if start, ok := ctx.Value(queryStartKey{}).(queryStart); ok {
		telemetry.ObserveWithTrace(ctx, m.duration.WithLabelValues("postgresql", m.namespace, start.operation), time.Since(start.at).Seconds())
	}
}

// operation is the statement's first word if it is one of the usual ones, so that the label
// stays bounded.
func operation(sql string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(sql), " ")
	switch word = strings.ToUpper(word); word {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "ROLLBACK":
		return word
	default:
		return "OTHER"
	}
}

var (
	connectionCount = prometheus.NewDesc("db_client_connection_count",
		"Connections of the database pool by state.", []string{"state"}, nil)
	connectionMax = prometheus.NewDesc("db_client_connection_max",
		"Most connections that the database pool may open.", nil, nil)
)

type poolCollector struct{ pool *pgxpool.Pool }

func (c *poolCollector) Describe(ch chan<- *prometheus.Desc) {
	ch <- connectionCount
	ch <- connectionMax
}

func (c *poolCollector) Collect(ch chan<- prometheus.Metric) {
	s := c.pool.Stat()
	ch <- prometheus.MustNewConstMetric(connectionCount, prometheus.GaugeValue, float64(s.IdleConns()), "idle")
	ch <- prometheus.MustNewConstMetric(connectionCount, prometheus.GaugeValue, float64(s.AcquiredConns()), "used")
	ch <- prometheus.MustNewConstMetric(connectionMax, prometheus.GaugeValue, float64(s.MaxConns()))
}

var (
	ordersByStatus = prometheus.NewDesc("orders", "Orders by status.", []string{"status"}, nil)
	oldestPending  = prometheus.NewDesc("orders_pending_oldest_age_seconds",
		"Age of the oldest order that is neither confirmed nor rejected yet; 0 when there is none.", nil, nil)
	outboxPending = prometheus.NewDesc("outbox_pending", "Events that wait for publication.", nil, nil)
	outboxOldest  = prometheus.NewDesc("outbox_oldest_age_seconds",
		"Age of the oldest event that waits for publication; 0 when none does.", nil, nil)
)

// stateCollector reads the gauges from the tables at each scrape, so that they are right
// whichever process made the change. While the database is away they are absent, not stale.
type stateCollector struct{ db *DB }

func (c *stateCollector) Describe(ch chan<- *prometheus.Desc) {
	ch <- ordersByStatus
	ch <- oldestPending
	ch <- outboxPending
	ch <- outboxOldest
}

func (c *stateCollector) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if counts, err := c.db.countByStatus(ctx); err == nil {
		for _, s := range order.Statuses {
			ch <- prometheus.MustNewConstMetric(ordersByStatus, prometheus.GaugeValue, float64(counts[s]), string(s))
		}
	}
	if age, err := c.db.oldestPendingAge(ctx); err == nil {
		ch <- prometheus.MustNewConstMetric(oldestPending, prometheus.GaugeValue, age)
	}
	if n, age, err := c.db.outboxState(ctx); err == nil {
		ch <- prometheus.MustNewConstMetric(outboxPending, prometheus.GaugeValue, float64(n))
		ch <- prometheus.MustNewConstMetric(outboxOldest, prometheus.GaugeValue, age)
	}
}

func (db *DB) countByStatus(ctx context.Context) (map[order.Status]int64, error) {
	rows, err := db.pool.Query(ctx, `SELECT status, count(*) FROM orders GROUP BY status`)
	if err != nil {
		return nil, err
	}
	counts := map[order.Status]int64{}
	var status order.Status
	var n int64
	_, err = pgx.ForEachRow(rows, []any{&status, &n}, func() error {
		counts[status] = n
		return nil
	})
	return counts, err
}

// oldestPendingAge is in seconds. The index by status and time holds the answer at one end.
func (db *DB) oldestPendingAge(ctx context.Context) (age float64, err error) {
	err = db.pool.QueryRow(ctx, `
		SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8
		FROM orders WHERE status = 'pending'`).Scan(&age)
	return max(age, 0), err
}

func (db *DB) outboxState(ctx context.Context) (pending int64, oldestAge float64, err error) {
	err = db.pool.QueryRow(ctx, `
		SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8
		FROM outbox WHERE published_at IS NULL`).Scan(&pending, &oldestAge)
	return pending, max(oldestAge, 0), err
}
