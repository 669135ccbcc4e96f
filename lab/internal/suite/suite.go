// Package suite runs the project's tests: it knows every suite's command and where its results are,
// starts the tests' own copy of the lab, and adds everything up.
package suite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/joshdk/go-junit"

	"oms-lab/lab/internal/artifact"
	"oms-lab/lab/internal/settings"
)

// suite is one command that tests something.
type suite struct {
	// name selects it: `make test S=<name>`.
	name string
	// command runs it in a folder with an environment beyond the lab's own.
	command func(w *workshop) artifact.Command
	// junit is a pattern of result files below the results folder, in the format of JUnit. When it is
	// empty the counts are read from the output, as cargo prints them, or the command is one check.
	junit string
}

// workshop is what the suites work with.
type workshop struct {
	settings *settings.Settings
	builder  *artifact.Builder
	// results is an empty folder for result files, logs another for output.
	results, logs string
}

// figures is the folder in which tests leave the numbers that their proofs are about, a file for each proof.
func (w *workshop) figures() string { return filepath.Join(w.results, "figures") }

// dir is the built folder of an artifact.
func (w *workshop) dir(a *artifact.Artifact) string {
	dir, err := w.builder.Dir(a)
	if err != nil {
		return ""
	}
	return dir
}

// path is a place below the project's root.
func (w *workshop) path(parts ...string) string {
	return filepath.Join(append([]string{w.settings.Root}, parts...)...)
}

// state is a place below the state folder of the tests' lab.
func (w *workshop) state(parts ...string) string {
	return filepath.Join(append([]string{w.settings.State}, parts...)...)
}

// outcome is what a suite has shown.
type outcome struct {
	passed, failed, skipped int
	// report tells of the failures: names, messages and the end of the output.
	report string
}

// run runs a suite and reads its results. A command that fails without a failed test counts as one
// failure: nothing is lost silently.
func (s suite) run(ctx context.Context, w *workshop, env []string) outcome {
	command := s.command(w)
	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, command.Args[0], command.Args[1:]...)
	cmd.Dir = command.Dir
	cmd.Env = append(env, command.Env...)
	cmd.Stdout, cmd.Stderr = &output, &output
	endTogether(cmd)
	err := cmd.Run()

	log := filepath.Join(w.logs, s.name+".log")
	if writeErr := os.WriteFile(log, output.Bytes(), 0o644); writeErr != nil {
		err = errors.Join(err, writeErr)
	}
	o := s.read(w, output.String())
	if o.passed+o.failed == 0 {
		if err == nil && s.junit == "" && !s.counts() {
			o.passed = 1
		} else if err == nil {
			err = errors.New("no test was run")
		}
	}
	if err != nil && o.failed == 0 {
		o.failed = 1
		o.report += fmt.Sprintf("%s: %v\n", strings.Join(command.Args, " "), err)
	}
	if o.failed > 0 {
		o.report += fmt.Sprintf("--- the end of %s\n%s\n", log, lastLines(output.String(), 120))
	}
	return o
}

// counts tells whether the suite's output says how many tests there were.
func (s suite) counts() bool { return s.name == "inventory-service" }

// cargoSummary is the line with which each of cargo's test programs ends.
var cargoSummary = regexp.MustCompile(`(?m)^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored`)

func (s suite) read(w *workshop, output string) outcome {
	var o outcome
	if s.counts() {
		for _, match := range cargoSummary.FindAllStringSubmatch(output, -1) {
			o.passed += number(match[1])
			o.failed += number(match[2])
			o.skipped += number(match[3])
		}
		return o
	}
	if s.junit == "" {
		return o
	}
	files, _ := filepath.Glob(filepath.Join(w.results, s.junit))
	for _, file := range files {
		suites, err := junit.IngestFile(file)
		if err != nil {
			o.failed++
			o.report += fmt.Sprintf("%s cannot be read: %v\n", file, err)
			continue
		}
		for _, each := range suites {
			o.add(each)
		}
	}
	return o
}

func (o *outcome) add(s junit.Suite) {
	for _, test := range s.Tests {
		switch test.Status {
		case junit.StatusPassed:
			o.passed++
		case junit.StatusSkipped:
			o.skipped++
		default:
			o.failed++
			o.report += fmt.Sprintf("--- FAILED %s %s\n%v\n", test.Classname, test.Name, test.Error)
		}
	}
	for _, nested := range s.Suites {
		o.add(nested)
	}
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

func lastLines(text string, count int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-count):], "\n")
}
