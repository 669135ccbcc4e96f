//go:build compose

package compose

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The two halves of the lab, and where their files are.
const (
	webapp  = "docker-compose.yml"
	grafana = "docker-compose.grafana.yml"
)

var (
	root     = filepath.Join("..", "..")
	settings = map[string]string{}
)

// TestMain reads the settings that run.sh chose and starts both halves; run.sh takes them down.
func TestMain(m *testing.M) {
	if err := prepare(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func prepare() error {
	files := os.Getenv("COMPOSE_ENV_FILES")
	if files == "" {
		return fmt.Errorf("COMPOSE_ENV_FILES is not set: run tests/compose/run.sh")
	}
	for file := range strings.SplitSeq(files, ",") {
		if err := readSettings(file); err != nil {
			return err
		}
	}
	for _, half := range []string{grafana, webapp} {
		started := time.Now()
		if err := up(half); err != nil {
			return err
		}
		fmt.Printf("%s: healthy after %.0f s\n", half, time.Since(started).Seconds())
	}
	return nil
}

// readSettings adds the NAME=value lines of a file; later files win.
func readSettings(file string) error {
	content, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	lines := bufio.NewScanner(content)
	for lines.Scan() {
		if name, value, found := strings.Cut(lines.Text(), "="); found && !strings.HasPrefix(name, "#") {
			settings[name] = value
		}
	}
	return lines.Err()
}

// run is a command at the root of the repository; env adds to the environment.
func run(env []string, name string, arguments ...string) (string, error) {
	command := exec.Command(name, arguments...)
	command.Dir = root
	command.Env = append(os.Environ(), env...)
	var complaints strings.Builder
	command.Stderr = &complaints
	output, err := command.Output()
	if err != nil {
		return string(output), fmt.Errorf("%s %s: %w\n%s", name, strings.Join(arguments, " "), err,
			tail(complaints.String(), 20))
	}
	return string(output), nil
}

func tail(text string, lines int) string {
	all := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

func compose(env []string, half string, arguments ...string) (string, error) {
	return run(env, "docker", append([]string{"compose", "-f", half}, arguments...)...)
}

// up starts a half and waits until it is healthy: all services whose image this machine has.
func up(half string, env ...string) error {
	services, err := startable(half, env)
	if err != nil {
		return err
	}
	arguments := []string{"up", "-d", "--wait", "--wait-timeout", "300", "--no-build", "--pull", "never"}
	_, err = compose(env, half, append(arguments, services...)...)
	return err
}

func startable(half string, env []string) ([]string, error) {
	output, err := compose(env, half, "config", "--format", "json")
	if err != nil {
		return nil, err
	}
	var model struct {
		Services map[string]struct {
			Image string `json:"image"`
		} `json:"services"`
	}
	if err := json.Unmarshal([]byte(output), &model); err != nil {
		return nil, err
	}
	var names []string
	for name, service := range model.Services {
		if _, err := run(nil, "docker", "image", "inspect", service.Image); err != nil {
			fmt.Printf("%s is left out: this machine has no image %s\n", name, service.Image)
			continue
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

// container is what the engine says of one.
type container struct {
	Name  string
	State struct {
		Status   string
		ExitCode int
		Health   *struct{ Status string }
	}
	RestartCount int
	Config       struct {
		Labels     map[string]string
		StopSignal string
	}
	HostConfig struct{ Memory int64 }
}

func (c container) service() string { return c.Config.Labels["com.docker.compose.service"] }

// oneShot tells whether the container ends when its work is done.
func (c container) oneShot() bool { return c.State.Health == nil }

// containers are those of the whole lab, running or not.
func containers(t require.TestingT) []container {
	ids, err := run(nil, "docker", "ps", "-aq", "--filter", "label=com.docker.compose.project="+settings["COMPOSE_PROJECT_NAME"])
	require.NoError(t, err)
	require.NotEmpty(t, ids, "no container of the lab")
	output, err := run(nil, "docker", append([]string{"inspect"}, strings.Fields(ids)...)...)
	require.NoError(t, err)
	var found []container
	require.NoError(t, json.Unmarshal([]byte(output), &found))
	return found
}

// containerOf is the container of a service.
func containerOf(t require.TestingT, service string) container {
	for _, c := range containers(t) {
		if c.service() == service {
			return c
		}
	}
	require.Fail(t, "no container", service)
	return container{}
}
