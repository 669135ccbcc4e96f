package e2e

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/uuid"
	"github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// callers are the columns of contracts/authorization.md and the role that each has.
var callers = []struct{ name, role string }{
	{"nobody", ""}, {"customer A", "customer"}, {"customer B", "customer"}, {"operator", "operator"}, {"admin", "admin"}, {"service", "service"},
}

// verdict is a cell: the status, and whether it holds for what is somebody else's only.
type verdict struct {
	status    int
	ownIsFine bool
}

// right is a row: one endpoint and what each caller gets.
type right struct {
	method, path string
	direct       bool
	verdicts     []verdict
}

func (r right) String() string { return r.method + " " + r.path }

var (
	rightsRow = regexp.MustCompile("^\\| `([A-Z]+) ([^`]+)`[^|]*\\| (gateway|direct) \\|(.+)\\|$")
	cell      = regexp.MustCompile(`^(\d{3})( \\\*)?$`)
)

// rights reads the table.
func rights(t *testing.T) []right {
	t.Helper()
	content, err := os.ReadFile("../../contracts/authorization.md")
	require.NoError(t, err)
	var all []right
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		match := rightsRow.FindStringSubmatch(line)
		if match == nil {
			require.False(t, strings.HasPrefix(line, "| `"), "a row that is none: %s", line)
			continue
		}
		r := right{method: match[1], path: match[2], direct: match[3] == "direct"}
		for text := range strings.SplitSeq(match[4], "|") {
			parts := cell.FindStringSubmatch(strings.TrimSpace(text))
			require.NotNil(t, parts, "%s has a cell that is no status: %q", r, text)
			status, _ := strconv.Atoi(parts[1])
			r.verdicts = append(r.verdicts, verdict{status, parts[2] != ""})
		}
		require.Len(t, r.verdicts, len(callers), r.String())
		require.False(t, slices.ContainsFunc(all, func(o right) bool { return o.String() == r.String() }), "%s has two rows", r)
		all = append(all, r)
	}
	return all
}

// described is what an OpenAPI file says of one operation.
type described struct {
	service string
	Roles   []string `yaml:"x-roles"`
}

// describedOperations are the operations of the five OpenAPI files, by method and path; those that every
// service has, once.
func describedOperations(t *testing.T) map[string]described {
	t.Helper()
	all := map[string]described{}
	for service := range services {
		content, err := os.ReadFile(filepath.Join("../../contracts/openapi", service+".yaml"))
		require.NoError(t, err)
		var file struct {
			Paths map[string]map[string]yaml.Node `yaml:"paths"`
		}
		require.NoError(t, yaml.Unmarshal(content, &file))
		for path, item := range file.Paths {
			for method, node := range item {
				if !slices.Contains([]string{"get", "put", "post", "delete", "patch", "head", "options", "trace"}, method) {
					continue
				}
				o := described{service: service}
				require.NoError(t, node.Decode(&o))
				all[strings.ToUpper(method)+" "+path] = o
			}
		}
	}
	return all
}

// Every endpoint has a row, every row an endpoint, and what a row says of a role is what x-roles says.
func TestTheRightsFitTheOpenAPIFiles(t *testing.T) {
	operations := describedOperations(t)
	rows := map[string]bool{}
	for _, r := range rights(t) {
		rows[r.String()] = true
		o, known := operations[r.String()]
		if !assert.True(t, known, "%s is in no OpenAPI file", r) {
			continue
		}
		for i, caller := range callers {
			v := r.verdicts[i]
			switch {
			case slices.Contains(o.Roles, "anyone"):
				assert.NotContains(t, []int{401, 403}, v.status, "%s: anyone may, but not %s", r, caller.name)
			case caller.role == "":
				assert.Equal(t, http.StatusUnauthorized, v.status, "%s without a token", r)
			case slices.Contains(o.Roles, caller.role):
				assert.NotEqual(t, http.StatusUnauthorized, v.status, "%s: %s", r, caller.name)
				assert.Equal(t, v.status == http.StatusForbidden, v.ownIsFine, "%s: %s has a role of x-roles", r, caller.name)
			default:
				assert.Equal(t, verdict{http.StatusForbidden, false}, v, "%s: %s has no role of x-roles", r, caller.name)
			}
		}
	}
	for operation := range operations {
		assert.True(t, rows[operation], "%s has no row", operation)
	}
}

// Each caller gets what the table says, with a request that is right in every other way.
func TestEverybodyMayDoWhatTheTableSays(t *testing.T) {
	s := newScene(t)
	operations := describedOperations(t)
	for _, r := range rights(t) {
		t.Run(r.String(), func(t *testing.T) {
			for i, caller := range callers {
				t.Run(caller.name, func(t *testing.T) {
					by := actor{caller.name, caller.role, s.people[i]}
					for _, base := range s.bases(r, operations) {
						s.try(t, r, base, by, r.verdicts[i].status)
					}
					if r.direct && strings.HasPrefix(r.path, "/api/") {
						s.try(t, r, gateway(), by, http.StatusNotFound)
					}
				})
			}
		})
	}
}

// actor is who sends a request.
type actor struct {
	name, role string
	person
}

// scene is what the requests are about.
type scene struct {
	// people are those of callers; the first is nobody.
	people       []person
	owner, boss  person
	service      string
	sku          string
	order        order
	notification string
	broker       *amqp091.Channel
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{owner: newCustomer(t), boss: admin(t), service: serviceToken(t)}
	s.people = []person{{}, s.owner, newCustomer(t), s.promoted(t, "operator"), s.promoted(t, "admin"), {token: s.service}}
	s.sku = newProduct(t, 1990, map[string]int{"BER": 1000})
	s.order = buy(t, s.owner, s.sku, 1)
	s.notification = s.sent(t)
	connection, err := amqp091.Dial(os.Getenv("TEST_RABBITMQ_URL"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.Close() })
	s.broker, err = connection.Channel()
	require.NoError(t, err)
	require.NoError(t, s.broker.Confirm(false))
	return s
}

// promoted is somebody whom no other test knows, with a role.
func (s *scene) promoted(t *testing.T, role string) person {
	t.Helper()
	p := newCustomer(t)
	if role == "customer" {
		return p
	}
	a := call{method: http.MethodPatch, url: gateway() + "/api/v1/users/" + p.ID, token: s.boss.token, body: map[string]string{"role": role}}.do(t)
	require.Equal(t, http.StatusOK, a.status, string(a.body))
	return signIn(t, p.Email)
}

// sent waits until the owner has a notification that was sent.
func (s *scene) sent(t *testing.T) (id string) {
	t.Helper()
	eventually(t, 30*time.Second, func(c *assert.CollectT) {
		page := get[struct {
			Items []struct {
				ID string `json:"id"`
			} `json:"items"`
		}](c, s.owner.token, gateway()+"/api/v1/notifications?status=sent")
		require.NotEmpty(c, page.Items)
		id = page.Items[0].ID
	})
	return id
}

// bases are where a row is tried: through the gateway, or at the service; what every service has, at each.
func (s *scene) bases(r right, operations map[string]described) []string {
	switch {
	case !r.direct:
		return []string{gateway()}
	case strings.HasPrefix(r.path, "/api/"):
		return []string{at(services[operations[r.String()].service])}
	}
	var all []string
	for _, port := range services {
		all = append(all, at(port))
	}
	return all
}

var pathParameter = regexp.MustCompile(`\\\{[^}]+\\\}`)

// try sends one request and checks its answer.
func (s *scene) try(t *testing.T, r right, base string, by actor, status int) {
	t.Helper()
	if r.path == "/ws" {
		require.Equal(t, status, handshake(t, base, by.token))
		return
	}
	c := call{token: by.token, url: r.path}
	if prepare := preparations[r.String()]; prepare != nil {
		c = prepare(t, s, by)
	}
	path := c.url
	template := "^" + pathParameter.ReplaceAllString(regexp.QuoteMeta(r.path), "[^/]+") + "$"
	require.Regexp(t, template, path, "the request is not one to this endpoint")
	c.method, c.url = r.method, base+path
	a := c.do(t)
	switch status {
	case http.StatusUnauthorized:
		problemOf(t, a, "unauthorized", path)
	case http.StatusForbidden:
		problemOf(t, a, "forbidden", path)
	case http.StatusNotFound:
		problemOf(t, a, "not_found", path)
	default:
		require.Equal(t, status, a.status, "%s %s: %.500s", c.method, c.url, a.body)
	}
}

func handshake(t *testing.T, base, token string) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	protocols := []string{"oms.v1"}
	if token != "" {
		protocols = append(protocols, token)
	}
	connection, response, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(base, "http")+"/ws", &websocket.DialOptions{Subprotocols: protocols})
	if err == nil {
		_ = connection.CloseNow()
	}
	require.NotNil(t, response, "%v", err)
	return response.StatusCode
}

// preparation makes a valid request of an actor: its path, body and headers, and things that it needs.
type preparation func(t *testing.T, s *scene, by actor) call

// fixed is a preparation whose path does not change.
func fixed(path func(s *scene) string) preparation {
	return func(_ *testing.T, s *scene, by actor) call { return call{url: path(s), token: by.token} }
}

func keyed(c call) call {
	c.header = map[string]string{"Idempotency-Key": uuid.NewString()}
	return c
}

// preparations are for the endpoints that need more than a path and a token.
var preparations = map[string]preparation{
	"POST /api/v1/orders": func(_ *testing.T, s *scene, by actor) call {
		return keyed(call{url: "/api/v1/orders", token: by.token, body: wish(s.sku, 1, "tok_visa")})
	},
	"GET /api/v1/orders/{id}":        fixed(func(s *scene) string { return "/api/v1/orders/" + s.order.ID }),
	"GET /api/v1/orders/{id}/events": fixed(func(s *scene) string { return "/api/v1/orders/" + s.order.ID + "/events" }),
	"PUT /api/v1/orders/{id}": func(t *testing.T, s *scene, by actor) call {
		path := "/api/v1/orders/" + buy(t, s.owner, s.sku, 1).ID
		current := call{method: http.MethodGet, url: gateway() + path, token: s.owner.token}.do(t)
		return call{url: path, token: by.token, body: map[string]any{"note": "ring twice"},
			header: map[string]string{"If-Match": current.header.Get("ETag")}}
	},
	"DELETE /api/v1/orders/{id}": func(t *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/orders/" + buy(t, s.owner, s.sku, 1).ID, token: by.token}
	},
	"POST /api/v1/orders/{id}/status": func(t *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/orders/" + buy(t, s.owner, s.sku, 1).ID + "/status", token: by.token, body: map[string]any{"status": "processing"}}
	},

	"GET /api/v1/inventory/{sku}":           fixed(func(s *scene) string { return "/api/v1/inventory/" + s.sku }),
	"GET /api/v1/inventory/{sku}/movements": fixed(func(s *scene) string { return "/api/v1/inventory/" + s.sku + "/movements" }),
	"POST /api/v1/inventory/products": func(_ *testing.T, _ *scene, by actor) call {
		return keyed(call{url: "/api/v1/inventory/products", token: by.token, body: map[string]any{"sku": "AUT-" + strings.ToUpper(uuid.NewString()[24:]),
			"name": "Who may add me", "category": "audio", "price": amount{990, "EUR"}, "reorder_level": 0}})
	},
	"PATCH /api/v1/inventory/products/{sku}": func(_ *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/inventory/products/" + s.sku, token: by.token, body: map[string]any{"name": "Renamed by " + by.name}}
	},
	"POST /api/v1/inventory/adjust": func(_ *testing.T, s *scene, by actor) call {
		return keyed(call{url: "/api/v1/inventory/adjust", token: by.token,
			body: map[string]any{"sku": s.sku, "warehouse": "BER", "delta": 1, "reason": "found behind the shelf"}})
	},
	"POST /api/v1/inventory/reserve": func(_ *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/inventory/reserve", token: by.token, body: s.reservation(uuid.NewString())}
	},
	"POST /api/v1/inventory/commit":  reserved("/api/v1/inventory/commit"),
	"POST /api/v1/inventory/release": reserved("/api/v1/inventory/release"),

	"POST /api/v1/payments": func(_ *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/payments", token: by.token, body: map[string]any{"order_id": uuid.NewString(), "customer_id": s.owner.ID,
			"amount": amount{100, "EUR"}, "method": map[string]string{"type": "card", "token": "tok_visa"}}}
	},
	"GET /api/v1/payments/{id}":              fixed(func(s *scene) string { return "/api/v1/payments/" + *s.order.PaymentID }),
	"GET /api/v1/payments/order/{order_id}":  fixed(func(s *scene) string { return "/api/v1/payments/order/" + s.order.ID }),
	"GET /api/v1/payments/{id}/transactions": fixed(func(s *scene) string { return "/api/v1/payments/" + *s.order.PaymentID + "/transactions" }),
	"GET /api/v1/payments/{id}/refunds":      fixed(func(s *scene) string { return "/api/v1/payments/" + *s.order.PaymentID + "/refunds" }),
	"POST /api/v1/payments/{id}/refund": func(_ *testing.T, s *scene, by actor) call {
		return keyed(call{url: "/api/v1/payments/" + *s.order.PaymentID + "/refund", token: by.token,
			body: map[string]any{"amount": amount{1, "EUR"}, "reason": "a scratch"}})
	},

	"POST /api/v1/users/signing-keys/rotate": func(t *testing.T, _ *scene, by actor) call {
		nextKeyIsKnown(t)
		return call{url: "/api/v1/users/signing-keys/rotate", token: by.token}
	},
	"POST /api/v1/users/register": func(_ *testing.T, _ *scene, by actor) call {
		return call{url: "/api/v1/users/register", token: by.token, body: map[string]string{"email": "e2e-" + uuid.NewString() + "@oms.example",
			"password": os.Getenv("LAB_PASSWORD"), "name": "Who may register"}}
	},
	"POST /api/v1/users/login": func(_ *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/users/login", token: by.token, body: map[string]string{"email": s.owner.Email, "password": os.Getenv("LAB_PASSWORD")}}
	},
	"POST /api/v1/users/refresh": func(t *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/users/refresh", token: by.token, body: map[string]string{"refresh_token": session(t, s.owner).Refresh}}
	},
	"POST /api/v1/users/token": func(_ *testing.T, _ *scene, by actor) call {
		return call{url: "/api/v1/users/token", token: by.token,
			body: map[string]string{"client_id": "order-service", "client_secret": os.Getenv("ORDER_SERVICE_CLIENT_SECRET")}}
	},
	"POST /api/v1/users/logout": func(t *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/users/logout", token: s.another(t, by).token}
	},
	"POST /api/v1/users/me/password": func(t *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/users/me/password", token: s.another(t, by).token,
			body: map[string]string{"current_password": os.Getenv("LAB_PASSWORD"), "new_password": "observe-me-2"}}
	},
	"GET /api/v1/users/{id}": fixed(func(s *scene) string { return "/api/v1/users/" + s.owner.ID }),
	"PUT /api/v1/users/{id}": func(_ *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/users/" + s.owner.ID, token: by.token, body: map[string]string{"name": "End Toend"}}
	},
	"PATCH /api/v1/users/{id}": func(t *testing.T, _ *scene, by actor) call {
		return call{url: "/api/v1/users/" + newCustomer(t).ID, token: by.token, body: map[string]any{"role": "operator", "active": true}}
	},
	"GET /api/v1/users/{id}/sessions": fixed(func(s *scene) string { return "/api/v1/users/" + s.owner.ID + "/sessions" }),
	"DELETE /api/v1/users/{id}/sessions": func(t *testing.T, s *scene, by actor) call {
		target, token := s.target(t, by)
		return call{url: "/api/v1/users/" + target.ID + "/sessions", token: token}
	},
	"DELETE /api/v1/users/{id}/sessions/{session_id}": func(t *testing.T, s *scene, by actor) call {
		target, token := s.target(t, by)
		sessions := get[struct {
			Items []struct {
				ID string `json:"id"`
			} `json:"items"`
		}](t, target.token, gateway()+"/api/v1/users/me/sessions")
		require.NotEmpty(t, sessions.Items)
		return call{url: "/api/v1/users/" + target.ID + "/sessions/" + sessions.Items[0].ID, token: token}
	},

	"POST /api/v1/notifications/send": func(_ *testing.T, s *scene, by actor) call {
		return keyed(call{url: "/api/v1/notifications/send", token: by.token,
			body: map[string]string{"channel": "email", "recipient": s.owner.Email, "subject": "Who may write", "text": "Written by " + by.name}})
	},
	"GET /api/v1/notifications/{id}":        fixed(func(s *scene) string { return "/api/v1/notifications/" + s.notification }),
	"POST /api/v1/notifications/{id}/retry": fixed(func(s *scene) string { return "/api/v1/notifications/" + s.notification + "/retry" }),
	"GET /api/v1/notifications/preferences/{user_id}": fixed(func(s *scene) string {
		return "/api/v1/notifications/preferences/" + s.owner.ID
	}),
	"PUT /api/v1/notifications/preferences/{user_id}": func(_ *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/notifications/preferences/" + s.owner.ID, token: by.token,
			body: map[string]any{"language": "en", "email": true, "sms": true, "live": true}}
	},
	"POST /api/v1/notifications/dead-letters/{id}/replay": func(t *testing.T, s *scene, by actor) call {
		return call{url: "/api/v1/notifications/dead-letters/" + s.deadLetter(t) + "/replay", token: by.token}
	},
}

// reserved is a preparation with a reservation that can be committed or released.
func reserved(path string) preparation {
	return func(t *testing.T, s *scene, by actor) call {
		id := uuid.NewString()
		a := call{method: http.MethodPost, url: at("INVENTORY_SERVICE_PORT") + "/api/v1/inventory/reserve", token: s.service, body: s.reservation(id)}.do(t)
		require.Equal(t, http.StatusCreated, a.status, string(a.body))
		return call{url: path, token: by.token, body: map[string]string{"order_id": id}}
	}
}

func (s *scene) reservation(orderID string) map[string]any {
	return map[string]any{"order_id": orderID, "items": []any{map[string]any{"sku": s.sku, "quantity": 1}}}
}

// another is somebody new with the actor's role, for requests after which an account or session is not what it was.
func (s *scene) another(t *testing.T, by actor) person {
	t.Helper()
	if by.role == "" || by.role == "service" {
		return by.person
	}
	return s.promoted(t, by.role)
}

// target is a new customer A, and the token of the actor, who is that customer if they are customer A.
func (s *scene) target(t *testing.T, by actor) (target person, token string) {
	t.Helper()
	target = newCustomer(t)
	if by.name == "customer A" {
		return target, target.token
	}
	return target, by.token
}

// deadLetter puts an event among the dead letters of notification-service that nothing is wrong with, so that
// its replay is its end, and returns its id there.
func (s *scene) deadLetter(t *testing.T) string {
	t.Helper()
	id, event := uuid.NewString(), uuid.NewString()
	now := time.Now().UTC().Format(time.RFC3339)
	body := fmt.Sprintf(`{"specversion":"1.0","id":%q,"source":"/payment-service","type":"payment.captured","subject":%q,"time":%q,`+
		`"datacontenttype":"application/json","data":{"payment_id":%q,"order_id":%q,"customer_id":%q,`+
		`"amount":{"amount_minor":100,"currency":"EUR"},"method":"card","decline_code":null}}`,
		event, *s.order.PaymentID, now, *s.order.PaymentID, s.order.ID, s.owner.ID)
	confirmed, err := s.broker.PublishWithDeferredConfirmWithContext(t.Context(), "", "notification-service.events.dead", true, false,
		amqp091.Publishing{ContentType: "application/cloudevents+json", DeliveryMode: amqp091.Persistent, MessageId: event, Body: []byte(body),
			Headers: amqp091.Table{"x-routing-key": "payment.captured", "x-dead-letter-id": id, "x-error": "put there by a test", "x-dead-since": now}})
	require.NoError(t, err)
	ok, err := confirmed.WaitContext(t.Context())
	require.NoError(t, err)
	require.True(t, ok)
	return id
}
