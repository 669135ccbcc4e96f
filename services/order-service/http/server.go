// Package http is the service's HTTP interface: a table of routes, and one file per resource.
package http

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"go.opentelemetry.io/contrib/instrumentation/github.com/gin-gonic/gin/otelgin"

	"oms-lab/order-service/auth"
	"oms-lab/order-service/postgres"
	"oms-lab/order-service/problem"
	"oms-lab/order-service/saga"
	"oms-lab/order-service/telemetry"
)

const (
	requestTimeout = 12 * time.Second
	maxBody        = 1 << 20
)

// API serves orders.
type API struct {
	DB       *postgres.DB
	Saga     *saga.Saga
	Verifier *auth.Verifier
	Metrics  *telemetry.Metrics
	Log      *slog.Logger
	// Needed and Told are the dependencies that GET /ready asks, by name; only without those that
	// are needed the service is not ready.
	Needed, Told map[string]func(context.Context) error
}

// Server makes an HTTP server for the API, with limits on what a slow client can hold.
func (a *API) Server(addr string) *http.Server {
	return &http.Server{
		Addr:              addr,
		Handler:           a.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       75 * time.Second,
		ErrorLog:          slog.NewLogLogger(a.Log.Handler(), slog.LevelWarn),
	}
}

// Handler is the table of routes.
func (a *API) Handler() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.ContextWithFallback = true
	_ = e.SetTrustedProxies(nil) // only a malformed list is an error

	tracing := otelgin.Middleware(telemetry.Service, otelgin.WithFilter(traced), otelgin.WithSpanNameFormatter(spanName))
	e.Use(requestID, tracing, a.observe, a.recover, deadline)
	e.NoRoute(a.handle(func(*gin.Context) error { return problem.New(problem.NotFound, "There is no such route.") }))
	e.NoMethod(a.handle(noMethod))

	e.GET("/health", health)
	e.GET("/ready", a.ready)
	e.GET("/metrics", a.metrics())
	e.GET("/openapi.yaml", description)

	anyone := a.require(auth.Customer, auth.Operator, auth.Admin, auth.Service)
	people := a.require(auth.Customer, auth.Operator, auth.Admin)
	staff := a.require(auth.Operator, auth.Admin)
	orders := e.Group("/api/v1/orders")
	orders.POST("", people, a.handle(a.createOrder))
	orders.GET("", people, a.handle(a.listOrders))
	orders.GET("/stats", people, a.handle(a.orderStats))
	orders.GET("/pricing", anyone, a.handle(pricing))
	orders.GET("/:id", people, a.handle(a.getOrder))
	orders.PUT("/:id", people, a.handle(a.updateOrder))
	orders.DELETE("/:id", people, a.handle(a.cancelOrder))
	orders.POST("/:id/status", staff, a.handle(a.changeStatus))
	orders.GET("/:id/events", people, a.handle(a.orderEvents))
	for _, path := range readOnly {
		e.Match([]string{http.MethodPut, http.MethodDelete}, path, a.handle(noMethod))
	}
	return e
}

// readOnly are the paths that would be taken for those of an order by the methods that they lack.
var readOnly = []string{"/api/v1/orders/stats", "/api/v1/orders/pricing"}

func noMethod(c *gin.Context) error {
	if slices.Contains(readOnly, c.Request.URL.Path) {
		c.Header("Allow", http.MethodGet)
	}
	return problem.New(problem.MethodNotAllowed, "The route does not have this method; see the Allow header.")
}

// handle makes a gin handler of one that returns its error.
func (a *API) handle(fn func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := fn(c); err != nil {
			a.fail(c, err)
		}
	}
}

// statusClosed is nginx's code for a client that went away before it had an answer: nobody's error.
const statusClosed = 499

// fail answers with the problem for err; a fault on our side is logged here, once.
func (a *API) fail(c *gin.Context, err error) {
	p := problem.From(err)
	ctx := c.Request.Context()
	if errors.Is(ctx.Err(), context.Canceled) {
		c.AbortWithStatus(statusClosed)
		return
	}
	if p.Status() >= http.StatusInternalServerError {
		a.Log.ErrorContext(ctx, "the request failed: "+p.Detail, "error", err.Error(), "request_id", telemetry.RequestID(ctx))
		c.Set(failureKey, err)
	}
	if p.Code == problem.Unauthorized {
		c.Header("WWW-Authenticate", "Bearer")
	}
	c.Abort()
	c.Data(p.Status(), problem.ContentType, p.Document(c.Request.URL.Path, telemetry.TraceID(ctx)))
}
