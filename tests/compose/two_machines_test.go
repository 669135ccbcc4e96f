//go:build compose

package compose

import (
	"net"
	"testing"

	"github.com/stretchr/testify/require"
)

// Two addresses of this machine play two machines: two projects that share neither a network nor a name, so that one
// finds the other through WEBAPP_HOST and GRAFANA_STACK_HOST only. What is in between is no network but the kernel.
func TestTwoMachinesFindEachOtherByTheirTwoAddresses(t *testing.T) {
	for _, half := range []string{webapp, grafana} {
		_, err := compose(nil, half, "down")
		require.NoError(t, err)
	}
	addresses := ownAddresses(t)
	require.GreaterOrEqual(t, len(addresses), 2, "this machine's address, and that of Docker's own bridge")
	name := settings["COMPOSE_PROJECT_NAME"]
	both := []string{"WEBAPP_HOST=" + addresses[0], "GRAFANA_STACK_HOST=" + addresses[1]}
	ours := map[string][]string{
		webapp: append([]string{"COMPOSE_PROJECT_NAME=" + name + "-webapp"}, both...),
		grafana: append([]string{"COMPOSE_PROJECT_NAME=" + name + "-grafana",
			// On one engine the second network needs addresses of its own.
			"TELEMETRY_SUBNET=172.16.92.0/24", "TELEMETRY_GATEWAY=172.16.92.1"}, both...),
	}
	before := map[string]string{}
	for setting, value := range map[string]string{"COMPOSE_PROJECT_NAME": name + "-webapp",
		"WEBAPP_HOST": addresses[0], "GRAFANA_STACK_HOST": addresses[1]} {
		before[setting], settings[setting] = settings[setting], value
	}
	t.Cleanup(func() {
		for half, env := range ours {
			_, err := compose(env, half, "down", "--volumes")
			require.NoError(t, err)
		}
		for setting, value := range before {
			settings[setting] = value
		}
	})
	// The webapp first: it must come up healthy while the other machine is not there yet.
	require.NoError(t, up(webapp, ours[webapp]...))
	require.NoError(t, up(grafana, ours[grafana]...))

	t.Run("targets", TestPrometheusReachesEveryTarget)
	t.Run("containers", TestContainerMetricsHaveTheNamesOfContainersAndServices)
	t.Run("order", TestAnOrderThroughTheGatewayIsSeenEverywhere)
}

// ownAddresses are this machine's IPv4 addresses, without the loopback.
func ownAddresses(t *testing.T) []string {
	all, err := net.InterfaceAddrs()
	require.NoError(t, err)
	var found []string
	for _, address := range all {
		if network, ok := address.(*net.IPNet); ok && network.IP.To4() != nil && !network.IP.IsLoopback() {
			found = append(found, network.IP.String())
		}
	}
	return found
}
