package compose

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/assert"
)

// located is a service's name followed by a port, as in every address.
var located = regexp.MustCompile(`(?:^|[/@,=\s'"])([a-z][a-z0-9-]*)(?::\d+)`)

// With two machines, WEBAPP_HOST and GRAFANA_STACK_HOST alone say where the other half is: no service of one half is
// told a name that only the other half's network knows.
func TestTwoMachinesNeedTheirTwoAddressesOnly(t *testing.T) {
	one := map[string][]string{}
	for _, file := range []string{webappFile, grafanaFile} {
		one[file] = load(t, example, profiles, file).ServiceNames()
	}
	for file, other := range map[string]string{webappFile: grafanaFile, grafanaFile: webappFile} {
		address := map[string]string{webappFile: grafanaMachine, grafanaFile: webappMachine}[file]
		project := load(t, onTwoMachines(example), profiles, file)
		told := 0
		for _, name := range project.ServiceNames() {
			for where, value := range texts(project.Services[name]) {
				for _, match := range located.FindAllStringSubmatch(value, -1) {
					assert.NotContains(t, one[other], match[1], "%s of %s in %s is %q: the other machine is ${%s}", where, name, file, value,
						map[string]string{webappFile: "GRAFANA_STACK_HOST", grafanaFile: "WEBAPP_HOST"}[file])
				}
				assert.False(t, strings.HasSuffix(where, "_HOST") && slices.Contains(one[other], value),
					"%s of %s in %s is %s, which is on the other machine", where, name, file, value)
				if strings.Contains(value, address) {
					told++
				}
			}
		}
		assert.Positive(t, told, "nothing in %s is told where the other machine is", file)
	}
}

// On one machine the halves find each other by name, without the host's address.
func TestOneMachineNeedsNoAddress(t *testing.T) {
	known := hosts(lab(t))
	for _, file := range []string{webappFile, grafanaFile} {
		project := load(t, example, profiles, file)
		for _, name := range project.ServiceNames() {
			for where, value := range texts(project.Services[name]) {
				for _, match := range located.FindAllStringSubmatch(value, -1) {
					assert.Contains(t, known, match[1], "%s of %s in %s is %q", where, name, file, value)
				}
			}
		}
	}
}

// Whoever asks another part by its name shares a network with it.
func TestServicesShareANetworkWithThoseTheyAsk(t *testing.T) {
	project := load(t, example, profiles, webappFile, grafanaFile)
	for _, name := range project.ServiceNames() {
		if name == "configuration" || name == "grafana-configuration" {
			continue // they write addresses into files, and ask nobody
		}
		service := project.Services[name]
		for where, value := range texts(service) {
			for _, match := range located.FindAllStringSubmatch(value, -1) {
				other, is := project.Services[match[1]]
				if !is || other.NetworkMode == "host" || service.NetworkMode == "host" || match[1] == name {
					continue
				}
				shared := slices.ContainsFunc(slices.Collect(maps.Keys(service.Networks)), func(network string) bool {
					_, is := other.Networks[network]
					return is
				})
				assert.True(t, shared, "%s of %s is %q, and the two share no network", where, name, value)
			}
		}
	}
}

// The data layer is in a network without a way out, and nowhere that the gateway's side could reach it.
func TestTheDataLayerHasANetworkOfItsOwn(t *testing.T) {
	project := load(t, example, profiles, webappFile, grafanaFile)
	assert.True(t, project.Networks["data"].Internal, "the network data is not internal")
	for _, name := range []string{"postgres", "redis"} {
		assert.Equal(t, []string{"data"}, slices.Collect(maps.Keys(project.Services[name].Networks)), "networks of %s", name)
	}
	for _, name := range []string{"traefik", "frontend"} {
		assert.NotContains(t, project.Services[name].Networks, "data", "%s is asked by everybody", name)
	}
	// RabbitMQ's metrics are for Prometheus, which is outside: by a network of these two.
	assert.ElementsMatch(t, []string{"data", "broker-metrics"}, slices.Collect(maps.Keys(project.Services["rabbitmq"].Networks)), "networks of rabbitmq")
	var members []string
	for _, name := range project.ServiceNames() {
		if _, is := project.Services[name].Networks["broker-metrics"]; is {
			members = append(members, name)
		}
	}
	assert.ElementsMatch(t, []string{"prometheus", "rabbitmq"}, members, "members of broker-metrics, who reach all ports of the broker")
}

// texts are the places of a service in which an address may stand.
func texts(s types.ServiceConfig) map[string]string {
	all := environment(s)
	all["the command"] = strings.Join(slices.Concat(s.Entrypoint, s.Command), " ")
	return all
}
