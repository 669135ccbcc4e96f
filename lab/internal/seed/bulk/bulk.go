// Package bulk writes a history into the databases of the five services by COPY, in one transaction each, and takes
// what it must agree with from there.
package bulk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/sync/errgroup"

	"oms-lab/lab/internal/databases"
	"oms-lab/lab/internal/seed/history"
)

// Progress is told what is being written, from several goroutines.
type Progress interface {
	Begin(table string)
	Row()
	End(table string)
}

// Shop is the databases, each with one connection.
type Shop struct {
	connections map[databases.Name]*pgx.Conn
}

// NewShop is a shop of the databases that it is given.
func NewShop(connections map[databases.Name]*pgx.Conn) *Shop { return &Shop{connections} }

// names are the databases of the shop, in the order in which they are committed.
func (s *Shop) names() []databases.Name {
	return slices.DeleteFunc(slices.Clone(databases.All), func(name databases.Name) bool { return s.connections[name] == nil })
}

// Open connects to all five.
func Open(ctx context.Context, server *databases.Server) (*Shop, error) {
	s := &Shop{connections: map[databases.Name]*pgx.Conn{}}
	for _, name := range databases.All {
		connection, err := server.Connect(ctx, name)
		if err != nil {
			s.Close()
			return nil, err
		}
		s.connections[name] = connection
	}
	return s, nil
}

// Close ends the connections; what was not committed is gone then.
func (s *Shop) Close() {
	for _, connection := range s.connections {
		// The process ends next: a connection that does not close in order is closed all the same.
		_ = connection.Close(context.Background())
	}
}

// writers are what writes each database.
var writers = map[databases.Name]func(context.Context, *copier, *history.History, Credentials) error{
	databases.Users:         writeUsers,
	databases.Inventory:     writeInventory,
	databases.Payments:      writePayments,
	databases.Notifications: writeNotifications,
	databases.Orders:        writeOrders,
}

// Credentials are what every account of a history has.
type Credentials struct {
	// PasswordHash is what user-service itself made of the customers' password.
	PasswordHash string
}

// ErrInterrupted says that somebody ended the writing before its time.
var ErrInterrupted = errors.New("interrupted: nothing was written")

// PartialError says that some databases have the history and others have not.
type PartialError struct {
	Committed []databases.Name
	Failed    databases.Name
	Cause     error
}

func (e *PartialError) Error() string {
	names := make([]string, len(e.Committed))
	for i, name := range e.Committed {
		names[i] = string(name)
	}
	return fmt.Sprintf("%s was not written (%v), after %s: the databases no longer agree; the ledgers cannot be "+
		"corrected by hand, so begin anew with make clean and make up", e.Failed, e.Cause, strings.Join(names, ", "))
}

func (e *PartialError) Unwrap() error { return e.Cause }

// Write writes all databases at the same time and commits them only when all are complete, the orders last: an
// abort before that leaves nothing. Errors: ErrInterrupted; *PartialError when a commit fails after another one succeeded.
func (s *Shop) Write(ctx context.Context, h *history.History, credentials Credentials, progress Progress) error {
	transactions := map[databases.Name]pgx.Tx{}
	defer func() {
		for _, tx := range transactions {
			_ = tx.Rollback(context.WithoutCancel(ctx)) // after a commit this does nothing
		}
	}()
	for _, name := range s.names() {
		tx, err := s.connections[name].Begin(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		transactions[name] = tx
	}
	group, groupCtx := errgroup.WithContext(ctx)
	for name, tx := range transactions {
		group.Go(func() error {
			if err := writers[name](groupCtx, &copier{tx: tx, database: name, progress: progress}, h, credentials); err != nil {
				return fmt.Errorf("%s: %w", name, explained(err))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		if ctx.Err() != nil {
			return ErrInterrupted
		}
		return err
	}
	return s.commit(ctx, transactions)
}

// commit ends the transactions one after the other. An interrupt no longer counts: half of them would be the worst.
func (s *Shop) commit(ctx context.Context, transactions map[databases.Name]pgx.Tx) error {
	ctx = context.WithoutCancel(ctx)
	var committed []databases.Name
	for _, name := range s.names() {
		if err := transactions[name].Commit(ctx); err != nil {
			if len(committed) == 0 {
				return fmt.Errorf("%s: %w", name, err)
			}
			return &PartialError{Committed: committed, Failed: name, Cause: err}
		}
		committed = append(committed, name)
	}
	return nil
}

// explained says what a collision of ids means.
func explained(err error) error {
	var database *pgconn.PgError
	if errors.As(err, &database) && database.Code == "23505" {
		return fmt.Errorf("this history is there already, or another seed runs: choose another --seed (%s)", database.Message)
	}
	return err
}

// Analyze lets PostgreSQL look at what came in, so that the services' queries are planned for it at once.
func (s *Shop) Analyze(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for name, connection := range s.connections {
		group.Go(func() error {
			if _, err := connection.Exec(ctx, "ANALYZE"); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		})
	}
	return group.Wait()
}
