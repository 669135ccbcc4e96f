// Package postgres keeps orders, their history, the outbox, open compensations and
// idempotency keys in PostgreSQL.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/exaring/otelpgx"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/multitracer"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"go.opentelemetry.io/otel/attribute"

	"oms-lab/order-service/migrations"
	"oms-lab/order-service/order"
	"oms-lab/order-service/telemetry"
)

// DB is the service's database.
type DB struct {
	pool *pgxpool.Pool

	// Committed is called after a transaction that left events in the outbox.
	Committed func()
}

// Open makes the pool; it does not connect yet.
func Open(ctx context.Context, url string, maxConns int, metrics *telemetry.Metrics) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("parse the database settings: %w", err)
	}
	cfg.MaxConns = int32(maxConns) //nolint:gosec // checked by config to be at most 200
	cfg.MaxConnLifetime = 30 * time.Minute
	cfg.ConnConfig.ConnectTimeout = 3 * time.Second
	for name, value := range map[string]string{
		"application_name":                    "order-service",
		"timezone":                            "UTC",
		"statement_timeout":                   "5000",
		"lock_timeout":                        "4000",
		"idle_in_transaction_session_timeout": "20000",
	} {
		cfg.ConnConfig.RuntimeParams[name] = value
	}
	cfg.ConnConfig.Tracer = multitracer.New(
		otelpgx.NewTracer(
			otelpgx.WithDisableAcquireTracer(),
			// By this name Tempo's service graph knows the database.
			otelpgx.WithTracerAttributes(attribute.String("peer.service", "postgres")),
		),
		&queryMetrics{duration: metrics.DBDuration, namespace: cfg.ConnConfig.Database},
	)
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("make the database pool: %w", err)
	}
	db := &DB{pool: pool, Committed: func() {}}
	metrics.Registry.MustRegister(&poolCollector{pool}, &stateCollector{db})
	return db, nil
}

// Close waits for connections in use and closes all.
func (db *DB) Close() { db.pool.Close() }

// Ping asks the database for a sign of life.
func (db *DB) Ping(ctx context.Context) error { return db.pool.Ping(ctx) }

// Migrate brings the schema up to date; of several processes one does it and the others wait.
func (db *DB) Migrate(ctx context.Context) (applied int, err error) {
	defer classify(&err)
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return 0, err
	}
	// A change of a large table may take longer than any request.
	patient := db.pool.Config().ConnConfig.Copy()
	patient.RuntimeParams["statement_timeout"], patient.RuntimeParams["lock_timeout"] = "0", "0"
	std := stdlib.OpenDB(*patient)
	defer func() { err = errors.Join(err, std.Close()) }()
	provider, err := goose.NewProvider(goose.DialectPostgres, std, migrations.FS, goose.WithSessionLocker(locker))
	if err != nil {
		return 0, err
	}
	results, err := provider.Up(ctx)
	return len(results), err
}

// inTx runs fn in a transaction that commits when fn returns no error.
func (db *DB) inTx(ctx context.Context, fn func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, db.pool, fn)
}

// classify marks the errors that mean "the database does not answer" as order.ErrUnavailable.
func classify(err *error) {
	if *err == nil || errors.Is(*err, order.ErrUnavailable) {
		return
	}
	var answered *pgconn.PgError
	if errors.As(*err, &answered) {
		if !unavailableState(answered.Code) {
			return
		}
	} else if !unanswered(*err) {
		return
	}
	*err = fmt.Errorf("%w: %w", order.ErrUnavailable, *err)
}

// unavailableState: connection exceptions (08), too many connections (53), operator
// intervention (57, among them shutdown and the statement timeout) and lock timeouts.
func unavailableState(code string) bool {
	return strings.HasPrefix(code, "08") || strings.HasPrefix(code, "53") ||
		strings.HasPrefix(code, "57") || code == "55P03"
}

func unanswered(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.Timeout(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, context.DeadlineExceeded) ||
		pgconn.SafeToRetry(err)
}
