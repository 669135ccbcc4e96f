package http

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"oms-lab/contracts/openapi"

	"oms-lab/order-service/telemetry"
)

const checkTimeout = time.Second

func health(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) }

// ready asks each dependency and names those that fail. The other services are not asked:
// without them orders are still taken, and finished later. So it is without the broker, but
// people want to know.
func (a *API) ready(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), checkTimeout)
	defer cancel()
	checks := gin.H{}
	a.check(ctx, a.Told, checks)
	code, status := http.StatusOK, "ready"
	if !a.check(ctx, a.Needed, checks) {
		code, status = http.StatusServiceUnavailable, "unavailable"
	}
	c.JSON(code, gin.H{"status": status, "checks": checks})
}

func (a *API) check(ctx context.Context, dependencies map[string]func(context.Context) error, checks gin.H) (all bool) {
	all = true
	for name, check := range dependencies {
		checks[name] = "ok"
		if err := check(ctx); err != nil {
			a.Log.DebugContext(ctx, name+" is not ready", "error", err.Error())
			checks[name], all = "does not answer", false
		}
	}
	return all
}

// metrics answers OpenMetrics, and so exemplars, to whoever accepts it.
func (a *API) metrics() gin.HandlerFunc {
	return gin.WrapH(promhttp.HandlerFor(a.Metrics.Registry, promhttp.HandlerOpts{EnableOpenMetrics: true}))
}

// description answers the OpenAPI description of this service.
func description(c *gin.Context) {
	text, err := openapi.Files.ReadFile(telemetry.Service + ".yaml")
	if err != nil { // it is part of the program
		panic(err)
	}
	c.Header("Cache-Control", "no-cache")
	c.Data(http.StatusOK, "application/yaml", text)
}
