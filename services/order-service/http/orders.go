package http

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/order-service/order"
	"oms-lab/order-service/problem"
)

const jsonType = "application/json; charset=utf-8"

// getOrder answers one order with its version as ETag.
func (a *API) getOrder(c *gin.Context) error {
	o, err := a.visibleOrder(c)
	if err != nil {
		return err
	}
	c.Header("ETag", etag(o.Version))
	if names(c.Request.Header["If-None-Match"], etag(o.Version)) {
		c.Status(http.StatusNotModified)
		return nil
	}
	c.Data(http.StatusOK, jsonType, document(o))
	return nil
}

// visibleOrder reads the order of the path. Another customer's is as good as not there.
func (a *API) visibleOrder(c *gin.Context) (*order.Order, error) {
	id, ok := parseUUID(c.Param("id"))
	if !ok {
		p := problem.New(problem.NotFound, "There is no such order.")
		p.Errors = []order.FieldError{{Field: "id", Message: "is not a UUID"}}
		return nil, p
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

// document is the order's JSON. Its types cannot fail to marshal.
func document(o *order.Order) []byte {
	b, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	return b
}
