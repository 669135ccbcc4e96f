package compose

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/assert"
)

// flagDifferences are flags that a native process and its container do not share, or give other values, and why. The
// reason under "*" is for all flags of a service.
var flagDifferences = map[string]map[string]string{
	"cadvisor": {"*": "the native one is a program of our own over the same library, with these settings in its source"},
	"grafana":  {"*": "the image's entry point has them"},
	"node-exporter": {
		"path.rootfs": "in a container the machine's files are below a folder",
	},
	"postgres": {
		"D":                         "the image's variable PGDATA says it",
		"c unix_socket_directories": "the image's first start goes through a socket; natively there is none",
	},
	"redis": {
		"dir": "where the image has its volume",
	},
}

// A container starts its program with the flags of the native process; hosts and folders apart.
func TestContainersStartWithTheNativeFlags(t *testing.T) {
	project, native := lab(t), readNative(t)
	known := hosts(project)
	needed := map[string]bool{}
	forEachService(t, func(t *testing.T, s types.ServiceConfig) {
		if _, only := onlyInContainers[s.Name]; only {
			return
		}
		here, natively := flags(arguments(t, s)), flags(native.args(t, s.Name)[1:])
		for _, name := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(slices.Collect(maps.Keys(here)), slices.Collect(maps.Keys(natively)))))) {
			container, inContainer := here[name]
			process, isNative := natively[name]
			if inContainer && isNative && placeless(known, container) == placeless(known, process) {
				continue
			}
			if _, stated := flagDifferences[s.Name]["*"]; stated {
				needed[s.Name+" *"] = true
				continue
			}
			if _, stated := flagDifferences[s.Name][name]; stated {
				needed[s.Name+" "+name] = true
				continue
			}
			t.Errorf("the flag %s of %s is %s in the container and %s natively: make them equal, or state the difference and its reason here",
				name, s.Name, quoted(container, inContainer), quoted(process, isNative))
		}
	})
	for service, names := range flagDifferences {
		for name := range names {
			assert.True(t, needed[service+" "+name], "the flag %s of %s is stated to differ and does not", name, service)
		}
	}
}

// Our own programs start with exactly the native command; their images know it, so that no compose file repeats it.
func TestImagesStartWithTheNativeCommand(t *testing.T) {
	native := readNative(t)
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		if d.name == "lab" {
			return
		}
		command := native.args(t, d.name)
		assert.Equal(t, path.Base(command[0]), path.Base(d.start()[0]), "the program of %s", d.path)
		assert.Equal(t, command[1:], d.start()[1:], "the arguments of %s", d.path)
		s := lab(t).Services[d.name]
		assert.Empty(t, slices.Concat(s.Entrypoint, s.Command), "%s has the command of its image", d.name)
	})
}

// arguments is what a container gives its program: the flags of the compose file, or else the image's.
func arguments(t *testing.T, s types.ServiceConfig) []string {
	t.Helper()
	given := slices.Concat(s.Entrypoint, s.Command)
	if s.Build != nil && len(s.Entrypoint) == 0 {
		given = slices.Concat(readDockerfile(t, s.Build.Dockerfile).start(), s.Command)
	}
	// The entry point of an official image takes flags alone, or its program's name in front of them.
	if len(given) > 0 && !strings.HasPrefix(given[0], "-") {
		given = given[1:]
	}
	return given
}

// flags reads arguments as flags with their values: --name=value, -name value, and -c name=value, which may be there more
// than once. What is no flag is the value of "".
func flags(arguments []string) map[string]string {
	values := map[string]string{}
	for i := 0; i < len(arguments); i++ {
		argument := arguments[i]
		if !strings.HasPrefix(argument, "-") {
			values[""] = strings.TrimSpace(values[""] + " " + path.Base(argument))
			continue
		}
		name, value, assigned := strings.Cut(strings.TrimLeft(argument, "-"), "=")
		if next := i + 1; !assigned && next < len(arguments) && !strings.HasPrefix(arguments[next], "-") {
			value, i = arguments[next], next
			if parameter, its, is := strings.Cut(value, "="); is {
				name, value = name+" "+parameter, its
			}
		}
		values[name] = value
	}
	return values
}
