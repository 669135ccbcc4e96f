//go:build compose

package compose

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What DEPLOYMENT.md tells people to type does what it says. They type it in a checkout of their own, with a .env.

// checkout is a copy of this one with the proof's settings as its .env.
type checkout struct {
	folder   string
	document string
}

// newCheckout is a copy of all files that are in git, as they are now. Where this machine has no image of Grafana it is
// left out: Compose would ask a registry for it.
func newCheckout(t *testing.T) checkout {
	t.Helper()
	c := checkout{folder: t.TempDir()}
	_, err := run(nil, "bash", "-c", `git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from - |
		tar --extract --directory "$0"`, c.folder)
	require.NoError(t, err)
	if services, err := startable(grafana, nil); err == nil && !slices.Contains(services, "grafana") {
		path := filepath.Join(c.folder, grafana)
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		text := strings.Replace(string(content), "\n  grafana:\n", "\n  grafana:\n    profiles: [no-image]\n", 1)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	document, err := os.ReadFile(filepath.Join(root, "DEPLOYMENT.md"))
	require.NoError(t, err)
	c.document = string(document)
	c.write(t, settings)
	t.Cleanup(func() {
		c.types(t, "docker compose down --volumes && docker compose -f docker-compose.grafana.yml down --volumes")
	})
	return c
}

// write makes the checkout's .env.
func (c checkout) write(t *testing.T, values map[string]string) {
	t.Helper()
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&lines, "%s=%s\n", name, values[name])
	}
	require.NoError(t, os.WriteFile(filepath.Join(c.folder, ".env"), []byte(lines.String()), 0o600))
}

// block is the text between fences, counted from 0, below a heading of DEPLOYMENT.md.
func (c checkout) block(t *testing.T, heading string, n int) string {
	t.Helper()
	_, section, found := strings.Cut(c.document, "\n"+heading+"\n")
	require.True(t, found, "DEPLOYMENT.md has no %q", heading)
	section = regexp.MustCompile(`\n#{2,3} `).Split(section, 2)[0]
	blocks := regexp.MustCompile("(?ms)^```[a-z]+\n(.*?)^```$").FindAllStringSubmatch(section, -1)
	require.Greater(t, len(blocks), n, "blocks below %q", heading)
	return blocks[n][1]
}

// cell is the command in the last column of the row of a table.
func (c checkout) cell(t *testing.T, variable string) string {
	t.Helper()
	row := regexp.MustCompile("(?m)^\\| `" + variable + "` \\|.*\\| `([^`]+)`[^|]*\\|$").FindStringSubmatch(c.document)
	require.NotNil(t, row, "DEPLOYMENT.md has no command for %s", variable)
	return row[1]
}

// types runs commands as somebody in the checkout would, who has set nothing but .env. The proof's project has a longer name.
func (c checkout) types(t *testing.T, commands string) string {
	t.Helper()
	commands = strings.ReplaceAll(commands, "oms-lab", settings["COMPOSE_PROJECT_NAME"])
	shell := exec.Command("bash", "-e", "-o", "pipefail", "-c", commands)
	shell.Dir = c.folder
	shell.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "COMPOSE_") })
	output, err := shell.CombinedOutput()
	require.NoError(t, err, "%s\n%s", commands, tail(string(output), 20))
	return string(output)
}

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

// statusOf is what the API answers about an order, and the order.
func statusOf(t *testing.T, of order, by customer) int {
	t.Helper()
	status, err := call(http.MethodGet, gateway()+"/api/v1/orders/"+of.ID, by.token, nil, http.StatusOK, &order{})
	if status == 0 {
		require.NoError(t, err)
	}
	return status
}

// start is what README says, the Grafana stack first.
func (c checkout) start(t *testing.T) {
	t.Helper()
	c.types(t, "docker compose -f docker-compose.grafana.yml up -d --wait && docker compose up -d --build --wait")
}

// freePort is a port that nobody listens at.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = listener.Close() }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	return port
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
	assert.NotContains(t, string(answer), "PONG", "the old password still opens Redis (%v)", err)
}

func TestTheGatewaySpeaksTLS(t *testing.T) {
	c := newCheckout(t)
	const heading = "## TLS at the gateway"
	// Ports and a folder of the proof instead of the machine's.
	port := freePort(t)
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

	var answer string
	eventually(t, time.Minute, func(ct *assert.CollectT) {
		answer = c.types(t, here.Replace("curl --silent --show-error --retry 5 --retry-all-errors "+request))
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
