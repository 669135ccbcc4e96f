package artifact

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/mod/modfile"
)

// tool describes a program compiled from a pinned module of infrastructure/tools/<name>.
type tool struct {
	name string
	// tags are Go build tags; version is the variable that its --version prints.
	tags, version string
	// binaries maps the name that the module's command gets to the name under bin/ of the state folder.
	binaries map[string]string
}

// commonVersion is where the Prometheus projects keep the version that they print.
const commonVersion = "github.com/prometheus/common/version.Version"

var tools = []tool{
	{name: "process-compose", binaries: map[string]string{"src": "process-compose"},
		version: "github.com/f1bonacc1/process-compose/src/config.Version"},
	{name: "node-exporter", version: commonVersion, binaries: map[string]string{"node_exporter": "node-exporter"}},
	{name: "cadvisor", binaries: map[string]string{"cadvisor": "cadvisor"}},
	{name: "alertmanager", version: commonVersion,
		binaries: map[string]string{"alertmanager": "alertmanager", "amtool": "amtool"}},
	// remove_all_sd leaves file and HTTP service discovery, all that the lab uses, and halves the build.
	{name: "prometheus", version: commonVersion, tags: "remove_all_sd",
		binaries: map[string]string{"prometheus": "prometheus", "promtool": "promtool"}},
	{name: "tempo", binaries: map[string]string{"tempo": "tempo"}},
	{name: "loki", version: "github.com/grafana/loki/v3/pkg/util/build.Version",
		binaries: map[string]string{"loki": "loki", "promtail": "promtail"}},
	{name: "traefik", version: "github.com/traefik/traefik/v3/pkg/version.Version",
		binaries: map[string]string{"traefik": "traefik"}},
}

// Tools lists the programs of infrastructure/tools and the Node.js that the lab pins.
func Tools(root string) ([]*Artifact, error) {
	all := []*Artifact{nodeJS()}
	for _, t := range tools {
		a, err := t.artifact(root)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// TestTools are the programs that only the tests need: a test runner that writes JUnit's format, and
// a linter.
func TestTools(root string) (gotestsum, staticcheck *Artifact, err error) {
	if gotestsum, err = (tool{name: "gotestsum"}).artifact(root); err != nil {
		return nil, nil, err
	}
	staticcheck, err = (tool{name: "staticcheck"}).artifact(root)
	return gotestsum, staticcheck, err
}

// K6 puts load on the lab. It is built for whoever asks for that, and not with the rest.
func K6(root string) (*Artifact, error) { return tool{name: "k6"}.artifact(root) }

func (t tool) artifact(root string) (*Artifact, error) {
	folder := filepath.Join("infrastructure", "tools", t.name)
	packages, version, err := readModule(filepath.Join(root, folder, "go.mod"))
	if err != nil {
		return nil, err
	}
	ldflags := "-s -w"
	if t.version != "" {
		ldflags += " -X " + t.version + "=" + strings.TrimPrefix(version, "v")
	}
	if t.name == "tempo" {
		version = "v2.9.0" // the module's pseudo-version is the commit of this tag
		ldflags += " -X main.Version=2.9.0"
	}
	links := map[string]string{}
	for built, name := range t.binaries {
		links[filepath.Join("bin", name)] = built
	}
	a := &Artifact{Name: t.name, Version: version, Inputs: []string{folder},
		Salt: []string{runtime.Version(), runtime.GOARCH, t.tags, ldflags}, Links: links}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		args := []string{"go", "build", "-trimpath", "-buildvcs=false", "-tags", t.tags, "-ldflags", ldflags, "-o", dir + "/"}
		return b.Run(ctx, a, Command{Dir: filepath.Join(root, folder), Args: append(args, packages...)})
	}
	return a, nil
}

// readModule returns the commands that a tool's go.mod names and the version of the first
// module that it requires: the tool's own. A module without a tool directive is its own command.
func readModule(file string) (packages []string, version string, err error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, "", err
	}
	mod, err := modfile.Parse(file, content, nil)
	if err != nil {
		return nil, "", err
	}
	for _, t := range mod.Tool {
		packages = append(packages, t.Path)
	}
	for _, require := range mod.Require {
		if len(packages) > 0 && strings.HasPrefix(packages[0], require.Mod.Path) {
			version = require.Mod.Version
		}
	}
	if len(packages) == 0 {
		packages = []string{"."}
	}
	return packages, version, nil
}

// nodeJS is the pinned Node.js, from the registry of npm: any Node with npm can fetch it.
func nodeJS() *Artifact {
	folder := filepath.Join("infrastructure", "tools", "node")
	arch := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
	a := &Artifact{Name: "node", Version: "24", Inputs: []string{folder}, Salt: []string{arch},
		Links: map[string]string{"bin/node": "node_modules/node-linux-" + arch + "/bin/node"}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		if err := os.CopyFS(dir, os.DirFS(filepath.Join(b.Root, folder))); err != nil {
			return err
		}
		return b.Run(ctx, a, Command{Dir: dir, Args: npm("ci")})
	}
	return a
}

// npm is a quiet npm command.
func npm(args ...string) []string {
	return append([]string{"npm", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"}, args...)
}
