package compose

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What changes with every edit comes after what is fetched: the dependencies are a layer or a cache of their own.
func TestDependenciesAreCachedApartFromTheSource(t *testing.T) {
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		cached := slices.ContainsFunc(commands[*instructions.RunCommand](d.stages...), func(c *instructions.RunCommand) bool {
			return strings.Contains(c.String(), "--mount=type=cache")
		})
		assert.True(t, cached, "%s fetches its dependencies anew for every build", d.path)
	})
}

// Every file that is copied is in the checkout and gets into the context.
func TestWhatDockerfilesCopyIsThere(t *testing.T) {
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		for _, command := range commands[*instructions.CopyCommand](d.stages...) {
			if command.From != "" {
				known := slices.ContainsFunc(d.stages, func(s instructions.Stage) bool { return s.Name == command.From })
				assert.True(t, known, "%s copies from %s, which is no stage of it", d.path, command.From)
				continue
			}
			for _, source := range command.SourcePaths {
				matches, err := fs.Glob(checkout, strings.TrimSuffix(source, "/"))
				require.NoError(t, err)
				require.NotEmpty(t, matches, "%s copies %s, which is not in the checkout", d.path, source)
				for _, match := range matches {
					assert.True(t, reaches(t, d, match), "%s copies %s, which %[1]s.dockerignore leaves out", d.path, match)
				}
			}
		}
	})
}

// reaches tells whether a file, or one below a folder, gets into the context.
func reaches(t *testing.T, d dockerfile, path string) bool {
	for _, file := range files(t, path, "") {
		if !d.ignored(file) {
			return true
		}
	}
	return false
}

// leavings are what a build or a test leaves in a folder that has the file: it would spoil caches, or be taken for its
// own by the build.
var leavings = map[string][]string{
	"package.json":      {"node_modules/next/package.json", ".next/BUILD_ID"},
	"Cargo.toml":        {"target/release/program"},
	"pom.xml":           {"target/classes/application.yaml"},
	"requirements.lock": {".venv/bin/python3", "payment_service/__pycache__/app.pyc", ".pytest_cache/README.md"},
	"README.md":         {"README.md", ".env", "Dockerfile"},
}

// No build sees what was built elsewhere, what is secret or what has nothing to do with it.
func TestTheContextHoldsWhatIsNeededOnly(t *testing.T) {
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		folder := filepath.ToSlash(filepath.Dir(d.path))
		paths := []string{".env", ".git/config", ".lab/data/postgres/PG_VERSION", ".lab-test/log/frontend.log", "docs/METRICS.md", "README.md"}
		for file, left := range leavings {
			for _, path := range left {
				if exists(folder + "/" + file) {
					paths = append(paths, folder+"/"+path)
				}
			}
		}
		for _, path := range paths {
			assert.True(t, d.ignored(path), "%s.dockerignore lets %s into the context", d.path, path)
		}
	})
}
