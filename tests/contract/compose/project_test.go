// Package compose holds the files that start the lab in containers to the specifications of Compose and Dockerfiles, to
// .env.example, and to process-compose.yaml, which starts the same lab without containers. No container is started.
package compose

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// root is the checkout's folder, and checkout its files.
const root = "../../.."

var checkout fs.FS = os.DirFS(root)

// The two halves of the lab.
const (
	webappFile  = "docker-compose.yml"
	grafanaFile = "docker-compose.grafana.yml"
)

// halves are the files as somebody may name them: one, the other, both.
var halves = [][]string{{webappFile}, {grafanaFile}, {webappFile, grafanaFile}}

// profiles are all there are; COMPOSE_PROFILES of .env.example says which of them are on when nobody says otherwise.
var profiles = []string{"promtail", "alloy", "load", "tools", "check"}

// The two machines of a lab on two, in addresses that are for examples only (RFC 5737).
const (
	webappMachine  = "192.0.2.1"
	grafanaMachine = "192.0.2.2"
)

// example is .env.example as Compose reads it.
var example map[string]string

func TestMain(m *testing.M) {
	// Compose would warn here of variables that are not set; a test asks for them instead.
	logrus.SetOutput(io.Discard)
	var err error
	if example, err = dotenv.Read(filepath.Join(root, ".env.example")); err != nil {
		fmt.Fprintf(os.Stderr, "Compose cannot read .env.example: %v\n", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// telling is .env.example with other values: each port has a number of its own that stands nowhere else, and each
// credential is its variable's name. So it is seen of a value from which variable it came.
func telling() map[string]string {
	values := maps.Clone(example)
	for i, name := range slices.Sorted(maps.Keys(values)) {
		switch {
		case strings.HasSuffix(name, "_PORT"):
			values[name] = fmt.Sprint(20100 + i)
		case strings.HasSuffix(name, "_PASSWORD"), strings.HasSuffix(name, "_SECRET"):
			values[name] = strings.ToLower(name)
		}
	}
	return values
}

// portVariables maps the port numbers of an environment to the variables that hold them.
func portVariables(environment map[string]string) map[string]string {
	names := map[string]string{}
	for name, value := range environment {
		if strings.HasSuffix(name, "_PORT") {
			names[value] = name
		}
	}
	return names
}

// with adds variables to an environment.
func with(environment map[string]string, more map[string]string) map[string]string {
	all := maps.Clone(environment)
	maps.Copy(all, more)
	return all
}

// onTwoMachines sets the two variables that a lab on two machines takes.
func onTwoMachines(environment map[string]string) map[string]string {
	return with(environment, map[string]string{"WEBAPP_HOST": webappMachine, "GRAFANA_STACK_HOST": grafanaMachine})
}

// read loads and validates compose files with the library of the Compose specification, as docker compose does.
func read(environment map[string]string, profiles []string, files ...string) (*types.Project, error) {
	folder, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	details := types.ConfigDetails{WorkingDir: folder, Environment: environment}
	for _, file := range files {
		details.ConfigFiles = append(details.ConfigFiles, types.ConfigFile{Filename: filepath.Join(folder, file)})
	}
	return loader.LoadWithContext(context.Background(), details, loader.WithProfiles(profiles), func(o *loader.Options) {
		// The name of the files, not that of the folder.
		o.SetProjectName("", false)
	})
}

func load(t *testing.T, environment map[string]string, profiles []string, files ...string) *types.Project {
	t.Helper()
	project, err := read(environment, profiles, files...)
	require.NoError(t, err, "%s, profiles %v", strings.Join(files, " and "), profiles)
	return project
}

// everything is both files with every profile, in the telling environment. Whoever gets it changes nothing in it.
var everything = sync.OnceValues(func() (*types.Project, error) {
	return read(telling(), profiles, webappFile, grafanaFile)
})

// lab is everything.
func lab(t *testing.T) *types.Project {
	t.Helper()
	project, err := everything()
	require.NoError(t, err, "%s and %s", webappFile, grafanaFile)
	return project
}

// forEachService runs a check for each service of both files with every profile.
func forEachService(t *testing.T, check func(t *testing.T, s types.ServiceConfig)) {
	t.Helper()
	project := lab(t)
	for _, name := range project.ServiceNames() {
		t.Run(name, func(t *testing.T) { check(t, project.Services[name]) })
	}
}

// oneShot tells whether a service ends by itself: others wait for its success, or somebody runs it by hand.
func oneShot(project *types.Project, name string) bool {
	for _, other := range project.Services {
		if dependency, is := other.DependsOn[name]; is && dependency.Condition == types.ServiceConditionCompletedSuccessfully {
			return true
		}
	}
	only := project.Services[name].Profiles
	return slices.Contains(only, "load") || slices.Contains(only, "check")
}

// readYAML reads a file of the checkout into a value.
func readYAML(t *testing.T, file string, value any) {
	t.Helper()
	require.NoError(t, yamlText(readFile(t, file), value), file)
}

func yamlText(text string, value any) error { return yaml.Unmarshal([]byte(text), value) }

// readFile reads a file of the checkout.
func readFile(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, file))
	require.NoError(t, err)
	return string(content)
}
