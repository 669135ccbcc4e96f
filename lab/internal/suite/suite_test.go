package suite

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"oms-lab/lab/internal/artifact"
)

// runScript runs a suite whose command is a shell script.
func runScript(t *testing.T, name, junit, script string) outcome {
	t.Helper()
	w := &workshop{results: t.TempDir(), logs: t.TempDir()}
	s := suite{name: name, junit: junit, command: func(*workshop) artifact.Command {
		return artifact.Command{Args: []string{"sh", "-c", script}}
	}}
	return s.run(t.Context(), w, append(os.Environ(), "RESULTS="+w.results))
}

func TestCountsComeFromJUnitFiles(t *testing.T) {
	o := runScript(t, "some", "*.xml", `cat > "$RESULTS/a.xml" <<'X'
<testsuites><testsuite name="outer"><testsuite name="inner">
<testcase classname="c" name="good"/><testcase classname="c" name="bad"><failure message="got 1, want 2">trace</failure></testcase>
<testcase classname="c" name="not now"><skipped/></testcase></testsuite></testsuite></testsuites>
X
echo the log; exit 1`)
	if o.passed != 1 || o.failed != 1 || o.skipped != 1 {
		t.Errorf("got %d passed, %d failed, %d skipped", o.passed, o.failed, o.skipped)
	}
	for _, want := range []string{"FAILED c bad", "the log"} {
		if !strings.Contains(o.report, want) {
			t.Errorf("the report lacks %q:\n%s", want, o.report)
		}
	}
}

func TestCountsComeFromCargosSummaries(t *testing.T) {
	o := runScript(t, "inventory-service", "", `echo "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured"
echo "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured"`)
	if o.passed != 15 || o.failed != 0 || o.skipped != 1 {
		t.Errorf("got %d passed, %d failed, %d skipped", o.passed, o.failed, o.skipped)
	}
}

func TestNothingIsLostSilently(t *testing.T) {
	for name, c := range map[string]struct{ suite, junit, script string }{
		"a command that fails without a failed test": {"some", "*.xml", `echo '<testsuite><testcase name="a"/></testsuite>' > "$RESULTS/a.xml"; exit 2`},
		"a command that runs no test":                {"some", "*.xml", "true"},
		"cargo that runs no test":                    {"inventory-service", "", "true"},
		"a lint that complains":                      {"lint-some", "", "echo bad style; exit 1"},
		"results that cannot be read":                {"some", "*.xml", `echo '<testsuite' > "$RESULTS/a.xml"`},
	} {
		t.Run(name, func(t *testing.T) {
			if o := runScript(t, c.suite, c.junit, c.script); o.failed == 0 || o.report == "" {
				t.Errorf("got %+v", o)
			}
		})
	}
}

func TestALintThatIsSilentIsOneCheckPassed(t *testing.T) {
	if o := runScript(t, "lint-some", "", "true"); o.passed != 1 || o.failed != 0 {
		t.Errorf("got %+v", o)
	}
}

func TestTheOutputIsKept(t *testing.T) {
	w := &workshop{results: t.TempDir(), logs: t.TempDir()}
	s := suite{name: "lint-x", command: func(*workshop) artifact.Command {
		return artifact.Command{Args: []string{"echo", "hello"}}
	}}
	s.run(t.Context(), w, os.Environ())
	content, err := os.ReadFile(filepath.Join(w.logs, "lint-x.log"))
	if err != nil || string(content) != "hello\n" {
		t.Errorf("got %q, %v", content, err)
	}
}

// What a suite has started ends with it, and does not keep an interrupted run waiting.
func TestAnInterruptedSuiteEndsWithItsChildren(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	w := &workshop{results: dir, logs: dir}
	s := suite{name: "some", command: func(*workshop) artifact.Command {
		return artifact.Command{Args: []string{"sh", "-c", `sleep 600 & echo $! > "$RESULTS/pid"; wait`}}
	}}
	ended := make(chan outcome)
	go func() { ended <- s.run(ctx, w, append(os.Environ(), "RESULTS="+dir)) }()
	var pid int
	for pid == 0 {
		content, _ := os.ReadFile(filepath.Join(dir, "pid"))
		pid, _ = strconv.Atoi(strings.TrimSpace(string(content)))
	}
	cancel()
	if o := <-ended; o.failed != 1 {
		t.Errorf("got %+v", o)
	}
	// A dead process whose parent is gone stays in the table until somebody asks for its end.
	if stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat")); err == nil && !strings.Contains(string(stat), ") Z ") {
		t.Errorf("a child is left: %s", stat)
	}
}
