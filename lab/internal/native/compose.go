package native

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/shirou/gopsutil/v4/process"

	"oms-lab/lab/internal/settings"
)

// State is what the supervisor says of one process.
type State struct {
	Name      string `json:"name"`
	Status    string `json:"status"`
	Ready     string `json:"is_ready"`
	HasProbe  bool   `json:"has_ready_probe"`
	Restarts  int    `json:"restarts"`
	ExitCode  int    `json:"exit_code"`
	PID       int32  `json:"pid"`
	IsRunning bool   `json:"is_running"`
}

// Healthy tells whether the process has reached its goal: ready, or completed when it runs once.
func (s State) Healthy() bool {
	switch s.Status {
	case "Disabled":
		return true
	case "Completed", "Skipped":
		return s.ExitCode == 0
	case "Running":
		return !s.HasProbe || s.Ready == "Ready"
	}
	return false
}

// socket is the file through which the supervisor is asked and told.
func socket(s *settings.Settings) string { return settings.Socket(s.State) }

// client speaks HTTP to the supervisor over its socket.
func client(s *settings.Settings) *http.Client {
	return &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket(s))
		},
	}}
}

// errDown says that no supervisor answers.
var errDown = errors.New("the lab is not running: start it with make up")

// States asks the supervisor for all processes, by name. The error is errDown when there is none.
func States(ctx context.Context, s *settings.Settings) ([]State, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://supervisor/processes", nil)
	if err != nil {
		return nil, err
	}
	response, err := client(s).Do(request)
	if err != nil {
		return nil, errDown
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		Data []State `json:"data"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("the supervisor's answer: %w", err)
	}
	slices.SortFunc(answer.Data, func(a, b State) int { return strings.Compare(a.Name, b.Name) })
	return answer.Data, nil
}

// startSupervisor starts process-compose in the background with the environment of the lab; without
// names it starts all processes.
func startSupervisor(ctx context.Context, s *settings.Settings, env, processes []string) error {
	config, err := project(s)
	if err != nil {
		return err
	}
	args := append([]string{"up"}, processes...)
	args = append(args,
		"--config", config, "--disable-dotenv",
		"--detached", "--tui=false", "--keep-project", "--ordered-shutdown",
		"--use-uds", "--unix-socket", socket(s), "--log-file", filepath.Join(s.State, "run", "process-compose.log"))
	cmd := exec.CommandContext(ctx, filepath.Join(s.State, "bin", "process-compose"), args...)
	cmd.Dir = s.State
	cmd.Env = append(env, "PROC_COMP_CONFIG="+filepath.Join(s.State, "run"))
	output, err := os.Create(filepath.Join(s.State, "run", "start.log"))
	if err != nil {
		return err
	}
	defer func() { _ = output.Close() }()
	cmd.Stdout, cmd.Stderr = output, output
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("process-compose did not start: %w: see %s", err, output.Name())
	}
	return nil
}

// stopSupervisor ends every process in reverse order of dependency, then the supervisor.
func stopSupervisor(ctx context.Context, s *settings.Settings) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://supervisor/project/stop", nil)
	if err != nil {
		return err
	}
	c := client(s)
	c.Timeout = time.Minute
	response, err := c.Do(request)
	if err != nil {
		// The supervisor may end before it has answered; whether it is gone is checked by the caller.
		return nil
	}
	return response.Body.Close()
}

// Environment is the environment of a lab for commands that are not supervised, such as tests.
func Environment(s *settings.Settings) []string {
	return append(s.Environ(), "PROCESS_COMPOSE_SOCKET="+socket(s))
}

// environment is what every supervised process inherits, beyond the settings themselves.
func environment(s *settings.Settings, extra map[string]string) []string {
	env := append(Environment(s), "LAB_SUPERVISED=1")
	for name, value := range extra {
		env = append(env, name+"="+value)
	}
	return env
}

func errStillRunning(rest []*process.Process) error {
	var names []string
	for _, p := range rest {
		name, _ := p.Name()
		names = append(names, fmt.Sprintf("%s (pid %d)", name, p.Pid))
	}
	return fmt.Errorf("still running: %s", strings.Join(names, ", "))
}

// tail returns the last lines of a process's log.
func tail(s *settings.Settings, name string, lines int) []string {
	content, err := os.ReadFile(filepath.Join(s.State, "log", name+".log"))
	if err != nil {
		return nil
	}
	all := strings.Split(strings.TrimRight(string(content), "\n"), "\n")
	return all[max(0, len(all)-lines):]
}
