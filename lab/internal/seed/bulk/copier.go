package bulk

import (
	"context"
	"iter"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/lab/internal/databases"
)

// copier writes tables of one database within its transaction.
type copier struct {
	tx       pgx.Tx
	database databases.Name
	progress Progress
}

// row is the values of one row, in the order of the columns.
type row = []any

// table writes all rows into a table by COPY.
func (c *copier) table(ctx context.Context, table string, columns []string, rows iter.Seq[row]) error {
	name := string(c.database) + "." + table
	c.progress.Begin(name)
	defer c.progress.End(name)
	next, stop := iter.Pull(rows)
	defer stop()
	_, err := c.tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromFunc(func() ([]any, error) {
		values, more := next()
		if !more {
			return nil, nil
		}
		c.progress.Row()
		return values, nil
	}))
	return err
}

// What ids are made for, besides those that a history holds itself.
const (
	auditIDs = iota + 1
	eventIDs
	notificationIDs
)

// key is an id in the form that costs pgx the least.
func key(id uuid.UUID) any { return [16]byte(id) }

// orNull is nil for the zero value, which the database knows as null.
func orNull[T comparable](value T) any {
	var zero T
	if value == zero {
		return nil
	}
	return value
}

// utc is a time as the services write it.
func utc(at time.Time) any { return at.UTC() }
