package http

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"oms-lab/order-service/order"
	"oms-lab/order-service/postgres"
)

const (
	defaultLimit = 50
	maxLimit     = 200
	maxQuery     = 100 // characters
)

var listParameters = []string{"status", "customer_id", "q", "from", "to", "sort", "limit", "cursor"}

// listOrders answers a page of orders: of a customer's own, or of everybody's for staff.
func (a *API) listOrders(c *gin.Context) error {
	given, err := readParameters(c, listParameters...)
	if err != nil {
		return err
	}
	filter, err := readFilter(given)
	if err != nil {
		return err
	}
	page := struct {
		Items      []*order.Order `json:"items"`
		NextCursor *string        `json:"next_cursor"`
	}{Items: []*order.Order{}}
	if who := caller(c); !who.SeesAll() {
		if filter.CustomerID != nil && *filter.CustomerID != who.ID {
			c.JSON(http.StatusOK, page) // others' orders are not there
			return nil
		}
		filter.CustomerID = &who.ID
	}
	limit := filter.Limit
	filter.Limit++ // one more tells whether there is a next page
	orders, err := a.DB.List(c.Request.Context(), filter)
	if err != nil {
		return err
	}
	page.Items = append(page.Items, orders[:min(limit, len(orders))]...)
	if len(orders) > limit {
		next := writeCursor(orders[limit-1], filter.Sort, given)
		page.NextCursor = &next
	}
	c.JSON(http.StatusOK, page)
	return nil
}

func readFilter(given parameters) (f postgres.Filter, err error) {
	if f.Limit, err = given.limit(); err != nil {
		return f, err
	}
	if f.CustomerID, err = given.uuid("customer_id"); err != nil {
		return f, err
	}
	if f.From, f.To, err = given.span(); err != nil {
		return f, err
	}
	if v, ok := given["status"]; ok {
		for s := range strings.SplitSeq(v, ",") {
			if !order.Status(s).Valid() {
				return f, order.Invalid("status", "is not a list of statuses of orders")
			}
			f.Statuses = append(f.Statuses, order.Status(s))
		}
		if len(f.Statuses) > len(order.Statuses) {
			return f, order.Invalid("status", "takes each status once")
		}
	}
	if v, ok := given["q"]; ok {
		if utf8.RuneCountInString(v) > maxQuery {
			return f, order.Invalid("q", "must have at most 100 characters")
		}
		f.Search = postgres.NewSearch(v)
	}
	sort, err := given.oneOf("sort", "-created_at", "created_at", "-total", "total")
	if err != nil {
		return f, err
	}
	f.Sort = postgres.Sort{ByTotal: strings.HasSuffix(sort, "total"), Ascending: sort[0] != '-'}
	if v, ok := given["cursor"]; ok {
		if f.After, ok = readCursor(v, f.Sort, given); !ok {
			return f, order.Invalid("cursor", "is not one that this list has answered")
		}
	}
	return f, nil
}

// A cursor is the place of the last order of a page, bound to the filters of the list; callers
// must not look inside.
const cursorSize = 8 + 16 + 8 // what the list is sorted by, the id, the filters

func writeCursor(o *order.Order, sort postgres.Sort, given parameters) string {
	value := o.CreatedAt.UnixMicro()
	if sort.ByTotal {
		value = o.Total.AmountMinor
	}
	raw := binary.BigEndian.AppendUint64(nil, uint64(value)) //nolint:gosec // read back the same way
	return base64.RawURLEncoding.EncodeToString(append(append(raw, o.ID[:]...), fingerprint(given)...))
}

func readCursor(s string, sort postgres.Sort, given parameters) (*postgres.Position, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != cursorSize || !slices.Equal(raw[24:], fingerprint(given)) {
		return nil, false
	}
	p := &postgres.Position{ID: [16]byte(raw[8:24])}
	value := int64(binary.BigEndian.Uint64(raw)) //nolint:gosec // written the same way
	if sort.ByTotal {
		p.TotalMinor = value
		return p, true
	}
	p.CreatedAt = time.UnixMicro(value).UTC()
	year := p.CreatedAt.Year()
	return p, year > 0 && year < 10_000 // what the database can compare
}

// fingerprint stands for the filters of a list; how long its pages are does not matter.
func fingerprint(given parameters) []byte {
	var filters []string
	for _, name := range listParameters {
		if name != "limit" && name != "cursor" {
			filters = append(filters, given[name])
		}
	}
	canonical, err := json.Marshal(filters)
	if err != nil { // strings cannot fail to marshal
		panic(err)
	}
	hash := sha256.Sum256(canonical)
	return hash[:8]
}
