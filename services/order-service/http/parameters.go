package http

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"oms-lab/order-service/order"
)

// parameters are those of the query that an endpoint knows.
type parameters map[string]string

// readParameters is strict where Gin is silent: what is repeated, empty or not text is an error that
// names it. Parameters that the endpoint does not know are ignored.
func readParameters(c *gin.Context, known ...string) (parameters, error) {
	given := parameters{}
	for pair := range strings.SplitSeq(c.Request.URL.RawQuery, "&") {
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil || !slices.Contains(known, name) {
			continue
		}
		if _, before := given[name]; before {
			return nil, order.Invalid(name, "must be given once")
		}
		value, err := url.QueryUnescape(rawValue)
		switch {
		case err != nil, !utf8.ValidString(value), strings.ContainsRune(value, 0):
			return nil, order.Invalid(name, "is not text")
		case value == "":
			return nil, order.Invalid(name, "must not be empty")
		}
		given[name] = value
	}
	return given, nil
}

func (p parameters) limit() (int, error) {
	v, given := p["limit"]
	if !given {
		return defaultLimit, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || strconv.Itoa(n) != v || n < 1 || n > maxLimit {
		return 0, order.Invalid("limit", fmt.Sprintf("must be a whole number from 1 to %d", maxLimit))
	}
	return n, nil
}

func (p parameters) uuid(name string) (*uuid.UUID, error) {
	v, given := p[name]
	if !given {
		return nil, nil
	}
	id, ok := parseUUID(v)
	if !ok {
		return nil, order.Invalid(name, "must be a UUID")
	}
	return &id, nil
}

func (p parameters) oneOf(name string, values ...string) (string, error) {
	v, given := p[name]
	if !given {
		return values[0], nil
	}
	if !slices.Contains(values, v) {
		return "", order.Invalid(name, "must be one of: "+strings.Join(values, " "))
	}
	return v, nil
}

// span reads from and to; nil is what is not given.
func (p parameters) span() (from, to *time.Time, err error) {
	if from, err = p.moment("from"); err != nil {
		return nil, nil, err
	}
	if to, err = p.moment("to"); err != nil {
		return nil, nil, err
	}
	if from != nil && to != nil && !from.Before(*to) {
		return nil, nil, order.Invalid("to", "must be later than from")
	}
	return from, to, nil
}

var momentPattern = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2}))?$`)

// moment reads an RFC 3339 timestamp, or a date: then the beginning of that day in UTC.
func (p parameters) moment(name string) (*time.Time, error) {
	v, given := p[name]
	if !given {
		return nil, nil
	}
	layout := time.RFC3339
	if len(v) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	t, err := time.Parse(layout, v)
	if err != nil || !momentPattern.MatchString(v) {
		return nil, order.Invalid(name, "must be an RFC 3339 timestamp or date that exists")
	}
	t = t.UTC()
	return &t, nil
}

// parseUUID takes the usual form only, of the several that the library understands.
func parseUUID(s string) (uuid.UUID, bool) {
	id, err := uuid.Parse(s)
	return id, err == nil && len(s) == len(uuid.Nil.String())
}
