package vocabulary

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// The distribution's exporters, which measure natively, are of other versions than those of the images: what a rule or a
// panel asks of a data store has to be there in containers, too. testdata/exported has the names of what each image exports
// here, in a file that is named after the image; with another tag it has to be made anew, from the exporter's /metrics.
func TestWhatIsAskedOfDataStoresIsExportedByTheImages(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root, "docker-compose.yml"))
	require.NoError(t, err)
	var compose struct {
		Services map[string]struct{ Image string }
	}
	require.NoError(t, yaml.Unmarshal(content, &compose))
	queries := append(ruleQueries(t, map[string]bool{}), dashboardQueries(t)...)
	for prefix, service := range map[string]string{"pg_": "postgres-exporter", "redis_": "redis-exporter", "rabbitmq_": "rabbitmq"} {
		t.Run(service, func(t *testing.T) {
			image := strings.ReplaceAll(path.Base(compose.Services[service].Image), ":", "-")
			list, err := os.ReadFile(filepath.Join("testdata", "exported", image+".txt"))
			require.NoError(t, err, "what does the image export?")
			exported := map[string]bool{}
			for name := range strings.Lines(string(list)) {
				exported[strings.TrimSpace(name)] = true
			}
			asked := 0
			for _, q := range queries {
				for _, name := range metricsOf(t, q) {
					if strings.HasPrefix(name, prefix) {
						asked++
						require.True(t, exported[name], "%s asks for %s, which %s does not export", q.where, name, image)
					}
				}
			}
			require.NotZero(t, asked)
		})
	}
}
