//go:build compose

package compose

import (
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What DEPLOYMENT.md tells people to type does what it says. They type it in a checkout of their own, with a .env.

func allHealthy(t *testing.T) {
	t.Helper()
	eventually(t, 3*time.Minute, func(c *assert.CollectT) {
		for _, running := range containers(c) {
			if !running.oneShot() {
				assert.Equal(c, "healthy", running.State.Health.Status, running.Name)
			}
		}
	})
}

// statusOf is the status of the answer to who asks for an order.
func statusOf(t *testing.T, of order, by customer) int {
	t.Helper()
	status, err := call(http.MethodGet, gateway()+"/api/v1/orders/"+of.ID, by.token, nil, http.StatusOK, &order{})
	if status == 0 {
		require.NoError(t, err)
	}
	return status
}

func TestABackupOfAllVolumesBringsBackThatMoment(t *testing.T) {
	c := newCheckout(t)
	c.start(t)
	buyer := newCustomer(t)
	kept := buy(t, buyer)
	eventually(t, time.Minute, func(c *assert.CollectT) {
		assert.NotEmpty(c, mailsTo(c, buyer.email))
		assert.NotEmpty(c, inTrace(c, kept.TraceID))
	})
	c.types(t, c.block(t, "### Everything, at one moment", 0))
	allHealthy(t)
	later := newCustomer(t)
	lost := buy(t, later)

	c.types(t, c.block(t, "### Everything, at one moment", 1))
	allHealthy(t)
	assert.Equal(t, http.StatusOK, statusOf(t, kept, buyer))
	assert.Equal(t, http.StatusNotFound, statusOf(t, lost, later), "an order of after the backup")
	assert.NotEmpty(t, mailsTo(t, buyer.email))
	assert.Empty(t, mailsTo(t, later.email), "mail of after the backup")
	eventually(t, time.Minute, func(c *assert.CollectT) {
		assert.NotEmpty(c, inTrace(c, kept.TraceID), "Tempo")
		assert.NotEmpty(c, logLabels(c, `{service_name="order-service"} | trace_id="`+kept.TraceID+`"`), "Loki")
	})
	judge(t)
}

// The broker and the inbox go on where they were, so that reconcile would rightly complain.
func TestADumpOfPostgreSQLBringsBackTheDatabases(t *testing.T) {
	c := newCheckout(t)
	c.start(t)
	buyer := newCustomer(t)
	kept := buy(t, buyer)
	c.types(t, c.block(t, "### PostgreSQL, while it runs", 0))
	lost := buy(t, buyer)

	c.types(t, c.block(t, "### PostgreSQL, while it runs", 1))
	allHealthy(t)
	assert.Equal(t, http.StatusOK, statusOf(t, kept, buyer))
	assert.Equal(t, http.StatusNotFound, statusOf(t, lost, buyer), "an order of after the dump")
	buy(t, buyer)
}

func TestPasswordsAreChangedOnARunningLab(t *testing.T) {
	c := newCheckout(t)
	c.start(t)
	changed := maps.Clone(settings)
	for name := range changed {
		// These two are accounts in a database, which the API changes.
		if regexp.MustCompile(`_(PASSWORD|SECRET)$`).MatchString(name) && name != "LAB_PASSWORD" && name != "GRAFANA_ADMIN_PASSWORD" {
			changed[name] = strings.ReplaceAll(uuid.NewString(), "-", "")
		}
	}
	for _, name := range []string{"POSTGRES_PASSWORD", "RABBITMQ_PASSWORD"} {
		c.types(t, strings.ReplaceAll(c.cell(t, name), "NEW", changed[name]))
	}
	c.write(t, changed)
	c.types(t, "docker compose up -d --force-recreate")
	allHealthy(t)

	buyer := newCustomer(t)
	buy(t, buyer)
	eventually(t, time.Minute, func(c *assert.CollectT) { assert.NotEmpty(c, mailsTo(c, buyer.email), "by way of the broker") })
	refused := exec.Command("docker", "exec", containerOf(t, "redis").Name, "redis-cli", "-p", settings["REDIS_PORT"],
		"-a", settings["REDIS_PASSWORD"], "ping")
	answer, err := refused.CombinedOutput()
	assert.Contains(t, string(answer), "WRONGPASS", "the old password, asked of Redis (%v)", err)
}

func TestTheGatewaySpeaksTLS(t *testing.T) {
	c := newCheckout(t)
	const heading = "## TLS at the gateway"
	// Ports, of which tests/stack.env has no such one, and a folder of the proof instead of the machine's.
	const port = "20443"
	here := strings.NewReplacer(
		`published: "443"`, `published: "`+port+`"`, `published: "80"`, `published: "`+settings["GATEWAY_PORT"]+`"`,
		"${WEBAPP_HOST:-127.0.0.1}", settings["BIND_ADDRESS"],
		"/etc/oms-lab/tls", filepath.Join(c.folder, "tls"),
		"shop.example.com:443:", "shop.example.com:"+port+":", "https://shop.example.com/", "https://shop.example.com:"+port+"/")
	require.NoError(t, os.WriteFile(filepath.Join(c.folder, "docker-compose.override.yml"),
		[]byte(here.Replace(c.block(t, heading, 0))), 0o644))
	certificate, request, found := strings.Cut(c.block(t, heading, 2), "curl ")
	require.True(t, found)
	c.types(t, certificate)
	c.types(t, here.Replace(c.block(t, heading, 1)))
	allHealthy(t)

	eventually(t, time.Minute, func(ct *assert.CollectT) {
		answer, err := c.shell(here.Replace("curl --silent --show-error " + request))
		assert.NoError(ct, err, answer)
		assert.Contains(ct, answer, `"keys"`)
	})
	plain := http.Client{Timeout: 5 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := plain.Get(gateway() + "/orders")
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	assert.Equal(t, http.StatusMovedPermanently, response.StatusCode)
	assert.True(t, strings.HasPrefix(response.Header.Get("Location"), "https://"), response.Header.Get("Location"))
}
