package scripts

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// toolchain pretends Go and a C compiler. The program that it builds notes how it was called.
func (m *machine) toolchain() { m.toolchainOf("1.26.8") }

func (m *machine) toolchainOf(version string) {
	m.t.Helper()
	require.NoError(m.t, os.MkdirAll(filepath.Join(m.root, "lab"), 0o755))
	m.program("cc", "")
	m.program("chmod", `exec /bin/chmod "$@"`)
	m.program("go", `case $1 in
version) echo "go version go`+version+` linux/amd64" ;;
build) while [ "$1" != -o ]; do shift; done
  printf '#!/usr/bin/env bash\necho "$*; $PROFILE $RATE $DURATION $GATEWAY_URL $K6_PROMETHEUS_RW_SERVER_URL"\n' >"$2"; chmod +x "$2" ;;
esac`)
}

func TestBadArgumentsAreOneLine(t *testing.T) {
	const load = " (--help tells what there is)\n"
	for call, want := range map[string]string{
		"deploy.sh all":                       `deploy.sh: "all" is neither webapp, grafana or both nor an option` + load,
		"deploy.sh --timeout soon":            `deploy.sh: --timeout is "soon": it must be a number of seconds` + load,
		"health-check.sh --wait 5":            `health-check.sh: --wait is "5": it must be a time such as 90s or 2m` + load,
		"health-check.sh --verbose":           `health-check.sh: "--verbose" is neither webapp, grafana or both nor an option` + load,
		"generate-load.sh --profile storm":    `generate-load.sh: --profile is "storm": it must be smoke, steady, spike, soak or chaos` + load,
		"generate-load.sh --duration 5":       `generate-load.sh: --duration is "5": it must be a time such as 90s, 5m or 1h30m` + load,
		"generate-load.sh --duration":         `generate-load.sh: --duration is "": it must be a time such as 90s, 5m or 1h30m` + load,
		"generate-load.sh --rate 0.0":         `generate-load.sh: --rate is "0.0": it must be a number above 0 and at most 100` + load,
		"generate-load.sh --url shop.example": `generate-load.sh: --url is "shop.example": it must be an http URL such as http://127.0.0.1` + load,
		"generate-load.sh fast":               `generate-load.sh: there is no option "fast"` + load,
		"prerequisites.sh all":                `prerequisites.sh: there is no option "all"` + load,
	} {
		t.Run(call, func(t *testing.T) {
			script, args, _ := strings.Cut(call, " ")
			require.Equal(t, result{err: want, code: 2}, newMachine(t).run(script, strings.Fields(args)...))
		})
	}
}

func TestEveryScriptHelps(t *testing.T) {
	for _, script := range []string{"deploy.sh", "health-check.sh", "generate-load.sh", "prerequisites.sh"} {
		r := newMachine(t).run(script, "--help")
		require.Zero(t, r.code, r.err)
		require.True(t, strings.HasPrefix(r.out, "Usage: scripts/"+script), r.out)
	}
}

func TestSettingsAreReadAndNeverRun(t *testing.T) {
	m := newMachine(t)
	m.write(".env", `# LAB_PASSWORD=commented
LAB_PASSWORD="a # b"  # why
export REDIS_PASSWORD = 'it is $HOME'
RABBITMQ_PASSWORD=plain#text # why
POSTGRES_PASSWORD=$(touch pwned)
WEBAPP_HOST=
GATEWAY_PORT=1
GATEWAY_PORT=8088
`)
	m.env = []string{"LOG_LEVEL=debug"}
	require.NoError(t, os.WriteFile(filepath.Join(m.root, "scripts", "values.sh"), []byte(`#!/usr/bin/env bash
. "$(dirname "$0")/lib/settings.sh"
for name in "$@"; do setting "$name"; done
`), 0o755))
	r := m.run("values.sh", "LAB_PASSWORD", "REDIS_PASSWORD", "RABBITMQ_PASSWORD", "POSTGRES_PASSWORD", "WEBAPP_HOST", "GATEWAY_PORT",
		"LOG_LEVEL", "BIND_ADDRESS", "NOT_A_SETTING")
	require.Equal(t, "a # b\nit is $HOME\nplain#text\n$(touch pwned)\n\n8088\ndebug\n127.0.0.1\n", r.out, r.err)
	require.NoFileExists(t, filepath.Join(m.root, "pwned"))
}

func TestLoadComesFromTheNativeK6WhereThereIsGo(t *testing.T) {
	m := newMachine(t)
	m.toolchain()
	m.write(".env", "GATEWAY_PORT=8088\nPROMETHEUS_PORT=9999\n")
	r := m.run("generate-load.sh", "--profile", "spike", "--duration", "3m", "--rate", "0.5")
	require.Zero(t, r.code, r.err)
	require.Contains(t, r.out, "k6 run --quiet --out experimental-prometheus-rw "+m.root+"/load/lab.js; spike 0.5 3m http://127.0.0.1:8088 http://127.0.0.1:9999/api/v1/write")
	r = m.run("generate-load.sh", "--url", "http://shop.example", "--no-remote-write")
	require.Contains(t, r.out, "k6 run --quiet "+m.root+"/load/lab.js; steady 1  http://shop.example \n")
}

func TestLoadComesFromTheImageElsewhere(t *testing.T) {
	m := newMachine(t)
	m.refusesLoad(m.run("generate-load.sh"))
	m.docker(docker())
	r := m.run("generate-load.sh", "--profile", "smoke")
	require.Zero(t, r.code, r.err)
	run := m.calls("docker run")
	require.Len(t, run, 1)
	require.Contains(t, run[0], "--network host --volume "+m.root+"/load:/load:ro --env PROFILE")
	require.Contains(t, run[0], " run --quiet --out experimental-prometheus-rw /load/lab.js")
	// Passwords are handed on by name.
	require.Contains(t, run[0], "--env LAB_PASSWORD ")
	require.NotContains(t, run[0], "--env TESTID", "load/settings.js makes one for each run")
	m.env = []string{"TESTID=before"}
	require.Zero(t, m.run("generate-load.sh").code)
	require.Contains(t, m.calls("docker run")[1], "--env TESTID ")
	content, err := os.ReadFile(filepath.Join(checkout, "infrastructure", "tools", "k6", "go.mod"))
	require.NoError(t, err)
	version := regexp.MustCompile(`go\.k6\.io/k6 v([0-9.]+)`).FindSubmatch(content)
	require.NotNil(t, version)
	require.Contains(t, run[0], " grafana/k6:"+string(version[1])+" ", "the image and infrastructure/tools/k6 are of different versions")
}

func (m *machine) refusesLoad(r result) {
	m.t.Helper()
	require.Equal(m.t, result{err: "generate-load.sh: k6 needs either Go 1.26, with which it is built, or a Docker engine that answers" +
		" (--help tells what there is)\n", code: 2}, r)
}

func TestContainersAreAskedFromAContainer(t *testing.T) {
	for call, want := range map[string]string{
		"":                          "docker compose -f docker-compose.yml run --rm --no-deps -T check",
		"webapp --wait 2m":          "docker compose -f docker-compose.yml run --rm --no-deps -T check --only webapp --wait 2m",
		"grafana --json":            "docker compose -f docker-compose.grafana.yml run --rm --no-deps -T grafana-check --json",
		"both --json --wait 1m30s":  "docker compose -f docker-compose.yml run --rm --no-deps -T check --only both --json --wait 1m30s",
		"--only-prometheus-is-here": "docker compose -f docker-compose.grafana.yml run --rm --no-deps -T grafana-check",
		"--order-service-has-died":  "docker compose -f docker-compose.yml run --rm --no-deps -T check",
	} {
		t.Run(call, func(t *testing.T) {
			m := newMachine(t)
			m.settings()
			e := docker()
			e.running, e.fails = []string{"order-service", "prometheus"}, 1
			args := strings.Fields(call)
			if call == "--only-prometheus-is-here" {
				e.running, args = []string{"prometheus"}, nil
			}
			if call == "--order-service-has-died" {
				e.running, e.stopped, args = []string{"prometheus"}, []string{"order-service"}, nil
			}
			m.docker(e)
			require.Equal(t, 1, m.run("health-check.sh", args...).code)
			require.Equal(t, []string{want}, m.calls(" run "))
		})
	}
}

func TestTheNativeLabIsAskedByItsTool(t *testing.T) {
	m := newMachine(t)
	m.docker(docker())
	m.toolchain()
	require.Contains(t, m.run("health-check.sh", "webapp", "--wait", "5s").out, "check --only webapp --wait 5s; ")
	require.Contains(t, m.run("health-check.sh").out, "check; ")
}

func TestLoadComesFromTheImageWhereGoIsTooOld(t *testing.T) {
	m := newMachine(t)
	m.toolchainOf("1.24.4")
	m.docker(docker())
	require.Zero(t, m.run("generate-load.sh").code)
	require.Len(t, m.calls("docker run"), 1)
}

func TestTheLabToolRunsFromItsImageWithoutGo(t *testing.T) {
	m := newMachine(t)
	m.source()
	m.docker(docker())
	m.settings("BIND_ADDRESS=127.0.0.7")
	m.env = []string{"DATA_ADDRESS=127.0.0.1"}
	r := m.run("lab.sh", "check", "--json")
	require.Equal(t, result{err: "building the image of the lab tool (once for each change of its source)\n"}, r)
	require.Len(t, m.calls("docker build"), 1)
	require.Regexp(t, "^docker build --quiet --file "+m.root+"/lab/Dockerfile --label oms-lab.source=[0-9]+ --tag oms-lab/lab-tool:0.1.0 "+m.root+"$",
		m.calls("docker build")[0])
	run := m.calls("docker run")
	require.Len(t, run, 1)
	require.Contains(t, run[0], "--network host --user ")
	require.Contains(t, run[0], "--env DATA_ADDRESS ")
	require.True(t, strings.HasSuffix(run[0], " oms-lab/lab-tool:0.1.0 check --json"), run[0])

	for _, args := range [][]string{{"up"}, {"--env-file", "other.env", "up"}} {
		r = m.run("lab.sh", args...)
		require.Equal(t, result{code: 1,
			err: "lab up needs the compilers of the native lab, and Go 1.26 or newer is not here: scripts/prerequisites.sh names them all\n"}, r)
	}
}

// A Go that is too old is of no use, and Docker is there.
func TestTheLabToolRunsFromItsImageWhereGoIsTooOld(t *testing.T) {
	for version, fromImage := range map[string]bool{"1.24.4": true, "1.26.0": false, "1.27.1": false} {
		m := newMachine(t)
		m.source()
		m.toolchainOf(version)
		m.docker(docker())
		r := m.run("lab.sh", "check")
		require.Zero(t, r.code, "%s: %s", version, r.err)
		require.Equal(t, fromImage, len(m.calls("docker run")) == 1, version)
		require.Equal(t, fromImage, len(m.calls("go build")) == 0, version)
	}
	m := newMachine(t)
	m.toolchainOf("1.24.4")
	r := m.run("lab.sh", "check")
	require.Equal(t, 1, r.code)
	require.Contains(t, r.err, "Go 1.26 or newer\n")
}

func TestTheGoThatIsAskedForBuildsTheLabTool(t *testing.T) {
	wanted := found(read(t, "scripts/lib/versions.sh"), `(?m)^go_wanted=(\S+)$`)
	require.Len(t, wanted, 1)
	require.Equal(t, found(read(t, "lab/go.mod"), `(?m)^go (\d+\.\d+)`), wanted)
}

// The image is made again when what it copies has changed, and only then.
func TestTheImageOfTheLabToolFollowsItsSource(t *testing.T) {
	m := newMachine(t)
	m.source()
	m.docker(docker())
	built := func() string {
		t.Helper()
		require.Zero(t, m.run("lab.sh", "check").code)
		builds := m.calls("docker build")
		require.NoError(t, os.Remove(m.log()))
		if len(builds) == 0 {
			return ""
		}
		return found(builds[0], ` --label oms-lab\.source=([0-9]+) `)[0]
	}
	e := docker()
	e.source = built()
	m.docker(e)
	require.Empty(t, built(), "the image is that of the source")
	for _, name := range []string{"lab/cmd/lab/main.go", "contracts/client/new.go", "contracts/go.sum", "lab/Dockerfile"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(m.root, name)), 0o755))
		content, err := os.ReadFile(filepath.Join(m.root, name))
		if !errors.Is(err, os.ErrNotExist) {
			require.NoError(t, err)
		}
		m.write(name, string(content)+"\n")
		source := built()
		require.NotEmpty(t, source, "%s has changed", name)
		e.source = source
		m.docker(e)
	}
	m.write(".env", "LOG_LEVEL=debug\n")
	require.Empty(t, built(), "settings are not in the image")
}

// source is what the image of the lab tool is built from.
func (m *machine) source() {
	m.t.Helper()
	for _, name := range []string{"lab/Dockerfile", "lab/go.mod", "lab/go.sum", "lab/cmd/lab/main.go", "contracts/go.mod", "contracts/go.sum",
		"contracts/client/order.go", "contracts/openapi/order-service.yaml"} {
		require.NoError(m.t, os.MkdirAll(filepath.Dir(filepath.Join(m.root, name)), 0o755))
		m.write(name, name+"\n")
	}
	m.copy("lab/Dockerfile", "lab/Dockerfile")
}

func TestOnlyTheWebappNeedsAllCompilers(t *testing.T) {
	m := newMachine(t)
	m.toolchain()
	require.NoError(t, os.Remove(filepath.Join(m.bin, "python3")))
	for call, whole := range map[string]bool{
		"up": true, "up --only webapp": true, "up --only grafana": false, "up --only=grafana": false, "test": true, "status": false,
	} {
		r := m.run("lab.sh", strings.Fields(call)...)
		require.Equal(t, whole, strings.Contains(r.err, "Rust 1.88 or newer"), "%s: %s", call, r.err)
		require.Equal(t, !whole, r.code == 0, "%s: %s", call, r.err)
	}
	// What this machine started last is remembered, in a folder that is the same from wherever the script is called.
	for file, state := range map[string]string{"": ".lab", "LAB_STATE=.lab-other\n": ".lab-other"} {
		m.write(".env", file)
		require.NotZero(t, m.run("lab.sh", "up").code)
		require.NoError(t, os.MkdirAll(filepath.Join(m.root, state), 0o755))
		m.write(state+"/half", "grafana\n")
		require.Zero(t, m.run("lab.sh", "up").code)
	}
	m.write(".lab-other/half", "webapp\n")
	m.env = []string{"LAB_STATE=.lab"}
	require.Zero(t, m.run("lab.sh", "up").code)
}
