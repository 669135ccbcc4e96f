package scripts

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// read is the text of a file of the checkout.
func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(checkout, name))
	require.NoError(t, err)
	return string(content)
}

// found are the first groups of all matches, in order and without repetitions.
func found(text, pattern string) []string {
	var all []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		all = append(all, match[1])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestTheScriptsKnowTheProfilesThatThereAre(t *testing.T) {
	profiles := found(read(t, "load/profiles.js"), `(?m)^  (\w+): \{ perMinute`)
	require.NotEmpty(t, profiles)
	pattern := found(read(t, "scripts/generate-load.sh"), `--profile "\$profile" '\^\(([a-z|]+)\)\$'`)
	require.Len(t, pattern, 1)
	accepted := strings.Split(pattern[0], "|")
	slices.Sort(accepted)
	require.Equal(t, profiles, accepted, "scripts/generate-load.sh and load/profiles.js")
	require.Equal(t, profiles, found(read(t, "load/README.md"), "(?m)^\\| `(\\w+)` \\| [0-9]{2,3}(?: \\||[:,])"), "load/README.md and load/profiles.js")
}

func TestLoadSendsOperationsOfTheContracts(t *testing.T) {
	sent := found(read(t, "load/journeys.js")+read(t, "load/sessions.js"), `call\('(\w+)'`)
	require.NotEmpty(t, sent)
	// The page is the frontend's, which has no contract.
	promised := []string{"signInPage"}
	descriptions, err := filepath.Glob(filepath.Join(checkout, "contracts", "openapi", "*-service.yaml"))
	require.NoError(t, err)
	for _, file := range descriptions {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		promised = append(promised, found(string(content), `operationId: (\w+)`)...)
	}
	require.Subset(t, promised, sent)

	// Each has its objectives, but for what happens once before the load, or once in a quarter of an hour.
	sent = slices.DeleteFunc(sent, func(operation string) bool { return operation == "registerUser" || operation == "refreshTokens" })
	require.Equal(t, sent, found(read(t, "load/objectives.js"), `(?m)^  (\w+): \[`), "load/objectives.js")
}

// The series of two runs are told apart by testid, which names the profile and when the run began, natively and in
// containers alike; whoever gives TESTID has the last word.
func TestEachRunHasATestidOfItsOwn(t *testing.T) {
	settings := filepath.Join(t.TempDir(), "settings.mjs")
	require.NoError(t, os.WriteFile(settings, []byte(read(t, "load/settings.js")), 0o644))
	testid := func(environment string) string {
		out, err := exec.Command("node", "--input-type=module", "--eval",
			"globalThis.__ENV = "+environment+"; console.log((await import('"+settings+"')).testId)").CombinedOutput()
		require.NoError(t, err, string(out))
		return strings.TrimSpace(string(out))
	}
	began := time.Now().UTC().Truncate(time.Second)
	profile, when, _ := strings.Cut(testid("{PROFILE: 'smoke'}"), "-")
	require.Equal(t, "smoke", profile)
	moment, err := time.Parse("20060102T150405Z", when)
	require.NoError(t, err)
	require.WithinRange(t, moment, began, time.Now())
	require.Equal(t, "before", testid("{PROFILE: 'smoke', TESTID: 'before'}"))
	require.Regexp(t, `tags: \{ testid: testId \}`, read(t, "load/lab.js"))
}
