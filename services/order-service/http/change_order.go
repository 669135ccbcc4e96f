package http

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/order-service/auth"
	"oms-lab/order-service/order"
	"oms-lab/order-service/problem"
)

// given tells a member that is null from one that is absent.
type given[T any] struct {
	here  bool
	value T
}

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (g *given[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	g.here = true
	return json.UnmarshalDecode(d, &g.value)
}

// updateOrder changes address and note of the version that If-Match names.
func (a *API) updateOrder(c *gin.Context) error {
	var body struct {
		ShippingAddress given[order.Address] `json:"shipping_address"`
		Note            given[*string]       `json:"note"`
	}
	if err := decode(c, &body); err != nil {
		return err
	}
	update := order.Update{SetNote: body.Note.here, Note: body.Note.value}
	if body.ShippingAddress.here {
		update.ShippingAddress = &body.ShippingAddress.value
	}
	if err := update.Validate(); err != nil {
		return err
	}
	o, err := a.visibleOrder(c)
	if err != nil {
		return err
	}
	expected := ifMatch(c)
	if expected == nil {
		return problem.New(problem.PreconditionFailed, "If-Match has to name the version that the change is based on.")
	}
	o, err = a.Saga.Amend(c.Request.Context(), o.ID, expected, actor(caller(c)), update)
	return answerChanged(c, o, err)
}

// cancelOrder cancels and compensates.
func (a *API) cancelOrder(c *gin.Context) error {
	o, err := a.visibleOrder(c)
	if err != nil {
		return err
	}
	o, err = a.Saga.Cancel(c.Request.Context(), o.ID, ifMatch(c), actor(caller(c)), "cancelled_on_request")
	return answerChanged(c, o, err)
}

// changeStatus takes an order to another status.
func (a *API) changeStatus(c *gin.Context) error {
	var change order.StatusChange
	if err := decode(c, &change); err != nil {
		return err
	}
	if err := change.Validate(); err != nil {
		return err
	}
	o, err := a.visibleOrder(c)
	if err != nil {
		return err
	}
	o, err = a.Saga.Move(c.Request.Context(), o.ID, ifMatch(c), actor(caller(c)), change)
	return answerChanged(c, o, err)
}

func answerChanged(c *gin.Context, o *order.Order, err error) error {
	if err != nil {
		return err
	}
	trace.SpanFromContext(c.Request.Context()).SetAttributes(attribute.String("oms.order.status", string(o.Status)))
	c.Header("ETag", etag(o.Version))
	c.Data(http.StatusOK, jsonType, document(o))
	return nil
}

func etag(version int) string { return strconv.Quote(strconv.Itoa(version)) }

// ifMatch is what the header says about the version (RFC 9110, section 13.1.1: a weak tag never
// matches); nil without the header.
func ifMatch(c *gin.Context) order.Expectation {
	tags, present := c.Request.Header["If-Match"]
	if !present {
		return nil
	}
	return func(version int) bool { return names(tags, etag(version)) }
}

// names says whether a list of entity tags has the tag, or any.
func names(tags []string, tag string) bool {
	for t := range strings.SplitSeq(strings.Join(tags, ","), ",") {
		if t = strings.TrimSpace(t); t == tag || t == "*" {
			return true
		}
	}
	return false
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
