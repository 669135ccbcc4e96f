package files

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An alert says how urgent it is, what it is in a sentence that never changes, and what is measured now. Whose it is
// follows from its job.
func TestEveryAlertSaysHowUrgentItIsAndWhatHappens(t *testing.T) {
	forEachAlert(t, func(t *testing.T, alert rule) {
		assert.Contains(t, []string{"critical", "warning"}, alert.severity())
		assert.NotContains(t, alert.Labels, "team")
		assert.Regexp(t, `^[A-Z].*\.$`, alert.Annotations["summary"], "a sentence")
		assert.NotContains(t, alert.Annotations["summary"], "{{", "the summary never changes")
		assert.Regexp(t, `\{\{.*\$(value|labels)`, alert.Annotations["description"], "the description has no value of now")
	})
}

// An alert is told by its name; only a page and its ticket may share one.
func TestAlertNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, alert := range alerts(t) {
		assert.False(t, seen[alert.String()], "%s is there twice", alert)
		seen[alert.String()] = true
		assert.Regexp(t, `^[A-Z][A-Za-z0-9]+$`, alert.Alert)
	}
}

func TestEveryAlertLeadsToADashboard(t *testing.T) {
	known := dashboards(t)
	forEachAlert(t, func(t *testing.T, alert rule) {
		url := alert.Annotations["dashboard_url"]
		path, _, _ := strings.Cut(url, "?")
		uid, relative := strings.CutPrefix(path, "/d/")
		require.True(t, relative, "%q is no path of a dashboard", url)
		assert.True(t, known[uid], "no dashboard is %s", uid)
	})
}

func TestEveryAlertHasARunbook(t *testing.T) {
	known := map[string]bool{}
	for _, s := range sections(t) {
		known[s.file+"#"+strings.ToLower(s.alert)] = true
	}
	forEachAlert(t, func(t *testing.T, alert rule) {
		url := alert.Annotations["runbook_url"]
		assert.True(t, known[url], "%q leads nowhere", url)
		assert.True(t, strings.HasSuffix(url, "#"+strings.ToLower(alert.Alert)), "%q is another alert's", url)
	})
}

var (
	lead  = regexp.MustCompile(`(?m)^\*\*(.+?)\*\*`)
	fence = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")
	// placeholder is <service>, not the name of a group in a regular expression: (?P<user>…).
	placeholder = regexp.MustCompile(`(?:^|[^P?])<[a-z][a-z_ -]*>`)
)

// Whoever is woken finds the same five answers in the same places, and queries that run as they stand.
func TestEveryRunbookSectionIsAnAlertsAndHasTheFiveAnswers(t *testing.T) {
	named := map[string]bool{}
	for _, alert := range alerts(t) {
		named[alert.Alert] = true
	}
	for _, s := range sections(t) {
		t.Run(s.alert, func(t *testing.T) {
			assert.True(t, named[s.alert], "%s tells of %s, which is no alert", s.file, s.alert)
			var leads []string
			for _, match := range lead.FindAllStringSubmatch(s.text, -1) {
				leads = append(leads, match[1])
			}
			require.Equal(t, []string{"Meaning.", "Impact.", "Confirm.", "Likely causes.", "Mitigate."}, leads, s.file)

			_, confirm, _ := strings.Cut(s.text, "**Confirm.**")
			confirm, causes, _ := strings.Cut(confirm, "**Likely causes.**")
			causes, _, _ = strings.Cut(causes, "**Mitigate.**")
			for what, part := range map[string]string{"Confirm": confirm, "Likely causes": causes} {
				assert.NotEmpty(t, queries(part), "%s: %s has no query", s.file, what)
			}
			for _, query := range queries(s.text) {
				assert.NotRegexp(t, placeholder, query, "%s: not to be run as it stands", s.file)
			}
			for _, block := range fence.FindAllStringSubmatch(s.text, -1) {
				assert.NotEmpty(t, block[1], "%s: of what kind is\n%s", s.file, block[2])
			}
		})
	}
}

// queries are the blocks of PromQL, LogQL and TraceQL in a text.
func queries(text string) []string {
	var all []string
	for _, block := range fence.FindAllStringSubmatch(text, -1) {
		if slices.Contains([]string{"promql", "logql", "traceql"}, block[1]) {
			all = append(all, block[2])
		}
	}
	return all
}

// A rule test shows the same series just before and just after the alert begins. Alerts of Loki have such tests in Go,
// against a running Loki.
func TestEveryAlertIsProvenSilentJustBeforeAndFiringJustAfter(t *testing.T) {
	tests := ruleTests(t)
	forEachAlert(t, func(t *testing.T, alert rule) {
		if alert.logs {
			logTests, err := os.ReadFile(filepath.Join(root, "tests", "e2e", "logrules_test.go"))
			require.NoError(t, err)
			assert.Contains(t, string(logTests), `"`+alert.Alert+`"`)
			return
		}
		assert.True(t, slices.ContainsFunc(tests, func(test ruleTest) bool { return begins(t, test, alert) }),
			"no rule test shows silence and, within %s, the alert with its annotations", just)
	})
}

// just is how close silence and alert are in a test.
const just = 5 * time.Minute

// begins says whether an alert is silent and then fires, with its annotations, within one rule test.
func begins(t *testing.T, test ruleTest, alert rule) bool {
	t.Helper()
	silent := time.Duration(-1)
	for _, c := range test.Cases {
		if c.Alert != alert.Alert {
			continue
		}
		at, fires := promDuration(t, c.At), false
		for _, expected := range c.Expected {
			fires = fires || expected.Labels["severity"] == alert.severity() && len(expected.Annotations) > 0
		}
		switch {
		case !fires:
			silent = at
		case silent >= 0 && at > silent && at-silent <= just:
			return true
		}
	}
	return false
}

// comparison finds the limits in an expression.
var comparison = regexp.MustCompile(`(>=?|<=?)\s*(\d+(?:\.\d+)?)`)

// Panels turn yellow and red where alerts fire: the number is in thresholds.yaml, once.
func TestAlertsFireWherePanelsTurnRed(t *testing.T) {
	var thresholds map[string]struct {
		Warning, Critical float64
		Direction         string
		Alerts            map[string]string
	}
	decode(t, filepath.Join(root, "infrastructure", "thresholds.yaml"), &thresholds)
	known := map[string]rule{}
	for _, alert := range alerts(t) {
		known[alert.String()] = alert
	}
	for _, name := range slices.Sorted(maps.Keys(thresholds)) {
		threshold := thresholds[name]
		for severity, named := range threshold.Alerts {
			t.Run(name+"/"+severity, func(t *testing.T) {
				alert, found := known[named+"/"+severity]
				require.True(t, found, "no alert %s of severity %s", named, severity)
				limit, operator := threshold.Warning, ">"
				if severity == "critical" {
					limit = threshold.Critical
				}
				if threshold.Direction == "below" {
					operator = "<"
				}
				var limits []float64
				for _, match := range comparison.FindAllStringSubmatch(alert.Expr, -1) {
					if number, err := strconv.ParseFloat(match[2], 64); assert.NoError(t, err) && match[1][:1] == operator {
						limits = append(limits, number)
					}
				}
				assert.Contains(t, limits, limit, "%s compares otherwise: %s", alert, alert.Expr)
			})
		}
	}
}

// Level, metric and operations tell what a recorded series is. The SLOs' generator has names of its own.
func TestRecordingRulesThatAlertsReadAreNamedByLevelMetricAndOperations(t *testing.T) {
	for _, r := range rules(t) {
		if r.Record == "" || strings.HasPrefix(r.Record, "slo:") || r.Record == "sloth_slo_info" {
			continue
		}
		assert.Regexp(t, `^[a-z][a-z0-9_]*:[a-z][a-z0-9_]*:[a-z][a-z0-9_]*$`, r.Record)
	}
}

func TestThereAreThirtyAlertsAtLeast(t *testing.T) {
	severities, names, recordings := map[string]int{}, map[string]bool{}, 0
	for _, r := range rules(t) {
		if r.Record != "" {
			recordings++
			continue
		}
		severities[r.severity()]++
		names[r.Alert] = true
	}
	assert.GreaterOrEqual(t, len(names), 30)
	figure := fmt.Sprintf("%d alerts (%d critical, %d warning), %d recording rules, %d rule tests, %d runbook sections",
		severities["critical"]+severities["warning"], severities["critical"], severities["warning"],
		recordings, len(ruleTests(t)), len(sections(t)))
	t.Log(figure)
	if results := os.Getenv("RESULTS"); results != "" { // `make test` prints them below its summary
		folder := filepath.Join(results, "figures")
		require.NoError(t, os.MkdirAll(folder, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(folder, "alerts.txt"), []byte(figure+"\n"), 0o644))
	}
}
