package http

import (
	"math"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"oms-lab/order-service/order"
	"oms-lab/order-service/postgres"
)

const (
	defaultSpan = 24 * time.Hour
	maxBuckets  = 1000
)

// statsAnswer is OrderStats of the description, and bucket one of its buckets.
type statsAnswer struct {
	From        order.Timestamp        `json:"from"`
	To          order.Timestamp        `json:"to"`
	Interval    string                 `json:"interval"`
	Orders      int64                  `json:"orders"`
	ByStatus    map[order.Status]int64 `json:"by_status"`
	Revenue     order.Money            `json:"revenue"`
	Average     order.Money            `json:"average_order_value"`
	Percentiles percentiles            `json:"processing_seconds"`
	Buckets     []bucket               `json:"buckets"`
}

type bucket struct {
	Start       order.Timestamp `json:"start"`
	Orders      int64           `json:"orders"`
	Confirmed   int64           `json:"confirmed"`
	Rejected    int64           `json:"rejected"`
	Cancelled   int64           `json:"cancelled"`
	Revenue     order.Money     `json:"revenue"`
	Percentiles percentiles     `json:"processing_seconds"`
}

// percentiles are null where nothing was confirmed or rejected.
type percentiles struct {
	P50 *float64 `json:"p50"`
	P95 *float64 `json:"p95"`
	P99 *float64 `json:"p99"`
}

// orderStats answers the figures of a span: of a customer's own orders, or of all for staff.
func (a *API) orderStats(c *gin.Context) error {
	given, err := readParameters(c, "from", "to", "interval")
	if err != nil {
		return err
	}
	span, unit, err := readSpan(given, time.Now())
	if err != nil {
		return err
	}
	if who := caller(c); !who.SeesAll() {
		span.CustomerID = &who.ID
	}
	stats, err := a.DB.Stats(c.Request.Context(), span)
	if err != nil {
		return err
	}
	interval, _ := given.oneOf("interval", "hour", "day") // was read before
	answer := statsAnswer{
		From: order.Timestamp{Time: span.From}, To: order.Timestamp{Time: span.To}, Interval: interval,
		Orders: stats.All.Orders, ByStatus: stats.All.ByStatus,
		Revenue: euros(stats.All.RevenueMinor), Average: average(stats.All), Percentiles: percentilesOf(stats.All),
	}
	for start := span.From.Truncate(unit); start.Before(span.To); start = start.Add(unit) {
		f := stats.ByBucket[start]
		answer.Buckets = append(answer.Buckets, bucket{
			Start: order.Timestamp{Time: start}, Orders: f.Orders, Confirmed: f.Sold, Rejected: f.ByStatus[order.Rejected],
			Cancelled: f.ByStatus[order.Cancelled], Revenue: euros(f.RevenueMinor), Percentiles: percentilesOf(f),
		})
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

func readSpan(given parameters, now time.Time) (span postgres.Span, unit time.Duration, err error) {
	from, to, err := given.span()
	if err != nil {
		return span, 0, err
	}
	switch now = now.UTC(); {
	case to == nil && from != nil && !from.Before(now):
		return span, 0, order.Invalid("from", "must not be in the future")
	case to == nil:
		span.To = now
	default:
		span.To = *to
	}
	span.From = span.To.Add(-defaultSpan)
	if from != nil {
		span.From = *from
	}
	interval, err := given.oneOf("interval", "hour", "day")
	if err != nil {
		return span, 0, err
	}
	unit = time.Hour
	if interval == "day" {
		unit, span.ByDay = 24*time.Hour, true
	}
	if span.To.Sub(span.From.Truncate(unit)) > maxBuckets*unit {
		return span, 0, order.Invalid("interval", "would make more than 1000 buckets of this span")
	}
	return span, unit, nil
}

func euros(minor int64) order.Money {
	return order.Money{AmountMinor: minor, Currency: order.Currency}
}

func average(f postgres.Figures) order.Money {
	if f.Sold == 0 {
		return euros(0)
	}
	return euros(int64(math.Round(float64(f.RevenueMinor) / float64(f.Sold))))
}

func percentilesOf(f postgres.Figures) (p percentiles) {
	if len(f.Seconds) == 3 {
		p = percentiles{&f.Seconds[0], &f.Seconds[1], &f.Seconds[2]}
	}
	return p
}

// pricing answers the rules of tax and shipping.
func pricing(c *gin.Context) error {
	c.JSON(http.StatusOK, order.Rules())
	return nil
}
