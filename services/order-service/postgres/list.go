package postgres

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/order-service/order"
)

// Filter narrows and sorts a list; nil and empty mean no restriction.
type Filter struct {
	CustomerID *uuid.UUID
	Statuses   []order.Status
	From, To   *time.Time // To is not part of the span
	Search     Search
	Sort       Sort
	After      *Position
	Limit      int
}

// Sort is by what a list is ordered; orders that are equal in it are by id.
type Sort struct {
	ByTotal   bool // or else by the time of placing
	Ascending bool
}

// Position is the place of an order in a list.
type Position struct {
	CreatedAt  time.Time
	TotalMinor int64 // of either, what the list is sorted by
	ID         uuid.UUID
}

// List reads the first orders that match. Error: order.ErrUnavailable.
func (db *DB) List(ctx context.Context, f Filter) (_ []*order.Order, err error) {
	defer classify(&err)
	if f.Search.Nothing {
		return nil, nil
	}
	sql, args := f.query()
	// Planned anew each time: which index serves best depends on the values.
	rows, err := db.pool.Query(ctx, sql, pgx.QueryExecModeCacheDescribe, args)
	if err != nil {
		return nil, err
	}
	orders, err := pgx.CollectRows(rows, scanOrder)
	if err != nil || len(orders) == 0 {
		return orders, err
	}
	return orders, withItems(ctx, db.pool, orders...)
}

// query reads every list in the order of an index, so that it costs as much as its page, however
// many orders match. Several statuses are one such read each, of which the first rows count:
// no index has them in one order.
func (f Filter) query() (string, pgx.NamedArgs) {
	args := pgx.NamedArgs{"limit": f.Limit}
	where := f.conditions(args)
	column, direction := "created_at", " DESC"
	if f.Sort.ByTotal {
		column = "total_minor"
	}
	if f.Sort.Ascending {
		direction = " ASC"
	}
	end := " ORDER BY " + column + direction + ", id" + direction + " LIMIT @limit"
	from := "SELECT " + orderColumns + " FROM orders WHERE " + where

	statuses := slices.Clone(f.Statuses)
	slices.Sort(statuses)
	statuses = slices.Compact(statuses)
	if len(statuses) == 0 || len(statuses) == len(order.Statuses) {
		return from + end, args
	}
	reads := make([]string, len(statuses))
	for i, s := range statuses {
		name := "status_" + string(s)
		args[name] = s
		reads[i] = from + " AND status = @" + name + end
	}
	if len(reads) == 1 {
		return reads[0], args
	}
	return "(" + strings.Join(reads, ") UNION ALL (") + ")" + end, args
}

func (f Filter) conditions(args pgx.NamedArgs) string {
	where := []string{"true"}
	add := func(condition string, named ...any) {
		where = append(where, condition)
		for i := 0; i < len(named); i += 2 {
			args[named[i].(string)] = named[i+1]
		}
	}
	if f.CustomerID != nil {
		add("customer_id = @customer", "customer", *f.CustomerID)
	}
	if f.From != nil {
		add("created_at >= @from", "from", *f.From)
	}
	if f.To != nil {
		add("created_at < @to", "to", *f.To)
	}
	f.Search.conditions(f.CustomerID != nil, add)
	if f.After != nil {
		before := "<"
		if f.Sort.Ascending {
			before = ">"
		}
		if f.Sort.ByTotal {
			add("(total_minor, id) "+before+" (@total, @id)", "total", f.After.TotalMinor, "id", f.After.ID)
		} else {
			add("(created_at, id) "+before+" (@at, @id)", "at", f.After.CreatedAt, "id", f.After.ID)
		}
	}
	return strings.Join(where, " AND ")
}
