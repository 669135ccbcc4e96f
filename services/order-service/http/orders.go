package http

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/order-service/auth"
	"oms-lab/order-service/order"
	"oms-lab/order-service/postgres"
)

const (
	jsonType     = "application/json; charset=utf-8"
	defaultLimit = 50
	maxLimit     = 200
)

// getOrder answers one order with its version as ETag.
func (a *API) getOrder(c *gin.Context) error {
	o, err := a.visibleOrder(c)
	if err != nil {
		return err
	}
	etag := fmt.Sprintf(`"%d"`, o.Version)
	c.Header("ETag", etag)
	if c.GetHeader("If-None-Match") == etag {
		c.Status(http.StatusNotModified)
		return nil
	}
	c.Data(http.StatusOK, jsonType, document(o))
	return nil
}

// listOrders answers the newest orders: a customer's own, or everybody's for staff.
func (a *API) listOrders(c *gin.Context) error {
	filter, err := readFilter(c)
	if err != nil {
		return err
	}
	limit := filter.Limit
	filter.Limit++ // one more tells whether there is a next page
	orders, err := a.DB.List(c.Request.Context(), filter)
	if err != nil {
		return err
	}
	page := struct {
		Items      []*order.Order `json:"items"`
		NextCursor *string        `json:"next_cursor"`
	}{Items: orders}
	if len(orders) > limit {
		page.Items = orders[:limit]
		next := writeCursor(orders[limit-1])
		page.NextCursor = &next
	}
	if page.Items == nil {
		page.Items = []*order.Order{}
	}
	c.JSON(http.StatusOK, page)
	return nil
}

// cancelOrder cancels and compensates.
func (a *API) cancelOrder(c *gin.Context) error {
	o, err := a.visibleOrder(c)
	if err != nil {
		return err
	}
	o, err = a.Saga.Cancel(c.Request.Context(), o.ID, actor(caller(c)), "cancelled_on_request")
	if err != nil {
		return err
	}
	trace.SpanFromContext(c.Request.Context()).SetAttributes(attribute.String("oms.order.status", string(o.Status)))
	c.Header("ETag", fmt.Sprintf(`"%d"`, o.Version))
	c.Data(http.StatusOK, jsonType, document(o))
	return nil
}

// orderEvents answers the history of one order, oldest first.
func (a *API) orderEvents(c *gin.Context) error {
	o, err := a.visibleOrder(c)
	if err != nil {
		return err
	}
	history, err := a.DB.History(c.Request.Context(), o.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"items": history})
	return nil
}

// visibleOrder reads the order of the path. Another customer's is as good as not there.
func (a *API) visibleOrder(c *gin.Context) (*order.Order, error) {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return nil, order.ErrNotFound
	}
	trace.SpanFromContext(c.Request.Context()).SetAttributes(attribute.String("oms.order.id", id.String()))
	o, err := a.DB.Get(c.Request.Context(), id)
	if err != nil {
		return nil, err
	}
	if who := caller(c); !who.SeesAll() && o.CustomerID != who.ID {
		return nil, order.ErrNotFound
	}
	return o, nil
}

func readFilter(c *gin.Context) (postgres.Filter, error) {
	f := postgres.Filter{Limit: defaultLimit}
	who := caller(c)
	if !who.SeesAll() {
		f.CustomerID = &who.ID
	}
	if v := c.Query("customer_id"); v != "" {
		id, err := uuid.Parse(v)
		if err != nil {
			return f, order.Invalid("customer_id", "must be a UUID")
		}
		if who.SeesAll() {
			f.CustomerID = &id
		}
	}
	if v := c.Query("status"); v != "" {
		for s := range strings.SplitSeq(v, ",") {
			if !order.Status(s).Valid() {
				return f, order.Invalid("status", "is not a status of orders")
			}
			f.Statuses = append(f.Statuses, order.Status(s))
		}
	}
	if v, given := c.GetQuery("limit"); given {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > maxLimit {
			return f, order.Invalid("limit", fmt.Sprintf("must be a whole number from 1 to %d", maxLimit))
		}
		f.Limit = n
	}
	if v := c.Query("cursor"); v != "" {
		after, ok := readCursor(v)
		if !ok {
			return f, order.Invalid("cursor", "is not one that a list has answered")
		}
		f.After = &after
	}
	return f, nil
}

// A cursor is the place of the last order of a page; callers must not look inside.
func writeCursor(o *order.Order) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%s", o.CreatedAt.UnixMicro(), o.ID))
}

func readCursor(s string) (p postgres.Position, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return p, false
	}
	at, id, _ := strings.Cut(string(raw), ".")
	micros, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return p, false
	}
	p.CreatedAt = time.UnixMicro(micros).UTC()
	p.ID, err = uuid.Parse(id)
	return p, err == nil
}

// actor names a caller in an order's history by the most powerful role.
func actor(who auth.Caller) order.Actor {
	role := auth.Customer
	for _, r := range []auth.Role{auth.Operator, auth.Admin} {
		if who.HasAny(r) {
			role = r
		}
	}
	return order.Actor{Role: string(role), ID: who.ID.String()}
}

// document is the order's JSON. Its types cannot fail to marshal.
func document(o *order.Order) []byte {
	b, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	return b
}
