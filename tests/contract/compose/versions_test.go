package compose

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/modfile"
)

// tools are the images whose program the native lab compiles, with the folder of infrastructure/tools that pins it and
// the module in there.
var tools = map[string]struct{ folder, module string }{
	"traefik":                 {"traefik", "github.com/traefik/traefik/v3"},
	"prom/prometheus":         {"prometheus", "github.com/prometheus/prometheus"},
	"prom/alertmanager":       {"alertmanager", "github.com/prometheus/alertmanager"},
	"prom/node-exporter":      {"node-exporter", "github.com/prometheus/node_exporter"},
	"grafana/loki":            {"loki", "github.com/grafana/loki/v3"},
	"grafana/promtail":        {"loki", "github.com/grafana/loki/v3"},
	"grafana/tempo":           {"tempo", "github.com/grafana/tempo"},
	"grafana/k6":              {"k6", "go.k6.io/k6"},
	"ghcr.io/google/cadvisor": {"cadvisor", "github.com/google/cadvisor/lib"},
}

// versionDifferences are images that are another version than the native program, and why.
var versionDifferences = map[string]string{
	"grafana/loki": "3.6.3, the only 3.6 that compiles from the registry, cannot be asked for its health in an image without a shell",
}

// elsewhere are images of programs that the native lab does not compile, and where it has them from.
var elsewhere = map[string]string{
	"postgres":                 "the distribution's PostgreSQL, of the same major version",
	"redis":                    "the distribution's Redis, of the same major version",
	"rabbitmq":                 "the distribution's RabbitMQ, of the same major version",
	"grafana/grafana":          "the machine's, when it has one",
	"grafana/alloy":            "Promtail ships the logs natively",
	"oliver006/redis_exporter": "the distribution's",
	"quay.io/prometheuscommunity/postgres-exporter": "the distribution's",
}

// The same release natively and in containers, so that what one shows the other does.
func TestImagesAreTheVersionsOfTheNativeTools(t *testing.T) {
	seen := map[string]bool{}
	forEachService(t, func(t *testing.T, s types.ServiceConfig) {
		if s.Build != nil {
			return
		}
		name, tag, _ := strings.Cut(s.Image, ":")
		seen[name] = true
		tool, compiled := tools[name]
		_, other := elsewhere[name]
		require.NotEqual(t, compiled, other, "%s: say here where the native lab has %s from", s.Name, name)
		if !compiled {
			return
		}
		native := toolVersion(t, tool.folder, tool.module)
		_, stated := versionDifferences[name]
		if equal := strings.TrimPrefix(tag, "v") == native; equal == stated {
			t.Errorf("%s is version %s; infrastructure/tools/%s/go.mod has %s; stated to differ: %t", s.Image, tag, tool.folder, native, stated)
		}
	})
	for name := range tools {
		assert.True(t, seen[name], "no service has the image %s", name)
	}
	for name := range elsewhere {
		assert.True(t, seen[name], "no service has the image %s", name)
	}
}

// toolVersion is the version of a tool as its project counts it.
func toolVersion(t *testing.T, folder, module string) string {
	t.Helper()
	file := filepath.ToSlash(filepath.Join("infrastructure/tools", folder, "go.mod"))
	parsed, err := modfile.Parse(file, []byte(readFile(t, file)), nil)
	require.NoError(t, err)
	for _, required := range parsed.Require {
		if required.Mod.Path != module {
			continue
		}
		version := strings.TrimPrefix(required.Mod.Version, "v")
		switch folder {
		case "prometheus":
			// Prometheus 3.15.0 is the module's version 0.315.0.
			return regexp.MustCompile(`^0\.(\d)(\d\d)\.`).ReplaceAllString(version, "$1.$2.")
		case "tempo":
			// The module's version is the commit of a tag, which lab/internal/artifact names.
			match := regexp.MustCompile(`version = "v([0-9.]+)" // the module's pseudo-version`).FindStringSubmatch(readFile(t, "lab/internal/artifact/tools.go"))
			require.NotNil(t, match, "lab/internal/artifact/tools.go does not name the version of Tempo in the form that this test reads")
			return match[1]
		}
		return version
	}
	t.Fatalf("%s does not require %s", file, module)
	return ""
}

// The languages are those of the native lab: the Node.js that it pins, the Go of the modules.
func TestDockerfilesBuildWithTheNativeLanguages(t *testing.T) {
	var node struct{ OptionalDependencies map[string]string }
	require.NoError(t, json.Unmarshal([]byte(readFile(t, "infrastructure/tools/node/package.json")), &node))
	require.NotEmpty(t, node.OptionalDependencies)
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		for _, stage := range d.stages {
			name, tag, _ := strings.Cut(stage.BaseName, ":")
			switch name {
			case "node":
				for name, version := range node.OptionalDependencies {
					assert.True(t, strings.HasPrefix(tag, version+"-"), "%s: node:%s, natively %s %s", d.path, tag, name, version)
				}
			case "golang":
				file := filepath.ToSlash(filepath.Join(filepath.Dir(d.path), "go.mod"))
				parsed, err := modfile.Parse(file, []byte(readFile(t, file)), nil)
				require.NoError(t, err)
				minor := regexp.MustCompile(`^\d+\.\d+`).FindString(parsed.Go.Version)
				assert.True(t, strings.HasPrefix(tag, minor+"."), "%s: golang:%s, and %s asks for %s", d.path, tag, file, parsed.Go.Version)
			}
		}
	})
}
