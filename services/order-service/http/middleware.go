package http

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/order-service/auth"
	"oms-lab/order-service/problem"
	"oms-lab/order-service/telemetry"
)

const (
	callerKey  = "caller"
	failureKey = "failure"

	unmatched = "unmatched"
)

var (
	requestIDPattern = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
	paramPattern     = regexp.MustCompile(`:(\w+)`)
	operational      = []string{"/health", "/ready", "/metrics", "/openapi.yaml"}
	methods          = []string{
		http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodOptions, http.MethodConnect, http.MethodTrace,
	}
)

// requestID takes the caller's X-Request-Id or makes one, and answers it.
func requestID(c *gin.Context) {
	id := c.GetHeader("X-Request-Id")
	if !requestIDPattern.MatchString(id) {
		id = uuid.NewString()
	}
	c.Header("X-Request-Id", id)
	c.Request = c.Request.WithContext(telemetry.WithRequestID(c.Request.Context(), id))
	c.Next()
}

func traced(r *http.Request) bool { return !slices.Contains(operational, r.URL.Path) }

// template is the route as the contracts write it: /api/v1/orders/{id}.
func template(c *gin.Context) string {
	if c.FullPath() == "" {
		return unmatched
	}
	return paramPattern.ReplaceAllString(c.FullPath(), "{$1}")
}

// spanName is the method with the route, or alone when no route matches.
func spanName(c *gin.Context) string {
	if c.FullPath() == "" {
		return methodLabel(c.Request.Method)
	}
	return c.Request.Method + " " + template(c)
}

// methodLabel keeps invented methods out of label values and span names.
func methodLabel(method string) string {
	if slices.Contains(methods, method) {
		return method
	}
	return "_OTHER"
}

// observe measures each request and writes its one access line.
func (a *API) observe(c *gin.Context) {
	start := time.Now()
	a.Metrics.HTTPActive.Inc()
	defer a.Metrics.HTTPActive.Dec()
	c.Next()

	ctx, took := c.Request.Context(), time.Since(start)
	method, route, status := methodLabel(c.Request.Method), template(c), c.Writer.Status()
	telemetry.ObserveWithTrace(ctx, a.Metrics.HTTPDuration.WithLabelValues(method, route, strconv.Itoa(status)), took.Seconds())
	span := trace.SpanFromContext(ctx)
	if route != unmatched {
		span.SetAttributes(semconv.HTTPRoute(route)) // in place of Gin's notation
	}
	if failure, ok := c.Get(failureKey); ok {
		span.RecordError(failure.(error))
	}
	level := slog.LevelInfo
	if !traced(c.Request) {
		level = slog.LevelDebug
	}
	a.Log.Log(ctx, level, fmt.Sprintf("%s %s %d in %d ms", method, c.Request.URL.Path, status, took.Milliseconds()),
		"http_request_method", method, "http_route", route, "status", status, "duration_ms", took.Milliseconds(),
		"request_id", telemetry.RequestID(ctx), "url_path", c.Request.URL.Path)
}

// recover makes a problem of a panic.
func (a *API) recover(c *gin.Context) {
	defer func() {
		if r := recover(); r != nil {
			if err, ok := r.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(r)
			}
			a.Log.ErrorContext(c.Request.Context(), "panic in a handler", "error", fmt.Sprint(r), "stack", string(debug.Stack()))
			a.fail(c, fmt.Errorf("panic: %v", r))
		}
	}()
	c.Next()
}

// deadline bounds what a request may take; placing and cancelling bring a budget of their own.
func deadline(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), requestTimeout)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// require lets only callers through that have one of the roles.
func (a *API) require(roles ...auth.Role) gin.HandlerFunc {
	return func(c *gin.Context) {
		scheme, token, _ := strings.Cut(c.GetHeader("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
			a.fail(c, auth.ErrUnauthorized)
			return
		}
		caller, err := a.Verifier.Verify(c.Request.Context(), strings.TrimSpace(token))
		if err != nil {
			a.fail(c, err)
			return
		}
		if !caller.HasAny(roles...) {
			a.fail(c, problem.New(problem.Forbidden, "Your account does not have the role that this needs."))
			return
		}
		c.Set(callerKey, caller)
		c.Next()
	}
}

// caller is who was let through by require.
func caller(c *gin.Context) auth.Caller { return c.MustGet(callerKey).(auth.Caller) }
