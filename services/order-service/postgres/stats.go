package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/order-service/order"
)

// Span is what statistics are about: the orders placed from From until before To, of one
// customer or all, in buckets of an hour or a day.
type Span struct {
	From, To   time.Time
	ByDay      bool
	CustomerID *uuid.UUID
}

// Figures are about some orders. The percentiles are of the seconds from placing to confirmed or
// rejected: 50, 95 and 99; nil without any.
type Figures struct {
	Orders, Sold int64 // sold: confirmed and not cancelled
	ByStatus     map[order.Status]int64
	RevenueMinor int64 // of those sold, minus what was refunded of them
	Seconds      []float64
}

// Stats are the figures of a span: of all its orders, and by the start of each bucket that has any.
type Stats struct {
	All      Figures
	ByBucket map[time.Time]Figures
}

// Stats reads the span once, from an index that has all that is asked for.
// Error: order.ErrUnavailable.
func (db *DB) Stats(ctx context.Context, span Span) (_ Stats, err error) {
	defer classify(&err)
	sql, args := span.query()
	rows, err := db.pool.Query(ctx, sql, pgx.QueryExecModeCacheDescribe, args)
	if err != nil {
		return Stats{}, err
	}
	stats := Stats{ByBucket: map[time.Time]Figures{}}
	for rows.Next() {
		var bucket *time.Time
		var byStatus []int64
		f := Figures{ByStatus: map[order.Status]int64{}}
		if err := rows.Scan(&bucket, &f.Orders, &f.Sold, &byStatus, &f.RevenueMinor, &f.Seconds); err != nil {
			rows.Close()
			return stats, err
		}
		for i, s := range order.Statuses {
			f.ByStatus[s] = byStatus[i]
		}
		if bucket == nil {
			stats.All = f
		} else {
			stats.ByBucket[bucket.UTC()] = f
		}
	}
	return stats, rows.Err()
}

func (s Span) query() (string, pgx.NamedArgs) {
	args := pgx.NamedArgs{"from": s.From, "to": s.To, "unit": "hour"}
	if s.ByDay {
		args["unit"] = "day"
	}
	where := "created_at >= @from AND created_at < @to"
	if s.CustomerID != nil {
		where += " AND customer_id = @customer"
		args["customer"] = *s.CustomerID
	}
	counts := make([]string, len(order.Statuses))
	for i, s := range order.Statuses {
		counts[i] = "count(*) FILTER (WHERE status = '" + string(s) + "')"
	}
	return `
		SELECT bucket, count(*), count(*) FILTER (WHERE sold), ARRAY[` + strings.Join(counts, ", ") + `],
			coalesce(sum(total_minor - refunded_minor) FILTER (WHERE sold), 0)::bigint,
			percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY seconds)
		FROM (
			SELECT date_trunc(@unit, created_at, 'UTC') AS bucket, status, total_minor, refunded_minor,
				status IN ('confirmed', 'processing', 'shipped', 'delivered', 'refunded') AS sold,
				extract(epoch FROM decided_at - created_at)::float8 AS seconds
			FROM orders WHERE ` + where + `) placed
		GROUP BY GROUPING SETS ((bucket), ())`, args
}
