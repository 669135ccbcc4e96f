package reconcile

import (
	"bytes"
	"iter"

	"github.com/google/uuid"
)

// stream yields rows in the order of their order's id, or one error at its end.
type stream[T any] = iter.Seq2[*T, error]

// cursor is a stream with a look at its next row.
type cursor[T any] struct {
	pull func() (*T, error, bool)
	stop func()
	key  func(*T) uuid.UUID
	row  *T
}

func open[T any](s stream[T], key func(*T) uuid.UUID) (*cursor[T], error) {
	pull, stop := iter.Pull2(s)
	c := &cursor[T]{pull: pull, stop: stop, key: key}
	return c, c.next()
}

// next moves on; the row is nil at the end.
func (c *cursor[T]) next() error {
	row, err, more := c.pull()
	if c.row = row; !more {
		c.row = nil
	}
	return err
}

// take returns the row of an order and moves on, or nil when the stream has none.
func (c *cursor[T]) take(id uuid.UUID) (*T, error) {
	if c.row == nil || c.key(c.row) != id {
		return nil, nil
	}
	row := c.row
	return row, c.next()
}

// least is the smaller of the id and that of the cursor's row.
func (c *cursor[T]) least(id *uuid.UUID) *uuid.UUID {
	if c.row == nil {
		return id
	}
	key := c.key(c.row)
	if id == nil || bytes.Compare(key[:], id[:]) < 0 {
		return &key
	}
	return id
}

// books are the four views of the same orders.
type books struct {
	orders       stream[order]
	reservations stream[reservation]
	payments     stream[payment]
	mails        stream[mail]
}

// each walks through all four at once, so that no more than a row of each is in memory. What a service does not know
// is nil.
func (b books) each(visit func(*order, *reservation, *payment, *mail)) error {
	orders, err := open(b.orders, func(o *order) uuid.UUID { return o.ID })
	defer orders.stop()
	if err != nil {
		return err
	}
	reservations, err := open(b.reservations, func(r *reservation) uuid.UUID { return r.OrderID })
	defer reservations.stop()
	if err != nil {
		return err
	}
	payments, err := open(b.payments, func(p *payment) uuid.UUID { return p.OrderID })
	defer payments.stop()
	if err != nil {
		return err
	}
	mails, err := open(b.mails, func(m *mail) uuid.UUID { return m.OrderID })
	defer mails.stop()
	if err != nil {
		return err
	}
	for {
		id := mails.least(payments.least(reservations.least(orders.least(nil))))
		if id == nil {
			return nil
		}
		o, err := orders.take(*id)
		if err != nil {
			return err
		}
		r, err := reservations.take(*id)
		if err != nil {
			return err
		}
		p, err := payments.take(*id)
		if err != nil {
			return err
		}
		m, err := mails.take(*id)
		if err != nil {
			return err
		}
		visit(o, r, p, m)
	}
}
