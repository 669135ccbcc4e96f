package reconcile

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"oms-lab/lab/internal/databases"
)

// snapshot is the five databases, each as it was at one moment. The orders are read first: whatever they say has
// happened, the other services have done before.
type snapshot struct {
	connections []*pgx.Conn
	tx          map[databases.Name]pgx.Tx
	// at is the moment of the orders, by the clock of the database.
	at time.Time
}

// takeSnapshot connects and fixes what each database shows. Error: *databases.NotUpError.
func takeSnapshot(ctx context.Context, server *databases.Server) (*snapshot, error) {
	s := &snapshot{tx: map[databases.Name]pgx.Tx{}}
	for _, name := range []databases.Name{databases.Orders, databases.Inventory, databases.Payments, databases.Notifications, databases.Users} {
		if err := s.open(ctx, server, name); err != nil {
			s.close()
			return nil, err
		}
	}
	return s, nil
}

func (s *snapshot) open(ctx context.Context, server *databases.Server, name databases.Name) error {
	connection, err := server.Connect(ctx, name)
	if err != nil {
		return err
	}
	s.connections = append(s.connections, connection)
	tx, err := connection.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	s.tx[name] = tx
	// Sorting and grouping a hundred thousand rows should not go to disk.
	if _, err := tx.Exec(ctx, `SET LOCAL work_mem = '32MB'`); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	// The first query fixes what the snapshot shows; now() is when the transaction began, which is before.
	var now time.Time
	if err := tx.QueryRow(ctx, `SELECT now()`).Scan(&now); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if name == databases.Orders {
		s.at = now
	}
	return nil
}

func (s *snapshot) close() {
	for _, connection := range s.connections {
		// Nothing was written: there is nothing that could be lost.
		_ = connection.Close(context.Background())
	}
}

// rows streams the answer to a query.
func rows[T any](ctx context.Context, s *snapshot, name databases.Name, sql string, scan func(pgx.Rows, *T) error, args ...any) stream[T] {
	return func(yield func(*T, error) bool) {
		answer, err := s.tx[name].Query(ctx, sql, args...)
		if err != nil {
			yield(nil, fmt.Errorf("%s: %w", name, err))
			return
		}
		defer answer.Close()
		for answer.Next() {
			row := new(T)
			if err := scan(answer, row); err != nil {
				yield(nil, fmt.Errorf("%s: %w", name, err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := answer.Err(); err != nil {
			yield(nil, fmt.Errorf("%s: %w", name, err))
		}
	}
}

// count answers a query for one number.
func (s *snapshot) count(ctx context.Context, name databases.Name, sql string) (n int, err error) {
	if err := s.tx[name].QueryRow(ctx, sql).Scan(&n); err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return n, nil
}
