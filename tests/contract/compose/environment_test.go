package compose

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ours are the programs of this repository, and the file in which each tells which variables it reads.
var ours = map[string]string{
	"order-service":        "services/order-service/README.md",
	"inventory-service":    "services/inventory-service/README.md",
	"payment-service":      "services/payment-service/README.md",
	"user-service":         "services/user-service/README.md",
	"notification-service": "services/notification-service/README.md",
	"frontend":             "services/frontend/README.md",
	"inbox":                "lab/internal/inbox/config.go",
}

// differences are variables whose values, or whose presence, differ between a native process and its container, and why.
// Those under "" hold for all services.
var differences = map[string]map[string]string{
	"": {
		"GOMEMLIMIT": "goes with the memory limit, which is another one for some containers",
		"DATA_DIR":   "a folder for each part natively, a volume for each in containers",
	},
	"traefik": {
		"TRAEFIK_ROUTES":        "the compose file names the folder itself",
		"TRAEFIK_API_DASHBOARD": "the official image brings the dashboard's pages",
		"TRAEFIK_ENTRYPOINTS_WEB_FORWARDEDHEADERS_TRUSTEDIPS": "the frontend has an address of its own there",
	},
	"promtail": {
		"LOG_DIR": "natively each process has its file there; in containers Docker's folder, and LOG_FILES says which files",
	},
	"postgres": {
		"PGPORT":               "the image's first start asks there",
		"POSTGRES_INITDB_ARGS": "natively `lab up` makes the database cluster",
	},
	"redis": {
		"REDISCLI_AUTH": "for the health check; the native probe sets it itself",
	},
	"rabbitmq": {
		"HOME":                                "the image's user has one",
		"RABBITMQ_NODENAME":                   "natively labs side by side need names that differ",
		"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "the image's broker starts epmd itself",
	},
}

// A container is configured by the same names and values as the native process; only hosts and folders differ, and what
// is stated.
func TestContainersAndNativeProcessesAreConfiguredAlike(t *testing.T) {
	project, native := lab(t), readNative(t)
	known := hosts(project)
	needed := map[string]bool{}
	forEachService(t, func(t *testing.T, s types.ServiceConfig) {
		if _, only := onlyInContainers[s.Name]; only {
			return
		}
		here, all := given(t, s), native.all(t, s.Name)
		expected := slices.Concat(slices.Collect(maps.Keys(here)), slices.Collect(maps.Keys(native.own(s.Name))))
		if file, is := ours[s.Name]; is {
			for _, name := range documented(t, file) {
				if _, natively := all[name]; natively {
					expected = append(expected, name)
				}
			}
		}
		for _, name := range slices.Compact(slices.Sorted(slices.Values(expected))) {
			container, inContainer := here[name]
			process, natively := all[name]
			if inContainer && natively && placeless(known, container) == placeless(known, process) {
				continue
			}
			if !inContainer && process == "" {
				continue // emptied natively, where all processes get it
			}
			if !natively && optional(t, s.Name, name) {
				continue
			}
			if _, stated := differences[s.Name][name]; stated {
				needed[s.Name+" "+name] = true
				continue
			}
			if _, stated := differences[""][name]; stated {
				needed[" "+name] = true
				continue
			}
			t.Errorf("%s of %s is %s in the container and %s natively: make them equal, or state the difference and its reason here",
				name, s.Name, quoted(container, inContainer), quoted(process, natively))
		}
	})
	for service, variables := range differences {
		for name := range variables {
			assert.True(t, needed[service+" "+name], "%s of %q is stated to differ and does not", name, service)
		}
	}
}

// given is the environment of a container: that of the image, under that of the compose file.
func given(t *testing.T, s types.ServiceConfig) map[string]string {
	t.Helper()
	values := map[string]string{}
	if s.Build != nil {
		maps.Copy(values, readDockerfile(t, s.Build.Dockerfile).environment())
	}
	return with(values, environment(s))
}

// optional tells whether the configuration of a service takes a variable and does without: natively it has its default.
func optional(t *testing.T, service, name string) bool {
	t.Helper()
	for _, path := range readers[service] {
		for _, file := range files(t, path, "") {
			if text := readFile(t, file); strings.Contains(text, name) && defaulted(text, name) {
				return true
			}
		}
	}
	return false
}

var (
	row      = regexp.MustCompile("(?m)^\\|((?: *`[A-Z][A-Z0-9_]+`,?)+) *\\|")
	variable = regexp.MustCompile("[`\"]([A-Z][A-Z0-9_]{3,})[`\"]")
)

// documented lists the variables of a table of configuration, or those that a file of Go names.
func documented(t *testing.T, file string) []string {
	t.Helper()
	text := readFile(t, file)
	var names []string
	if rows := row.FindAllString(text, -1); rows != nil {
		text = ""
		for _, cells := range rows {
			text += cells
		}
	}
	for _, match := range variable.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	require.NotEmpty(t, names, "%s lists no variables in the form that this test reads", file)
	return names
}
