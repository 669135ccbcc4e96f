// Package lifecycle proves what happens to the lab itself: a second start, a kill of everything,
// a stop, a taken port. It runs last because it stops the lab that the other suites use.
package lifecycle

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// The steps depend on each other: they are the life of one lab.
func TestLifeOfALab(t *testing.T) {
	email := "lifecycle-" + strconv.Itoa(os.Getpid()) + "@oms.example"
	require.Equal(t, http.StatusCreated, post(t, "register", map[string]string{
		"email": email, "password": "observe-me-1", "name": "Life Cycle"}))

	t.Run("a second start changes nothing and says so", func(t *testing.T) {
		before := processes(t)
		out, err := lab(t, nil, "up")
		require.NoError(t, err, out)
		require.Contains(t, out, "nothing was changed")
		require.Equal(t, before, processes(t))
	})

	t.Run("after a kill of everything it starts again and has lost nothing", func(t *testing.T) {
		killed := 0
		for _, pid := range supervised(t) {
			if syscall.Kill(pid, syscall.SIGKILL) == nil {
				killed++
			}
		}
		require.Greater(t, killed, 15)

		out, err := lab(t, nil, "up")
		require.NoError(t, err, out)
		require.Contains(t, out, "the lab is healthy")
		require.Equal(t, http.StatusOK, post(t, "login", map[string]string{"email": email, "password": "observe-me-1"}))
	})

	t.Run("when only the supervisor was killed, the processes that it left behind are no obstacle", func(t *testing.T) {
		for _, pid := range supervised(t) {
			if strings.HasSuffix(executable(pid), "process-compose") || strings.HasSuffix(executable(pid), "/src") {
				require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
			}
		}
		out, err := lab(t, nil, "up")
		require.NoError(t, err, out)
		require.Contains(t, out, "the lab is healthy")
	})

	t.Run("down leaves nothing running", func(t *testing.T) {
		out, err := lab(t, nil, "down")
		require.NoError(t, err, out)
		require.Empty(t, supervised(t))
		out, err = lab(t, nil, "down")
		require.NoError(t, err, out)
		require.Contains(t, out, "was not running")
	})

	t.Run("a taken port is named before anything is started", func(t *testing.T) {
		listener, err := net.Listen("tcp", net.JoinHostPort(os.Getenv("BIND_ADDRESS"), os.Getenv("LOKI_PORT")))
		require.NoError(t, err)
		defer func() { _ = listener.Close() }()
		out, err := lab(t, nil, "up")
		require.Error(t, err)
		require.Regexp(t, `lab: port \d+ \(LOKI_PORT\) is taken by .+ \(pid `+strconv.Itoa(os.Getpid())+`\): stop it, or set LOKI_PORT to another port in \.env\n$`, out)
		require.Empty(t, supervised(t))
	})

	t.Run("a malformed setting is one line that names the variable", func(t *testing.T) {
		out, err := lab(t, []string{"TEMPO_PORT=many"}, "up")
		require.Error(t, err)
		require.Equal(t, "lab: TEMPO_PORT is \"many\": it must be a port number from 1 to 65535\n", out)
	})
}

// lab runs the lab tool against the tests' own lab and returns all that it printed.
func lab(t *testing.T, env []string, args ...string) (string, error) {
	t.Helper()
	program := filepath.Join(os.Getenv("LAB_STATE"), "bin", "lab")
	cmd := exec.CommandContext(t.Context(), program, append([]string{"--env-file", "tests/stack.env"}, args...)...)
	cmd.Dir = os.Getenv("LAB_ROOT")
	cmd.Env = append(os.Environ(), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// processes maps the name of each running process of the lab to its number.
func processes(t *testing.T) map[string]int {
	t.Helper()
	out, err := lab(t, nil, "status", "--json")
	require.NoError(t, err, out)
	var status struct {
		Processes []struct {
			Name string `json:"name"`
			PID  int    `json:"pid"`
		} `json:"processes"`
	}
	require.NoError(t, json.Unmarshal([]byte(out), &status))
	pids := map[string]int{}
	for _, p := range status.Processes {
		pids[p.Name] = p.PID
	}
	return pids
}

// supervised are the numbers of all processes that belong to the tests' lab, the supervisor included.
func supervised(t *testing.T) []int {
	t.Helper()
	mark := []byte("\x00LAB_STATE=" + os.Getenv("LAB_STATE") + "\x00")
	files, err := filepath.Glob("/proc/[0-9]*/environ")
	require.NoError(t, err)
	var pids []int
	for _, file := range files {
		// A process may end while the list is read.
		environ, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(append([]byte{0}, environ...), mark) || !bytes.Contains(environ, []byte("LAB_SUPERVISED=1")) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		require.NoError(t, err)
		pids = append(pids, pid)
	}
	return pids
}

func executable(pid int) string {
	target, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "exe"))
	if err != nil {
		return ""
	}
	return target
}

// post sends JSON to an endpoint of user-service through the gateway and returns the status.
func post(t *testing.T, endpoint string, body map[string]string) int {
	t.Helper()
	content, err := json.Marshal(body)
	require.NoError(t, err)
	url := "http://" + net.JoinHostPort(os.Getenv("BIND_ADDRESS"), os.Getenv("GATEWAY_PORT")) + "/api/v1/users/" + endpoint
	response, err := http.Post(url, "application/json", bytes.NewReader(content))
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.StatusCode
}
