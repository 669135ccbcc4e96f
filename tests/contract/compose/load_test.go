package compose

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever one may start is what the Compose specification allows: each half and both, no profile and every profile, on
// one machine and on two.
func TestEveryCombinationIsValid(t *testing.T) {
	machines := map[string]map[string]string{"one machine": example, "two machines": onTwoMachines(example)}
	assert.Subset(t, profiles, strings.Split(example["COMPOSE_PROFILES"], ","), "COMPOSE_PROFILES of .env.example")
	chosen := [][]string{{}, profiles}
	for _, profile := range profiles {
		chosen = append(chosen, []string{profile})
	}
	for name, environment := range machines {
		for _, files := range halves {
			for _, profiles := range chosen {
				project := load(t, environment, profiles, files...)
				assert.Equal(t, "oms-lab", project.Name, "%s, %v: not the project of the other half", name, files)
				assert.NotEmpty(t, project.Services, "%s, %v, profiles %v", name, files, profiles)
			}
		}
	}
}

// Both files describe the network that the halves share; Compose takes two descriptions that differ for two networks.
func TestTheHalvesDescribeTheirSharedNetworkAlike(t *testing.T) {
	webapp, grafana := load(t, example, profiles, webappFile), load(t, example, profiles, grafanaFile)
	require.Contains(t, webapp.Networks, "telemetry")
	for name := range grafana.Networks {
		if shared, is := webapp.Networks[name]; is {
			assert.Equal(t, shared, grafana.Networks[name], "the network %s differs between %s and %s", name, webappFile, grafanaFile)
		}
	}
	for name := range grafana.Services {
		assert.NotContains(t, webapp.ServiceNames(), name, "a service of both files: `docker compose up` of one half replaces that of the other")
	}
}

// A service waits only for what its own file starts: the other half may be on another machine.
func TestNoServiceWaitsForTheOtherHalf(t *testing.T) {
	for _, file := range []string{webappFile, grafanaFile} {
		project := load(t, example, profiles, file)
		for _, name := range project.ServiceNames() {
			for other, dependency := range project.Services[name].DependsOn {
				assert.Contains(t, project.ServiceNames(), other, "%s: %s waits for %s", file, name, other)
				assert.Contains(t, []string{types.ServiceConditionHealthy, types.ServiceConditionCompletedSuccessfully}, dependency.Condition,
					"%s: %s waits for %s to have been started only", file, name, other)
			}
		}
	}
}

// Without an .env there is one line, and it says what to do.
func TestAMissingEnvFileIsOneClearLine(t *testing.T) {
	for _, files := range halves {
		_, err := read(nil, nil, files...)
		require.Error(t, err, "%v load without a single variable", files)
		assert.Contains(t, err.Error(), "copy .env.example to .env", "%v", files)
		assert.NotContains(t, strings.TrimSpace(err.Error()), "\n", "%v: more than one line", files)
	}
}

// Each variable that may not be empty is asked for wherever it stands: no service starts on half of an .env, and whoever
// lacks one is told its name.
func TestEachVariableIsAskedFor(t *testing.T) {
	lacking := maps.Clone(example)
	delete(lacking, "LOG_LEVEL")
	for how, environment := range map[string]map[string]string{"missing": lacking, "empty": with(example, map[string]string{"LOG_LEVEL": ""})} {
		if _, err := read(environment, profiles, webappFile); assert.Error(t, err, "%s loads with LOG_LEVEL %s", webappFile, how) {
			assert.Contains(t, err.Error(), "LOG_LEVEL")
		}
	}
	for _, file := range []string{webappFile, grafanaFile} {
		text := withoutComments(readFile(t, file))
		for _, at := range use.FindAllStringSubmatchIndex(text, -1) {
			name, rest, want := text[at[2]:at[3]], text[at[3]:], ":?"
			if slices.Contains(mayBeEmpty, name) {
				want = ":-"
			}
			assert.True(t, strings.HasPrefix(rest, want), "%s: write ${%s%s…, not ${%s%.20s", file, name, want, name, rest)
		}
	}
}

// use is a variable; $$ is a dollar sign for a shell in the container.
var use = regexp.MustCompile(`(?:^|[^$])\$\{?([A-Z][A-Z0-9_]*)`)

// mayBeEmpty are the variables that say something by being empty.
var mayBeEmpty = []string{"WEBAPP_HOST", "GRAFANA_STACK_HOST", "PUBLISH_ADDRESS", "GRAFANA_URL"}
