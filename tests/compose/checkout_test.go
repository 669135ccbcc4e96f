//go:build compose

package compose

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// checkout is a copy of this one with the proof's settings as its .env.
type checkout struct {
	folder   string
	document string
}

// newCheckout is a copy of all files that are in git, as they are now. Where this machine has no image of Grafana it is
// left out: Compose would ask a registry for it.
func newCheckout(t *testing.T) checkout {
	t.Helper()
	c := checkout{folder: t.TempDir()}
	_, err := run(nil, "bash", "-c", `git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from - |
		tar --extract --directory "$0"`, c.folder)
	require.NoError(t, err)
	services, err := startable(grafana, nil)
	require.NoError(t, err)
	if !slices.Contains(services, "grafana") {
		path := filepath.Join(c.folder, grafana)
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		text := strings.Replace(string(content), "\n  grafana:\n", "\n  grafana:\n    profiles: [no-image]\n", 1)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	document, err := os.ReadFile(filepath.Join(root, "DEPLOYMENT.md"))
	require.NoError(t, err)
	c.document = string(document)
	c.write(t, settings)
	t.Cleanup(func() {
		c.types(t, "docker compose down --volumes && docker compose -f docker-compose.grafana.yml down --volumes")
	})
	return c
}

// write makes the checkout's .env.
func (c checkout) write(t *testing.T, values map[string]string) {
	t.Helper()
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&lines, "%s=%s\n", name, values[name])
	}
	require.NoError(t, os.WriteFile(filepath.Join(c.folder, ".env"), []byte(lines.String()), 0o600))
}

// block is the text between fences, counted from 0, below a heading of DEPLOYMENT.md.
func (c checkout) block(t *testing.T, heading string, n int) string {
	t.Helper()
	_, section, found := strings.Cut(c.document, "\n"+heading+"\n")
	require.True(t, found, "DEPLOYMENT.md has no %q", heading)
	section = regexp.MustCompile(`\n#{2,3} `).Split(section, 2)[0]
	blocks := regexp.MustCompile("(?ms)^```[a-z]+\n(.*?)^```$").FindAllStringSubmatch(section, -1)
	require.Greater(t, len(blocks), n, "blocks below %q", heading)
	return blocks[n][1]
}

// cell is the command in the last column of the row of a table.
func (c checkout) cell(t *testing.T, variable string) string {
	t.Helper()
	row := regexp.MustCompile("(?m)^\\| `" + variable + "` \\|.*\\| `([^`]+)`[^|]*\\|$").FindStringSubmatch(c.document)
	require.NotNil(t, row, "DEPLOYMENT.md has no command for %s", variable)
	return row[1]
}

// types runs commands as somebody in the checkout would, who has set nothing but .env. The proof's project has a longer name.
func (c checkout) types(t *testing.T, commands string) {
	t.Helper()
	output, err := c.shell(commands)
	require.NoError(t, err, "%s\n%s", commands, tail(output, 20))
}

func (c checkout) shell(commands string) (string, error) {
	commands = strings.ReplaceAll(commands, "oms-lab", settings["COMPOSE_PROJECT_NAME"])
	shell := exec.Command("bash", "-e", "-o", "pipefail", "-c", commands)
	shell.Dir = c.folder
	shell.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "COMPOSE_") })
	output, err := shell.CombinedOutput()
	return string(output), err
}

// start is what README says, the Grafana stack first.
func (c checkout) start(t *testing.T) {
	t.Helper()
	c.types(t, "docker compose -f docker-compose.grafana.yml up -d --wait && docker compose up -d --build --wait")
}
