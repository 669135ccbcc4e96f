// Package scripts runs the scripts of scripts/ on machines made up for it: a copy of the checkout's scripts, and a PATH of the
// machine's basic programs and a few pretended ones.
package scripts

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// checkout is the root of the project.
const checkout = "../../.."

// basics are programs of every machine that the scripts may use.
var basics = []string{"awk", "basename", "bash", "cat", "cksum", "cut", "dirname", "env", "find", "grep", "head", "id", "mkdir",
	"python3", "readlink", "sed", "sort", "tail", "timeout", "tr", "uname", "xargs"}

// machine is a made-up one.
type machine struct {
	t *testing.T
	// root is its checkout, bin the only folder of its PATH.
	root, bin string
	env       []string
}

// newMachine has the scripts and the settings, and neither Docker nor Go.
func newMachine(t *testing.T) *machine {
	t.Helper()
	dir := t.TempDir()
	m := &machine{t: t, root: filepath.Join(dir, "lab"), bin: filepath.Join(dir, "bin")}
	require.NoError(t, os.CopyFS(filepath.Join(m.root, "scripts"), os.DirFS(filepath.Join(checkout, "scripts"))))
	m.copy(".env.example", ".env.example")
	require.NoError(t, os.MkdirAll(m.bin, 0o755))
	for _, name := range basics {
		program, err := exec.LookPath(name)
		require.NoError(t, err)
		require.NoError(t, os.Symlink(program, filepath.Join(m.bin, name)))
	}
	return m
}

// copy copies a file of the checkout.
func (m *machine) copy(from, to string) {
	m.t.Helper()
	content, err := os.ReadFile(filepath.Join(checkout, from))
	require.NoError(m.t, err)
	m.write(to, string(content))
}

// write writes a file of the machine's checkout.
func (m *machine) write(name, content string) {
	m.t.Helper()
	require.NoError(m.t, os.WriteFile(filepath.Join(m.root, name), []byte(content), 0o644))
}

// settings is .env: a copy of .env.example, and the lines given.
func (m *machine) settings(lines ...string) {
	m.t.Helper()
	content, err := os.ReadFile(filepath.Join(m.root, ".env.example"))
	require.NoError(m.t, err)
	m.write(".env", string(content)+strings.Join(lines, "\n")+"\n")
}

// program pretends a program: a script that notes how it was called, and then does what body says.
func (m *machine) program(name, body string) {
	m.t.Helper()
	file := filepath.Join(m.bin, name)
	// One of the basics is a link to the machine's own program, which must not be written to.
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		m.t.Fatal(err)
	}
	script := fmt.Sprintf("#!/usr/bin/env bash\necho \"%s $*\" >>%q\n%s\n", name, m.log(), body)
	target, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	require.NoError(m.t, err)
	_, err = target.WriteString(script)
	require.NoError(m.t, errors.Join(err, target.Close()))
}

func (m *machine) log() string { return filepath.Join(filepath.Dir(m.bin), "calls") }

// calls are the lines of what was called of the pretended programs that contain a text.
func (m *machine) calls(containing string) []string {
	content, err := os.ReadFile(m.log())
	if !errors.Is(err, os.ErrNotExist) {
		require.NoError(m.t, err)
	}
	var found []string
	for line := range strings.Lines(string(content)) {
		if strings.Contains(line, containing) {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found
}

// result is what a script did.
type result struct {
	out, err string
	code     int
}

// run runs a script of the machine.
func (m *machine) run(script string, args ...string) result {
	m.t.Helper()
	var out, fault bytes.Buffer
	cmd := exec.Command(filepath.Join(m.root, "scripts", script), args...)
	cmd.Env = append([]string{"PATH=" + m.bin, "HOME=" + m.root}, m.env...)
	cmd.Stdout, cmd.Stderr = &out, &fault
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		m.t.Fatal(err)
	}
	return result{out: out.String(), err: fault.String(), code: cmd.ProcessState.ExitCode()}
}

// refuses expects exactly these lines on standard error, exit code 1, and that nothing was started.
func (m *machine) refuses(r result, lines ...string) {
	m.t.Helper()
	require.Equal(m.t, strings.Join(lines, "\n")+"\n", r.err)
	require.Equal(m.t, 1, r.code)
	require.Empty(m.t, m.calls(" up "), "something was started")
}
