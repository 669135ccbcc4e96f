package scripts

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Without the logs of containers all is well but Promtail, which is never ready.
func TestDockerKeepsItsContainersElsewhere(t *testing.T) {
	m := newMachine(t)
	e := docker()
	e.root = filepath.Join(m.root, "data", "docker")
	m.docker(e)
	m.settings()
	fault := "DOCKER_ROOT is %s and Docker keeps its containers in " + e.root + ": set DOCKER_ROOT=" + e.root + " in .env"
	m.refuses(m.run("deploy.sh", "webapp"), strings.Replace(fault, "%s", "/var/lib/docker", 1))
	m.refuses(m.run("deploy.sh"), strings.Replace(fault, "%s", "/var/lib/docker", 1))
	require.Zero(t, m.run("deploy.sh", "grafana", "--check").code, "the Grafana stack ships no logs")

	// The folder may be in the engine's virtual machine only, and a link to it is as good.
	m.settings("DOCKER_ROOT=" + e.root + "/")
	require.Zero(t, m.run("deploy.sh", "--check").code)
	link := filepath.Join(m.root, "docker")
	m.settings("DOCKER_ROOT=" + link)
	m.refuses(m.run("deploy.sh"), strings.Replace(fault, "%s", link, 1))
	require.NoError(t, os.MkdirAll(e.root, 0o755))
	require.NoError(t, os.Symlink(e.root, link))
	require.Zero(t, m.run("deploy.sh", "--check").code)
}

func TestFilesThatContainersMayNotRead(t *testing.T) {
	m := newMachine(t)
	m.docker(docker())
	m.settings()
	require.NoError(t, os.MkdirAll(filepath.Join(m.root, "infrastructure", "loki"), 0o755))
	m.write("infrastructure/loki/loki.yaml", "")
	require.Zero(t, m.run("deploy.sh", "--check").code)
	for name, mode := range map[string]os.FileMode{".env.example": 0o600, "infrastructure/loki": 0o750, "infrastructure/loki/loki.yaml": 0o640} {
		file := filepath.Join(m.root, name)
		whole, err := os.Stat(file)
		require.NoError(t, err)
		require.NoError(t, os.Chmod(file, mode))
		m.refuses(m.run("deploy.sh", "grafana"), name+" may not be read by others, and containers mount it: "+
			"(cd "+m.root+" && chmod -R go+rX .env.example infrastructure load process-compose.yaml)")
		require.NoError(t, os.Chmod(file, whole.Mode()))
	}
	m.write("infrastructure/loki/.loki.yaml.swp", "")
	require.NoError(t, os.Chmod(filepath.Join(m.root, "infrastructure/loki/.loki.yaml.swp"), 0o600))
	require.Zero(t, m.run("deploy.sh", "--check").code, "an editor's own file")
	// Passwords are nobody's business: Compose reads them, and no container does.
	require.NoError(t, os.Chmod(filepath.Join(m.root, ".env"), 0o600))
	require.Zero(t, m.run("deploy.sh", "--check").code)
}

func TestAllThatIsMountedIsLookedAt(t *testing.T) {
	listed := found(read(t, "scripts/lib/mounts.sh"), `(?m)^mounted=\((.+)\)$`)
	require.Len(t, listed, 1)
	var mounted []string
	for _, file := range []string{"docker-compose.yml", "docker-compose.grafana.yml"} {
		for _, source := range found(read(t, file), `(?m)^ +- (?:&\S+ )?\./([^:]+):`) {
			if first, _, _ := strings.Cut(source, "/"); !slices.Contains(mounted, first) {
				mounted = append(mounted, first)
			}
		}
	}
	require.ElementsMatch(t, mounted, strings.Fields(listed[0]))
}
