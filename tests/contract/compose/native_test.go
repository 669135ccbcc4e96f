package compose

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/mattn/go-shellwords"
	"github.com/stretchr/testify/require"
)

// native is process-compose.yaml with the values of an environment in it.
type native struct {
	// Environment is what every process gets.
	Environment []string
	Processes   map[string]process
}

// process is one process of the native lab.
type process struct {
	Command        string
	Environment    []string
	ReadinessProbe struct {
		HTTPGet struct{ Port string } `yaml:"http_get"`
	} `yaml:"readiness_probe"`
}

// somewhere stands for every host in a value: where a part is, is what the two ways to start the lab differ in.
const somewhere = "HOST"

var braced = regexp.MustCompile(`\$\{([A-Z][A-Z0-9_]*)\}`)

// readNative reads process-compose.yaml with the values of the telling environment; hosts are put in as if they were all
// the same.
func readNative(t *testing.T) native {
	t.Helper()
	environment := telling()
	text := braced.ReplaceAllStringFunc(readFile(t, "process-compose.yaml"), func(match string) string {
		name := braced.FindStringSubmatch(match)[1]
		switch value, is := environment[name]; {
		case name == "BIND_ADDRESS", strings.HasSuffix(name, "_HOST"), name == "DATA_ADDRESS":
			return somewhere
		case name == "GRAFANA_URL":
			return "http://" + somewhere + ":" + environment["GRAFANA_PORT"]
		case is:
			return value
		}
		return "/" + strings.ToLower(name)
	})
	var read native
	require.NoError(t, yamlText(text, &read), "process-compose.yaml")
	require.NotEmpty(t, read.Processes)
	return read
}

// own is the environment that a process gets for itself, and all what it gets: its own, that of all processes, and the
// settings of the lab.
func (n native) own(process string) map[string]string { return pairs(n.Processes[process].Environment) }

func (n native) all(t *testing.T, process string) map[string]string {
	t.Helper()
	settings := telling()
	all := with(settings, pairs(n.Environment))
	for name := range computed(t) {
		all[name] = somewhere
	}
	all["BIND_ADDRESS"], all["DATA_ADDRESS"] = somewhere, somewhere
	all["GRAFANA_URL"] = "http://" + somewhere + ":" + settings["GRAFANA_PORT"]
	all = with(all, n.own(process))
	for _, match := range sourced.FindAllStringSubmatch(n.Processes[process].Command, -1) {
		file, err := dotenv.ParseWithLookup(strings.NewReader(readFile(t, match[1])), func(name string) (string, bool) {
			value, is := all[name]
			return value, is
		})
		require.NoError(t, err, match[1])
		all = with(all, file)
	}
	return all
}

// sourced is a file of variables that a shell reads before it starts a process.
var sourced = regexp.MustCompile(`\. /lab_root/(\S+\.env);`)

// args is what a process is started with: its program and the arguments, without `lab exec` in front.
func (n native) args(t *testing.T, process string) []string {
	t.Helper()
	command := n.Processes[process].Command
	require.NotEmpty(t, command, "process-compose.yaml has no command of %s", process)
	words, err := shellwords.Parse(command[strings.LastIndex(command, ";")+1:])
	require.NoError(t, err, "the command of %s", process)
	separator := slices.Index(words, "--")
	require.GreaterOrEqual(t, separator, 0, "%s is not started by lab exec", process)
	return words[separator+1:]
}

func pairs(list []string) map[string]string {
	values := map[string]string{}
	for _, pair := range list {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	return values
}

// hosts are the names and addresses by which containers know each other.
func hosts(project *types.Project) []string {
	names := append(project.ServiceNames(), "0.0.0.0", "127.0.0.1", "localhost", example["TELEMETRY_GATEWAY"])
	for _, service := range project.Services {
		for _, network := range service.Networks {
			if network != nil {
				names = append(names, network.Aliases...)
			}
		}
	}
	// The longest first: postgres is the beginning of postgres-exporter.
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(names)
}

// placeless is a value without where it was found: no host, and of a path the last name.
func placeless(hosts []string, value string) string {
	if slices.Contains(hosts, value) {
		return somewhere
	}
	if strings.HasPrefix(value, "/") {
		return path.Base(value)
	}
	names := make([]string, len(hosts))
	for i, host := range hosts {
		names[i] = regexp.QuoteMeta(host)
	}
	address := regexp.MustCompile(`(^|[/@,=])(?:` + strings.Join(names, "|") + `)?(:[0-9]+)`)
	return address.ReplaceAllString(value, "${1}"+somewhere+"${2}")
}

// environment is what a service is given, files included.
func environment(s types.ServiceConfig) map[string]string {
	values := map[string]string{}
	for name, value := range s.Environment {
		if value != nil {
			values[name] = *value
		}
	}
	return values
}

// onlyInContainers are services without a process of that name, and why.
var onlyInContainers = map[string]string{
	"configuration":         "natively `lab up` writes the configuration itself",
	"grafana-configuration": "natively `lab up` writes the configuration itself",
	"alloy":                 "takes the place of promtail",
	"load":                  "natively scripts/generate-load.sh starts it",
	"data-ports":            "natively the data layer is on the loopback anyway",
	"check":                 "natively it is `lab check`, run by hand",
	"grafana-check":         "natively it is `lab check --only grafana`, run by hand",
}

// onlyNatively are processes without a service of that name, and why.
var onlyNatively = map[string]string{
	"epmd": "the image of RabbitMQ starts it in the same container",
}

// The two ways to start the lab start the same parts.
func TestTheNativeLabAndTheContainersHaveTheSameParts(t *testing.T) {
	services := lab(t).ServiceNames()
	processes := slices.Sorted(maps.Keys(readNative(t).Processes))
	for _, service := range services {
		_, stated := onlyInContainers[service]
		if slices.Contains(processes, service) == stated {
			t.Errorf("%s is a service of Compose; in process-compose.yaml: %t, stated to be only in containers: %t", service, !stated, stated)
		}
	}
	for _, process := range processes {
		_, stated := onlyNatively[process]
		if slices.Contains(services, process) == stated {
			t.Errorf("%s is in process-compose.yaml; in a compose file: %t, stated to be only native: %t", process, !stated, stated)
		}
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(onlyInContainers)), slices.Collect(maps.Keys(onlyNatively))) {
		if !slices.Contains(services, name) && !slices.Contains(processes, name) {
			t.Errorf("%s is stated to be started one way only, and is not started at all", name)
		}
	}
}

// quoted is the text of a value for a message.
func quoted(value string, is bool) string {
	if !is {
		return "not set"
	}
	return strconv.Quote(value)
}
