package bulk

import (
	"context"
	"iter"
	"time"

	"oms-lab/lab/internal/seed/history"
)

func writePayments(ctx context.Context, c *copier, h *history.History, _ Credentials) error {
	for _, write := range []func(context.Context, *history.History) error{
		c.payments, c.refunds, c.transactions, c.charges, c.gatewayRefunds,
	} {
		if err := write(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// paid yields the orders with a payment.
func paid(h *history.History) iter.Seq2[*history.Order, *history.Payment] {
	return func(yield func(*history.Order, *history.Payment) bool) {
		for i := range h.Orders {
			if o := &h.Orders[i]; o.Payment != nil && !yield(o, o.Payment) {
				return
			}
		}
	}
}

func (c *copier) payments(ctx context.Context, h *history.History) error {
	columns := []string{"id", "order_id", "customer_id", "amount_minor", "currency", "captured_minor", "refunded_minor", "status",
		"method", "brand", "decline_code", "traceparent", "created_at", "updated_at"}
	return c.table(ctx, "payments", columns, func(yield func(row) bool) {
		for o, p := range paid(h) {
			updated := p.DecidedAt
			if len(p.Refunds) > 0 {
				updated = p.Refunds[len(p.Refunds)-1].DoneAt
			}
			brand := orNull(p.Brand)
			if p.Status == "declined" {
				brand = nil
			}
			if !yield(row{key(p.ID), key(o.ID), key(o.Customer.ID), o.Total, h.Pricing.Currency, o.Captured(), p.Refunded(), p.Status,
				"card", brand, orNull(p.DeclineCode), o.Traceparent, utc(p.At), utc(updated)}) {
				return
			}
		}
	})
}

func (c *copier) refunds(ctx context.Context, h *history.History) error {
	columns := []string{"id", "payment_id", "amount_minor", "currency", "reason", "status", "requested_by", "created_at", "updated_at"}
	return c.table(ctx, "refunds", columns, func(yield func(row) bool) {
		for _, p := range paid(h) {
			for _, r := range p.Refunds {
				if !yield(row{key(r.ID), key(p.ID), r.Minor, h.Pricing.Currency, r.Reason, "succeeded", r.RequestedBy, utc(r.At), utc(r.DoneAt)}) {
					return
				}
			}
		}
	})
}

// transactions writes the ledger of the payments.
func (c *copier) transactions(ctx context.Context, h *history.History) error {
	columns := []string{"id", "payment_id", "refund_id", "kind", "amount_minor", "currency", "created_at"}
	return c.table(ctx, "payment_transactions", columns, func(yield func(row) bool) {
		for o, p := range paid(h) {
			write := func(id, refund any, kind string, minor int64, at time.Time) bool {
				return yield(row{id, key(p.ID), refund, kind, minor, h.Pricing.Currency, utc(at)})
			}
			if p.Status == "declined" {
				if !write(key(p.Authorize), nil, "decline", o.Total, p.DecidedAt) {
					return
				}
				continue
			}
			if !write(key(p.Authorize), nil, "authorize", o.Total, p.DecidedAt) || !write(key(p.Capture), nil, "capture", o.Total, p.DecidedAt) {
				return
			}
			for _, r := range p.Refunds {
				if !write(key(r.Transaction), key(r.ID), "refund", r.Minor, r.DoneAt) {
					return
				}
			}
		}
	})
}

// charges writes what the simulated card gateway keeps of them: it must know a payment that is refunded later.
func (c *copier) charges(ctx context.Context, h *history.History) error {
	columns := []string{"reference", "outcome", "decline_code", "amount_minor", "currency", "decided_at"}
	return c.table(ctx, "card_gateway_charges", columns, func(yield func(row) bool) {
		for o, p := range paid(h) {
			values := row{key(p.ID), "approved", nil, o.Total, h.Pricing.Currency, utc(p.DecidedAt)}
			switch {
			case p.DeclineCode == "gateway_timeout":
				// The gateway never decided: payment-service gave the reference up.
				values = row{key(p.ID), "cancelled", nil, nil, nil, utc(p.DecidedAt)}
			case p.Status == "declined":
				values[1], values[2] = "declined", p.DeclineCode
			}
			if !yield(values) {
				return
			}
		}
	})
}

func (c *copier) gatewayRefunds(ctx context.Context, h *history.History) error {
	columns := []string{"reference", "charge_reference", "amount_minor", "refunded_at"}
	return c.table(ctx, "card_gateway_refunds", columns, func(yield func(row) bool) {
		for _, p := range paid(h) {
			for _, r := range p.Refunds {
				if !yield(row{key(r.ID), key(p.ID), r.Minor, utc(r.DoneAt)}) {
					return
				}
			}
		}
	})
}
