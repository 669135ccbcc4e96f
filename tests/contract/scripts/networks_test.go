package scripts

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAddressesThatTheMachineHasAUseFor(t *testing.T) {
	fault := func(variable, subnet, route string) string {
		return variable + " is " + subnet + ", and this machine has the route " + route + ": set " + variable + ", and the addresses in it, to others in .env"
	}
	edgeOf := func(route string) string { return fault("EDGE_SUBNET", "172.16.80.0/24", route) }
	telemetryOf := func(route string) string { return fault("TELEMETRY_SUBNET", "172.16.81.0/24", route) }
	for name, c := range map[string]struct {
		route    string
		networks []string
		target   string
		want     string
	}{
		"the network of another lab":        {"172.16.80.0/24 dev br-1f2e proto kernel scope link src 172.16.80.1", nil, "both", edgeOf("172.16.80.0/24 (br-1f2e)")},
		"a network around it":               {"172.16.0.0/16 dev eth0 proto kernel scope link src 172.16.0.9", []string{"telemetry"}, "webapp", edgeOf("172.16.0.0/16 (eth0)")},
		"one that is far wider":             {"172.0.0.0/8 dev eth0 proto kernel scope link src 172.0.0.9", []string{"telemetry"}, "webapp", edgeOf("172.0.0.0/8 (eth0)")},
		"a network inside of it":            {"172.16.81.128/26 via 10.0.0.1 dev tun0", nil, "grafana", telemetryOf("172.16.81.128/26 (tun0)")},
		"one machine inside of it":          {"172.16.81.7 dev wg0 scope link", nil, "grafana", telemetryOf("172.16.81.7 (wg0)")},
		"the webapp's alone":                {"172.16.80.0/24 dev br-1f2e proto kernel scope link src 172.16.80.1", nil, "grafana", ""},
		"the lab's own":                     {"172.16.80.0/24 dev br-1f2e proto kernel scope link src 172.16.80.1", []string{"edge"}, "both", ""},
		"all of it by a VPN":                {"172.16.0.0/12 via 10.0.0.1 dev tun0", nil, "both", ""},
		"half of the internet by a VPN":     {"128.0.0.0/1 via 10.0.0.1 dev tun0", nil, "both", ""},
		"the network beside it":             {"172.16.82.0/23 dev eth0 proto kernel scope link src 172.16.82.9", nil, "both", ""},
		"no route but the one to all other": {"default via 10.0.0.1 dev eth0 proto dhcp", nil, "both", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			e := docker()
			e.networks = c.networks
			m.docker(e)
			m.program("ip", `[ "$*" != "-o -4 route" ] || printf '%s\n' "default via 10.0.0.1 dev eth0" "`+c.route+`"`)
			m.settings()
			r := m.run("deploy.sh", c.target, "--check")
			if c.want == "" {
				require.Equal(t, result{out: "nothing stands in the way of " + c.target + "\n"}, r)
				return
			}
			m.refuses(r, c.want)
		})
	}
}

func TestASubnetIsANetwork(t *testing.T) {
	m := newMachine(t)
	m.docker(docker())
	m.settings("TELEMETRY_SUBNET=172.16.81.0")
	m.refuses(m.run("deploy.sh", "grafana"), `TELEMETRY_SUBNET is "172.16.81.0": it must be an IPv4 network such as 172.16.80.0/24`)
}
