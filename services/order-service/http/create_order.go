package http

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"regexp"
	"time"

	"github.com/gin-gonic/gin"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/order-service/order"
	"oms-lab/order-service/postgres"
	"oms-lab/order-service/problem"
	"oms-lab/order-service/saga"
	"oms-lab/order-service/telemetry"
)

var keyPattern = regexp.MustCompile(`^[\x21-\x7e]{1,255}$`)

// createOrder places an order: 201 confirmed, 409 or 402 rejected, 202 when it is still
// pending at the end of the budget. With an Idempotency-Key the first answer is given again.
func (a *API) createOrder(c *gin.Context) error {
	var req order.Request
	if err := decode(c, &req); err != nil {
		return err
	}
	if err := req.Validate(); err != nil {
		return err
	}
	key, err := idempotencyKey(c, req)
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), caller(c)
	o := order.Place(order.Customer{ID: who.ID, Email: who.Email}, req,
		order.Trace{ID: telemetry.TraceID(ctx), Parent: telemetry.Traceparent(ctx)}, time.Now())
	trace.SpanFromContext(ctx).SetAttributes(
		attribute.String("oms.order.id", o.ID.String()), attribute.Int("oms.sku.count", len(o.Items)))

	lease := saga.NewLease()
	former, err := a.DB.Create(ctx, o, lease, key)
	if err != nil {
		return err
	}
	if former != nil {
		return a.answerAgain(c, req, *key, former)
	}
	o = a.Saga.Fulfil(ctx, o, lease)
	trace.SpanFromContext(ctx).SetAttributes(attribute.String("oms.order.status", string(o.Status)))
	a.Metrics.OrdersCreated.WithLabelValues(string(o.Status)).Inc()

	answer := answerFor(c, req, o)
	if key != nil {
		a.keep(ctx, *key, answer)
	}
	write(c, answer)
	return nil
}

func idempotencyKey(c *gin.Context, req order.Request) (*postgres.IdempotencyKey, error) {
	values := c.Request.Header.Values("Idempotency-Key")
	if len(values) == 0 {
		return nil, nil
	}
	if len(values) > 1 || !keyPattern.MatchString(values[0]) {
		return nil, order.Invalid("Idempotency-Key", "must be 1 to 255 printable ASCII characters without spaces")
	}
	// The meaning counts, not the spelling: white space and the order of fields may differ.
	canonical, err := json.Marshal(req)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(canonical)
	return &postgres.IdempotencyKey{CustomerID: caller(c).ID, Key: values[0], Hash: hash[:]}, nil
}

// answerAgain gives the first answer to a key. While that is being worked out it waits; if the
// process that did so died, the order itself tells.
func (a *API) answerAgain(c *gin.Context, req order.Request, key postgres.IdempotencyKey, use *postgres.KeyUse) error {
	ctx := c.Request.Context()
	c.Header("Idempotent-Replayed", "true")
	patience, cancel := context.WithTimeout(ctx, a.Saga.Budget+2*time.Second)
	defer cancel()
	for use.Answer == nil && patience.Err() == nil {
		select {
		case <-patience.Done():
		case <-time.After(50 * time.Millisecond):
			var err error
			if use, err = a.DB.KeyUse(ctx, key); err != nil {
				return err
			}
		}
	}
	if use.Answer != nil {
		write(c, *use.Answer)
		return nil
	}
	o, err := a.DB.Get(ctx, use.OrderID)
	if err != nil {
		return err
	}
	answer := answerFor(c, req, o)
	if o.Status != order.Pending {
		a.keep(ctx, key, answer)
	}
	write(c, answer)
	return nil
}

// answerFor is what placing an order is answered with, by what became of it.
func answerFor(c *gin.Context, req order.Request, o *order.Order) postgres.Answer {
	switch o.Status {
	case order.Rejected:
		p := problem.FromRejected(o)
		for i := range p.Errors {
			p.Errors[i].Field = req.Locate(p.Errors[i].Field, o)
		}
		return postgres.Answer{
			Status: p.Status(), ContentType: problem.ContentType,
			Body: p.Document(c.Request.URL.Path, telemetry.TraceID(c.Request.Context())),
		}
	case order.Pending:
		return postgres.Answer{Status: http.StatusAccepted, ContentType: jsonType, Body: document(o)}
	default:
		return postgres.Answer{Status: http.StatusCreated, ContentType: jsonType, Body: document(o)}
	}
}

// keep stores an answer also when the customer has hung up. If that fails the next request
// with the key is answered from the order.
func (a *API) keep(ctx context.Context, key postgres.IdempotencyKey, answer postgres.Answer) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := a.DB.StoreAnswer(ctx, key, answer); err != nil {
		a.Log.WarnContext(ctx, "the answer to an idempotency key could not be stored", "error", err.Error())
	}
}

func write(c *gin.Context, answer postgres.Answer) {
	c.Data(answer.Status, answer.ContentType, answer.Body)
}
