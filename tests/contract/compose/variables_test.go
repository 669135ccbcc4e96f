package compose

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/template"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// composeOwn are variables that docker compose reads itself.
var composeOwn = []string{"COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME", "COMPOSE_IGNORE_ORPHANS"}

// labOwn are variables that the lab tool sets when it starts the native lab, and what they are.
var labOwn = map[string]string{
	"LAB_ROOT": "the checkout", "LAB_STATE": "the folder with data and logs", "LAB_INSTANCE": "tells labs on one machine apart",
	"JAVA_HOME": "the newest JDK found", "CGROUP_PARENT": "the lab's control group", "CADVISOR_DISABLED": "only root may run it",
	"GRAFANA_DISABLED": "when no grafana binary is found", "GRAFANA_BIN": "where it was found", "GRAFANA_HOME": "where it was found",
	"GRAFANA_URL": "for links that people follow", "DATA_ADDRESS": "where the data layer listens",
}

var (
	hostVariable = regexp.MustCompile(`"([A-Z_]+_HOST)": *(?:data|webapp|grafana)\b`)
	setting      = regexp.MustCompile(`\.(?:Get|Port|Address|ListenAddress)\("([A-Z][A-Z0-9_]+)"\)`)
	used         = regexp.MustCompile(`\$\{([A-Z][A-Z0-9_]*)`)
	taken        = regexp.MustCompile(`\b(?:sys\.env\(|env )"([A-Z][A-Z0-9_]*)`)
)

// computed are the variables that say where a part is. Natively the lab's settings find them out, in containers the
// compose files pass them on; an .env need not have them.
func computed(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for _, match := range hostVariable.FindAllStringSubmatch(readFile(t, "lab/internal/settings/parts.go"), -1) {
		names[match[1]] = true
	}
	require.Contains(t, names, "ORDER_SERVICE_HOST", "lab/internal/settings/parts.go lists the hosts in another form than this test reads")
	return names
}

// Whatever a compose file asks for has its default and its explanation in .env.example.
func TestEveryVariableOfTheComposeFilesIsDocumented(t *testing.T) {
	for _, file := range []string{webappFile, grafanaFile} {
		var tree map[string]any
		readYAML(t, file, &tree)
		for name := range template.ExtractVariables(tree, template.DefaultPattern) {
			assert.Contains(t, example, name, "%s uses it: describe it in .env.example", file)
		}
	}
}

// The native lab and the configuration that both ways share use nothing else either, but what is computed.
func TestEveryVariableOfTheNativeLabIsDocumented(t *testing.T) {
	known := maps.Clone(computed(t))
	for _, names := range []map[string]string{example, labOwn} {
		for name := range names {
			known[name] = true
		}
	}
	for _, match := range used.FindAllStringSubmatch(withoutComments(readFile(t, "process-compose.yaml")), -1) {
		assert.True(t, known[match[1]], "process-compose.yaml uses %s, which neither .env.example nor the lab's settings have", match[1])
	}
	for _, file := range files(t, "lab", ".go") {
		if strings.HasSuffix(file, "_test.go") || strings.Contains(file, "/inbox/") {
			continue
		}
		for _, match := range setting.FindAllStringSubmatch(readFile(t, file), -1) {
			assert.True(t, known[match[1]], "%s asks the settings for %s, which they do not have", file, match[1])
		}
	}
}

// A variable in .env.example that nothing reads would be a promise that nobody keeps.
func TestEveryDocumentedVariableIsUsed(t *testing.T) {
	var starting []string
	starting = append(starting, webappFile, grafanaFile, "process-compose.yaml")
	starting = append(starting, configuration(t)...)
	starting = append(starting, files(t, "scripts", ".sh")...)
	for _, file := range files(t, "lab", ".go") {
		if !strings.HasSuffix(file, "_test.go") {
			starting = append(starting, file)
		}
	}
	word := regexp.MustCompile(`\b[A-Z][A-Z0-9_]*\b`)
	seen := map[string]bool{}
	for _, file := range starting {
		for _, name := range word.FindAllString(withoutComments(readFile(t, file)), -1) {
			seen[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(example)) {
		if !slices.Contains(composeOwn, name) {
			assert.True(t, seen[name], "%s is in .env.example and nothing that starts anything uses it", name)
		}
	}
}

// configuration lists the files of infrastructure/ that programs read; what is generated or for tests has no variables
// of the lab.
func configuration(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, file := range files(t, "infrastructure", "") {
		if !regexp.MustCompile(`/(dashboards/.*\.json|rules|tests|slo|tools)(/|$)`).MatchString(file) {
			list = append(list, file)
		}
	}
	return list
}

// files lists the files below a path of the checkout, or the path itself, that end in a suffix.
func files(t *testing.T, path, suffix string) []string {
	t.Helper()
	var list []string
	require.NoError(t, filepath.WalkDir(filepath.Join(root, path), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, suffix) {
			return err
		}
		relative, err := filepath.Rel(root, name)
		list = append(list, filepath.ToSlash(relative))
		return err
	}))
	return list
}

// withoutComments leaves out whole lines of comment, of any of the languages here.
func withoutComments(text string) string {
	return regexp.MustCompile(`(?m)^\s*(#|//).*$`).ReplaceAllString(text, "")
}

// exists tells whether a path of the checkout is there.
func exists(path string) bool {
	_, err := os.Stat(filepath.Join(root, path))
	return err == nil
}
