package scripts

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Compose would take an IPv6 address for a host and a port, here and on the other machine.
func TestAddressesThatCannotBePutIntoURLs(t *testing.T) {
	m := newMachine(t)
	m.docker(docker())
	for _, c := range []struct {
		lines []string
		want  string
	}{
		{[]string{"WEBAPP_HOST=127.0.0.1", "GRAFANA_STACK_HOST=2001:db8::2", "PUBLISH_ADDRESS=0.0.0.0"},
			`GRAFANA_STACK_HOST is "2001:db8::2": it must be an IPv4 address or a host name`},
		{[]string{"WEBAPP_HOST=::1", "GRAFANA_STACK_HOST=stack.example"}, `WEBAPP_HOST is "::1": it must be an IPv4 address or a host name`},
		{[]string{"PUBLISH_ADDRESS=::"}, `PUBLISH_ADDRESS is "::": it must be an IPv4 address, or empty`},
		{[]string{"BIND_ADDRESS=::1"}, `BIND_ADDRESS is "::1": it must be an IPv4 address`},
		{[]string{"BIND_ADDRESS=192.0.2.300"}, `BIND_ADDRESS is "192.0.2.300": it must be an IPv4 address`},
		{[]string{"WEBAPP_HOST=192.0.2.1", "GRAFANA_STACK_HOST=0.0.0.0"},
			`GRAFANA_STACK_HOST is "0.0.0.0": it must be the address at which the other machine reaches this one`},
		{[]string{"GRAFANA_URL=grafana.example"}, `GRAFANA_URL is "grafana.example": it must be a URL such as https://grafana.example, or empty`},
		{[]string{"BIND_ADDRESS=localhost"}, `BIND_ADDRESS is "localhost": it must be an IPv4 address`},
	} {
		m.settings(c.lines...)
		m.refuses(m.run("deploy.sh", "webapp"), c.want)
	}
}

// In a compose file an address cannot be told from the one that means all of them, so no link may need it.
func TestLinksDoNotLeadToEveryAddress(t *testing.T) {
	m := newMachine(t)
	m.docker(docker())
	for _, more := range []string{"", "GRAFANA_URL=http://boards.example"} {
		m.settings("BIND_ADDRESS=0.0.0.0", more)
		m.refuses(m.run("deploy.sh"), "BIND_ADDRESS is 0.0.0.0, where no link leads: leave it, "+
			"and set WEBAPP_HOST and GRAFANA_STACK_HOST to this machine's address")
	}
	m.settings("GRAFANA_URL=http://boards.example")
	require.Zero(t, m.run("deploy.sh", "--check").code)
}
