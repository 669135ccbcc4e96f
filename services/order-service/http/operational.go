package http

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const checkTimeout = time.Second

func health(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) }

// ready asks each dependency and names those that fail. The other services are not asked:
// without them orders are still taken, and finished later.
func (a *API) ready(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), checkTimeout)
	defer cancel()
	code, status, checks := http.StatusOK, "ready", gin.H{}
	for name, check := range a.Checks {
		checks[name] = "ok"
		if err := check(ctx); err != nil {
			a.Log.DebugContext(ctx, name+" is not ready", "error", err.Error())
			checks[name] = "does not answer"
			code, status = http.StatusServiceUnavailable, "unavailable"
		}
	}
	c.JSON(code, gin.H{"status": status, "checks": checks})
}

// metrics answers OpenMetrics, and so exemplars, to whoever accepts it.
func (a *API) metrics() gin.HandlerFunc {
	return gin.WrapH(promhttp.HandlerFor(a.Metrics.Registry, promhttp.HandlerOpts{EnableOpenMetrics: true}))
}
