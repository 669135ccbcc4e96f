// Package http is the service's HTTP interface: a table of routes, and one file per resource.
package http

import (
	"context"
	"log/slog"
	"net/http"
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
	// Checks are the dependencies that GET /ready asks, by name.
	Checks map[string]func(context.Context) error
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
	e.NoMethod(a.handle(func(*gin.Context) error {
		return problem.New(problem.MethodNotAllowed, "The route does not have this method; see the Allow header.")
	}))

	e.GET("/health", health)
	e.GET("/ready", a.ready)
	e.GET("/metrics", a.metrics())

	people := a.require(auth.Customer, auth.Operator, auth.Admin)
	orders := e.Group("/api/v1/orders", people)
	orders.POST("", a.handle(a.createOrder))
	orders.GET("", a.handle(a.listOrders))
	orders.GET("/:id", a.handle(a.getOrder))
	orders.DELETE("/:id", a.handle(a.cancelOrder))
	orders.GET("/:id/events", a.handle(a.orderEvents))
	return e
}

// handle makes a gin handler of one that returns its error.
func (a *API) handle(fn func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := fn(c); err != nil {
			a.fail(c, err)
		}
	}
}

// fail answers with the problem for err; a fault on our side is logged here, once.
func (a *API) fail(c *gin.Context, err error) {
	p := problem.From(err)
	ctx := c.Request.Context()
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
