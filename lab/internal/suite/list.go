package suite

import (
	"maps"
	"path/filepath"
	"slices"

	"oms-lab/lab/internal/artifact"
)

// browserTests is the Playwright project.
var browserTests = artifact.NodeProject("browser-tests", filepath.Join("tests", "browser"))

// paymentDev is the virtual environment with the test and lint tools of payment-service.
var paymentDev = artifact.PythonEnvironment("payment-service-dev", filepath.Join("services", "payment-service", "requirements-dev.lock"))

// contractFuzz is the virtual environment of the fuzzer, with its lint tools.
var contractFuzz = artifact.PythonEnvironment("contract-fuzz", filepath.Join("tests", "contract", "fuzz", "requirements.lock"))

// hadolint is the virtual environment that holds the linter of Dockerfiles, which Python's registry has as a program.
var hadolint = artifact.PythonEnvironment("hadolint", filepath.Join("infrastructure", "tools", "hadolint", "requirements.lock"))

// goModules are the Go modules of the project that are ours.
var goModules = map[string]string{"order-service": "services/order-service", "lab": "lab", "e2e": "tests/e2e",
	"contracts": "contracts", "contract-tests": "tests/contract", "compose-tests": "tests/compose"}

// lints are the format and lint checks of all languages; each is one check.
func lints(list toolbox) []suite {
	var all []suite
	for _, name := range slices.Sorted(maps.Keys(goModules)) {
		all = append(all, goLint(name, list.staticcheck))
	}
	return append(all,
		suite{name: "generated", command: func(w *workshop) artifact.Command {
			return artifact.Command{Dir: w.path(), Args: []string{w.state("bin", "lab"), "generate", "--check"}}
		}},
		suite{name: "lint-inventory-service", command: func(w *workshop) artifact.Command {
			return shell(w, "services/inventory-service", "cargo fmt --check && cargo clippy --release --locked --all-targets --quiet -- -D warnings",
				"CARGO_TARGET_DIR="+filepath.Join(w.settings.Cache, "cargo-target"))
		}},
		suite{name: "lint-payment-service", command: func(w *workshop) artifact.Command {
			return shell(w, "services/payment-service",
				"python3 -m ruff check --no-cache . && python3 -m ruff format --no-cache --check . && python3 -m mypy --cache-dir=/dev/null --strict payment_service", pathWith(w.dir(paymentDev), "bin"))
		}},
		suite{name: "lint-fuzz", command: func(w *workshop) artifact.Command {
			return shell(w, "tests/contract/fuzz",
				"python3 -m ruff check --no-cache . && python3 -m ruff format --no-cache --check . && python3 -m mypy --cache-dir=/dev/null --strict .", pathWith(w.dir(contractFuzz), "bin"))
		}},
		suite{name: "lint-user-service", command: func(w *workshop) artifact.Command {
			return artifact.Maven(w.settings.Root, "user-service", filepath.Join(w.results, "user-service-lint"), "spotless:check")
		}},
		npmLint("notification-service", list.notification),
		npmLint("frontend", list.frontend),
		npmLint("browser-tests", browserTests),
		suite{name: "lint-scripts", command: func(w *workshop) artifact.Command {
			return shell(w, ".", "find scripts tests -name '*.sh' -not -path '*/node_modules/*' -exec shellcheck -x .ci/run {} +")
		}},
		suite{name: "lint-dockerfiles", command: func(w *workshop) artifact.Command {
			return shell(w, ".", "hadolint services/*/Dockerfile lab/Dockerfile", pathWith(w.dir(hadolint), "bin"))
		}},
		suite{name: "lint-configuration", command: func(w *workshop) artifact.Command {
			return shell(w, ".", `"$LAB_STATE/bin/promtool" check config "$LAB_STATE/etc/prometheus/prometheus.yml" && "$LAB_STATE/bin/amtool" check-config "$LAB_STATE/etc/alertmanager/alertmanager.yml"`)
		}},
	)
}

// tests are the suites of single parts; they need the tests' lab for its databases and broker only.
func tests(list toolbox) []suite {
	return []suite{
		goTests("contracts", list.gotestsum),
		goTests("lab", list.gotestsum),
		goTests("order-service", list.gotestsum),
		{name: "inventory-service", command: func(w *workshop) artifact.Command {
			return shell(w, "services/inventory-service", "cargo test --release --locked --quiet --no-fail-fast -- --format=pretty",
				"CARGO_TARGET_DIR="+filepath.Join(w.settings.Cache, "cargo-target"))
		}},
		{name: "payment-service", junit: "payment-service.xml", command: func(w *workshop) artifact.Command {
			return shell(w, "services/payment-service",
				`python3 -B -m pytest -q -p no:cacheprovider --junitxml="$RESULTS/payment-service.xml"`, pathWith(w.dir(paymentDev), "bin"))
		}},
		{name: "user-service", junit: "user-service/surefire-reports/*.xml", command: func(w *workshop) artifact.Command {
			return artifact.Maven(w.settings.Root, "user-service", filepath.Join(w.results, "user-service"), "test")
		}},
		vitest("notification-service", list.notification),
		vitest("frontend", list.frontend),
		{name: "alert-rules", junit: "alert-rules.xml", command: func(w *workshop) artifact.Command {
			return shell(w, "infrastructure/prometheus/tests", `"$LAB_STATE/bin/promtool" test rules --junit="$RESULTS/alert-rules.xml" ./*.yaml`)
		}},
	}
}

// endToEnd are the suites that use the whole lab, in the order in which they run, some of them side by side; the last
// one kills it.
func endToEnd(list toolbox) [][]suite {
	return [][]suite{
		{goTests("resilience", list.gotestsum)},
		{goTests("e2e", list.gotestsum)},
		{{name: "browser-tests", junit: "browser-tests.xml", command: func(w *workshop) artifact.Command {
			return npmRun(w, browserTests, "test")
		}}},
		{goTests("events", list.gotestsum)},
		{goTests("paging", list.gotestsum), {name: "fuzz", junit: "fuzz.xml", command: func(w *workshop) artifact.Command {
			return shell(w, "tests/contract/fuzz", `python3 -B -m pytest -p no:cacheprovider --junitxml="$RESULTS/fuzz.xml"`,
				pathWith(w.dir(contractFuzz), "bin"), "HYPOTHESIS_STORAGE_DIRECTORY="+filepath.Join(w.results, "hypothesis"))
		}}},
		{goTests("telemetry", list.gotestsum)},
		{goTests("lifecycle", list.gotestsum)},
	}
}

// toolbox is what the suites run with, built by prepare.
type toolbox struct {
	gotestsum, staticcheck, notification, frontend *artifact.Artifact
}

// goLint checks a module, with the tests that need Docker and run by hand alone.
func goLint(name string, staticcheck *artifact.Artifact) suite {
	return suite{name: "lint-" + name, command: func(w *workshop) artifact.Command {
		return shell(w, goModules[name], `unformatted=$(gofmt -l .); if [ -n "$unformatted" ]; then echo "gofmt: $unformatted"; exit 1; fi
go vet -tags=compose ./... && staticcheck -tags=compose ./...`, pathWith(w.dir(staticcheck)))
	}}
}

// goParts are suites that are a part of a module's tests: the packages, and which tests of them.
var goParts = map[string]struct {
	module string
	args   []string
}{
	// The whole lab is judged before other tests leave their traces in it, such as payments without orders.
	"resilience": {"e2e", []string{"-run=^TestResilience", "."}},
	"e2e":        {"e2e", []string{"-skip=^TestResilience|^TestTelemetry|^TestPaging", "."}},
	"paging":     {"e2e", []string{"-run=^TestPaging", "."}},
	"telemetry":  {"e2e", []string{"-run=^TestTelemetry", "."}},
	"lifecycle":  {"e2e", []string{"./lifecycle"}},
	"contracts":  {"contract-tests", []string{"./files", "./compose", "./scripts"}},
	"events":     {"contract-tests", []string{"./live"}},
}

// goTests runs the tests of a module, or a part of them.
func goTests(name string, gotestsum *artifact.Artifact) suite {
	module, args := name, []string{"./..."}
	if part, ok := goParts[name]; ok {
		module, args = part.module, part.args
	}
	return suite{name: name, junit: name + ".xml", command: func(w *workshop) artifact.Command {
		return artifact.Command{Dir: w.path(goModules[module]), Args: append([]string{filepath.Join(w.dir(gotestsum), "gotestsum"),
			"--format=testname", "--junitfile=" + filepath.Join(w.results, name+".xml"), "--", "-count=1", "-timeout=20m"}, args...)}
	}}
}

func vitest(name string, a *artifact.Artifact) suite {
	return suite{name: name, junit: name + ".xml", command: func(w *workshop) artifact.Command {
		return npmRun(w, a, "test", "--", "--reporter=default", "--reporter=junit", "--outputFile.junit="+filepath.Join(w.results, name+".xml"))
	}}
}

func npmLint(name string, a *artifact.Artifact) suite {
	return suite{name: "lint-" + name, command: func(w *workshop) artifact.Command { return npmRun(w, a, "lint") }}
}

// npmRun runs a script of a built Node project on the pinned Node.js.
func npmRun(w *workshop, a *artifact.Artifact, script string, args ...string) artifact.Command {
	return artifact.Command{Dir: filepath.Join(w.dir(a), a.Links["app/"+a.Name]), Env: []string{pathWith(w.state("bin")), "NEXT_TELEMETRY_DISABLED=1"},
		Args: append([]string{"npm", "--no-update-notifier", "run", script}, args...)}
}

func shell(w *workshop, dir, script string, env ...string) artifact.Command {
	return artifact.Command{Dir: w.path(dir), Env: env, Args: []string{"bash", "-c", script}}
}
