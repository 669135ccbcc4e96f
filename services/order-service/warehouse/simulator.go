// Package warehouse stands for the people who pick, ship and deliver: it moves orders on as time
// goes by, and never gets in the way of real people.
package warehouse

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/order-service/order"
	"oms-lab/order-service/postgres"
	"oms-lab/order-service/telemetry"
)

// perRun is how many orders one run takes out of one status, so that runs end.
const perRun = 200

// stages are how long an order stays in each status, at speed 1.
var stages = []struct {
	status order.Status
	stays  time.Duration
}{
	{order.Confirmed, time.Minute},
	{order.Processing, 3 * time.Minute},
	{order.Shipped, 10 * time.Minute},
}

// Simulator moves orders on.
type Simulator struct {
	DB    *postgres.DB
	Speed float64 // 10 is ten times faster
	Log   *slog.Logger
}

// Interval is how often it is worth looking.
func (s *Simulator) Interval() time.Duration {
	return max(50*time.Millisecond, min(time.Second, time.Duration(float64(5*time.Second)/s.Speed)))
}

// Work is one run of the job warehouse_simulator. An order that somebody else is changing, or has
// changed meanwhile, is left alone.
func (s *Simulator) Work(ctx context.Context) (moved int, err error) {
	for _, stage := range stages {
		stays := time.Duration(float64(stage.stays) / s.Speed)
		due, err := s.DB.Due(ctx, stage.status, stays, perRun)
		if err != nil {
			return moved, err
		}
		for _, d := range due {
			if ctx.Err() != nil {
				return moved, ctx.Err()
			}
			switch err := s.move(ctx, d, stage.status); {
			case err == nil:
				moved++
			case !errors.Is(err, order.ErrNotFound) && !errors.Is(err, errElsewhere):
				return moved, err
			}
		}
	}
	return moved, nil
}

// errElsewhere: the order does not have the status any more.
var errElsewhere = errors.New("somebody else moved the order")

// move takes one order out of a status, in the trace that created it.
func (s *Simulator) move(ctx context.Context, due postgres.Due, from order.Status) error {
	ctx, span := telemetry.Tracer().Start(telemetry.WithTraceparent(ctx, due.Traceparent), "warehouse move",
		trace.WithAttributes(attribute.String("oms.order.id", due.ID.String())))
	defer span.End()
	o, err := s.DB.TryChange(ctx, due.ID, func(o *order.Order) error {
		if o.Status != from {
			return errElsewhere
		}
		return forward(o)
	})
	if err != nil {
		if !errors.Is(err, errElsewhere) {
			span.SetStatus(codes.Error, err.Error())
		}
		return err
	}
	span.SetAttributes(attribute.String("oms.order.status", string(o.Status)))
	s.Log.InfoContext(ctx, "order "+o.Number+" is "+string(o.Status), "order_id", o.ID, "customer_id", o.CustomerID, "actor", order.Warehouse.String())
	return nil
}

func forward(o *order.Order) error {
	switch now := time.Now(); o.Status {
	case order.Confirmed:
		return o.Pick(order.Warehouse, "", now)
	case order.Processing:
		number, err := trackingNumber()
		if err != nil {
			return err
		}
		return o.Ship(&number, order.Warehouse, "", now)
	default:
		return o.Deliver(order.Warehouse, "", now)
	}
}

// trackingNumber is made up; it looks like those of parcels.
func trackingNumber() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1e15))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("OMS%015d", n), nil
}
