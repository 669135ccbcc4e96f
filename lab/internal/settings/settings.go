// Package settings reads the lab's configuration: the defaults of .env.example, overridden by
// .env (or another file that the caller names), overridden by the process environment.
package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/joho/godotenv"
)

// marker is the file that only the root of the project has.
const marker = "process-compose.yaml"

// Settings is one lab: where its files are and the value of every variable of .env.example.
type Settings struct {
	// Root is the absolute path of the checkout.
	Root string
	// State is the absolute path of the folder with data, logs and pids: .lab by default, or the
	// folder that a symbolic link of that name leads to.
	State string
	// StateLink is where the state folder is seen in the checkout: State itself, or the link to it.
	StateLink string
	// Cache is the absolute path of the folder with built tools and services.
	Cache string
	// Instance tells labs on one machine apart: "lab" by default.
	Instance string
	// Half is what this machine runs of the lab.
	Half Half

	// given is what the files and the environment say, values has what follows from it besides.
	given, values map[string]string
}

// optional are the variables of .env.example that may be empty.
var optional = []string{"WEBAPP_HOST", "GRAFANA_STACK_HOST", "PUBLISH_ADDRESS", "COMPOSE_PROFILES", grafanaURL}

// ErrNoCheckout says that neither the working directory nor LAB_ROOT is inside a checkout.
var ErrNoCheckout = errors.New("this is not a checkout of the lab")

// Load reads the settings of the lab whose checkout holds the working directory. The variable
// LAB_ENV_FILE names a file that replaces .env. The error is one line for each fault and names the
// variable or the file.
func Load() (*Settings, error) {
	root, err := findRoot()
	if err != nil {
		return nil, err
	}
	values, err := godotenv.Read(filepath.Join(root, ".env.example"))
	if err != nil {
		return nil, fmt.Errorf(".env.example cannot be read: %w", err)
	}
	known := slices.Sorted(maps.Keys(values))

	override, err := readOverride(root)
	if err != nil {
		return nil, err
	}
	maps.Copy(values, override)
	for _, name := range known {
		if value, ok := os.LookupEnv(name); ok {
			values[name] = value
		}
	}
	for _, name := range append(Hosts(), "DATA_ADDRESS", grafanaURL) {
		if value := os.Getenv(name); value != "" {
			values[name] = value
		}
	}

	s := &Settings{Root: root, given: values, values: values}
	s.Instance = firstOf(os.Getenv("LAB_INSTANCE"), override["LAB_INSTANCE"], "lab")
	s.StateLink = absolute(root, firstOf(os.Getenv("LAB_STATE"), override["LAB_STATE"], ".lab"))
	s.State = s.StateLink
	if target, err := os.Readlink(s.StateLink); err == nil {
		s.State = target
	}
	if s.Cache, err = cacheDir(); err != nil {
		return nil, err
	}
	if s.Half, err = remembered(s.State); err != nil {
		return nil, err
	}
	s.locate()
	return s, s.check(known)
}

// locate computes where this machine's parts listen and where all parts are reached.
func (s *Settings) locate() {
	s.values = maps.Clone(s.given)
	own := map[Half]string{Webapp: s.given["WEBAPP_HOST"], Grafana: s.given["GRAFANA_STACK_HOST"]}[s.Half]
	// Whoever has chosen where to listen, everywhere for one, has the last word.
	if net.ParseIP(own) != nil && isLoopback(s.given["BIND_ADDRESS"]) {
		s.values["BIND_ADDRESS"] = own
	}
	s.values["DATA_ADDRESS"] = firstOf(s.given["DATA_ADDRESS"], dataAddress(s.values["BIND_ADDRESS"]))
	s.values["LAB_HALF"] = string(s.Half)
	s.values[grafanaURL] = firstOf(strings.TrimRight(s.given[grafanaURL], "/"), s.Link("GRAFANA_PORT"))
	hosts := map[string]string{}
	for _, name := range Hosts() {
		hosts[name] = HostOf(s.Get, strings.TrimSuffix(name, "_HOST"))
	}
	maps.Copy(s.values, hosts)
}

// Get returns the value of a variable of .env.example, or of one that says where a part is; "" when there is none.
func (s *Settings) Get(name string) string { return s.values[name] }

// Port returns the number of a port variable that Load has checked.
func (s *Settings) Port(name string) int {
	port, _ := strconv.Atoi(s.values[name])
	return port
}

// Ports lists the names of all port variables in alphabetical order.
func (s *Settings) Ports() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for name := range s.values {
			if strings.HasSuffix(name, "_PORT") && !yield(name) {
				return
			}
		}
	})
}

// Address is where a part is reached, with the port that the variable holds.
func (s *Settings) Address(portVariable string) string {
	return net.JoinHostPort(HostOf(s.Get, strings.TrimSuffix(hostVariable(portVariable), "_HOST")), s.Get(portVariable))
}

// ListenAddress is where a part of this machine listens, with the port that the variable holds.
func (s *Settings) ListenAddress(portVariable string) string {
	address := s.Get("BIND_ADDRESS")
	switch {
	case slices.Contains(forThemselves, portVariable):
		address = "127.0.0.1"
	case layers[hostVariable(portVariable)] == data:
		address = s.Get("DATA_ADDRESS")
	}
	return net.JoinHostPort(address, s.Get(portVariable))
}

// Remote tells whether the other half of the lab runs on another machine.
func (s *Settings) Remote() bool {
	return s.Half != Both && s.Get("WEBAPP_HOST") != s.Get("GRAFANA_STACK_HOST")
}

// Environ is the environment of every process of the lab, in the form of os.Environ.
func (s *Settings) Environ() []string {
	env := os.Environ()
	for name, value := range s.values {
		env = append(env, name+"="+value)
	}
	return append(env,
		"LAB_ROOT="+s.Root, "LAB_STATE="+s.State, "LAB_CACHE="+s.Cache, "LAB_INSTANCE="+s.Instance)
}

// Socket is the file in a state folder through which the supervisor of a native lab is asked and told.
func Socket(state string) string { return filepath.Join(state, "run", "pc.sock") }

// Export puts every setting into this process's own environment, for the parts of the lab tool
// that are configured by environment variables as the services are.
func (s *Settings) Export() error {
	for _, pair := range s.Environ()[len(os.Environ()):] {
		name, value, _ := strings.Cut(pair, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}

// check finds empty values, ports that are none, and two parts on one port.
func (s *Settings) check(names []string) error {
	var faults []error
	if address := s.Get("BIND_ADDRESS"); !isIPv4(address) {
		faults = append(faults, fmt.Errorf("BIND_ADDRESS is %q: it must be an IPv4 address", address))
	}
	faults = append(faults, s.checkMachines()...)
	if err := checkLink(grafanaURL, s.given[grafanaURL]); err != nil {
		faults = append(faults, err)
	}
	for _, name := range names {
		if s.values[name] == "" && !slices.Contains(optional, name) {
			faults = append(faults, fmt.Errorf("%s is empty: give it a value in .env or remove the line", name))
		}
	}
	owner := map[int]string{}
	for _, name := range s.Ports() {
		port, err := strconv.Atoi(s.values[name])
		if err != nil || port < 1 || port > 65535 {
			faults = append(faults, errPort(name, s.values[name]))
			continue
		}
		if other, taken := owner[port]; taken {
			faults = append(faults, fmt.Errorf("%s and %s are both %d: each part needs a port of its own", other, name, port))
		}
		owner[port] = name
	}
	return errors.Join(faults...)
}

func findRoot() (string, error) {
	start := os.Getenv("LAB_ROOT")
	if start == "" {
		var err error
		if start, err = os.Getwd(); err != nil {
			return "", err
		}
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, marker)); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%w: no %s in %s or above", ErrNoCheckout, marker, start)
		}
	}
}

func readOverride(root string) (map[string]string, error) {
	file := absolute(root, firstOf(os.Getenv("LAB_ENV_FILE"), ".env"))
	values, err := godotenv.Read(file)
	if errors.Is(err, fs.ErrNotExist) && filepath.Base(file) == ".env" {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", file, err)
	}
	return values, nil
}

// cacheDir is LAB_CACHE, or a folder of the user's home; a user without one, as in a container, has nothing to keep.
func cacheDir() (string, error) {
	if dir := os.Getenv("LAB_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = os.TempDir()
	}
	return filepath.Join(home, ".cache", "oms-lab"), nil
}

func absolute(root, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(root, path)
}

func firstOf(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}
