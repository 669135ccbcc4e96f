package compose

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever links to Grafana leads to the same place: where .env says that it is, or where it is published.
func TestEveryLinkToGrafanaLeadsToTheSamePlace(t *testing.T) {
	linking := map[string]string{"frontend": "GRAFANA_URL", "inbox": "GRAFANA_URL", "grafana-configuration": "GRAFANA_URL", "grafana": "GF_SERVER_ROOT_URL"}
	for name, c := range map[string]struct {
		environment map[string]string
		want        string
	}{
		"one machine":    {example, "http://" + example["BIND_ADDRESS"] + ":" + example["GRAFANA_PORT"]},
		"two machines":   {onTwoMachines(example), "http://" + grafanaMachine + ":" + example["GRAFANA_PORT"]},
		"behind a proxy": {with(example, map[string]string{"GRAFANA_URL": "https://boards.example"}), "https://boards.example"},
	} {
		for service, variable := range linking {
			project, err := read(c.environment, nil, webappFile, grafanaFile)
			require.NoError(t, err)
			assert.Equal(t, c.want, environment(project.Services[service])[variable], "%s: %s", name, service)
		}
	}
}
