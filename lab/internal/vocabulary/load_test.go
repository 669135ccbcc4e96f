package vocabulary

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// root is the checkout, seen from this package.
const root = "../../.."

func TestTheVocabularyIsSound(t *testing.T) {
	_, err := Load(root)
	require.NoError(t, err)
}

// sound is a small vocabulary, one line for each thing, in which the tests break one line.
const sound = `programs: {a-service: {about: a, runtime: Go}}
classes:
  route: {meaning: r, pattern: '/[a-z]*', max: 3}
metrics:
  - {name: waits_seconds, type: histogram, unit: seconds, owners: [a-service], labels: {route: route}, meaning: m, examples: [{ask: a, promql: up}]}
families:
  - {prefix: go_, owners: [a-service], meaning: m}
derived:
  - {name: "job:up:sum", type: gauge, by: rules, meaning: m}
resource:
  - {name: service.name, meaning: m}
spans:
  - {owners: [a-service], name: GET, kind: server, meaning: m}
logs:
  fields:
    - {name: ts, type: string, on: every, meaning: m}
`

func TestFaultsAreNamedWithTheirLine(t *testing.T) {
	_, err := Parse("telemetry.yaml", []byte(sound))
	require.NoError(t, err)
	for name, test := range map[string]struct{ old, new, want string }{
		"unknown key":              {"by: rules,", "by: rules, colour: red,", `telemetry.yaml:9: unknown key "colour"`},
		"no YAML":                  {"programs: {", "programs: {{", "telemetry.yaml: line "},
		"wrong kind of value":      {"max: 3", "max: many", "telemetry.yaml:3: cannot unmarshal !!str `many` into int"},
		"counter without _total":   {"type: histogram", "type: counter", "telemetry.yaml:5: waits_seconds: the names of counters, and of nothing else, end in _total"},
		"unit not in the name":     {"waits_seconds", "waits", "telemetry.yaml:5: waits: its unit is seconds, so its name ends in _seconds"},
		"name of another unit":     {"waits_seconds, type: histogram, unit: seconds", "waits_ms, type: histogram", "telemetry.yaml:5: waits_ms: its name says ms, its unit does not"},
		"unit that is none":        {"unit: seconds", "unit: fortnights", `telemetry.yaml:5: waits_seconds: the unit "fortnights" is none of seconds, bytes, ratio, minor`},
		"capital letters":          {"waits_seconds", "waitsFor_seconds", "telemetry.yaml:5: waitsFor_seconds: a name has small letters"},
		"label without bounds":     {"labels: {route: route}", "labels: {route: []}", "telemetry.yaml:5: waits_seconds: label route is not bounded"},
		"unknown class":            {"{route: route}", "{route: path}", `telemetry.yaml:5: waits_seconds: label route: there is no class "path"`},
		"class without a limit":    {", max: 3", "", "telemetry.yaml:3: class route has a pattern and no max: it is not bounded"},
		"pattern that is none":     {"[a-z]*", "[a-z", "telemetry.yaml:3: the pattern"},
		"unknown owner":            {"type: histogram, unit: seconds, owners: [a-service]", "type: histogram, unit: seconds, owners: [b-service]", `telemetry.yaml:5: waits_seconds: there is no program "b-service": choose from a-service`},
		"no example":               {"[{ask: a, promql: up}]", "[]", "telemetry.yaml:5: waits_seconds: it needs a meaning and an example"},
		"example in two languages": {"promql: up", "promql: up, logql: up", "telemetry.yaml:5: waits_seconds: an example has a question and one query"},
		"unknown kind of span":     {"kind: server", "kind: waiter", `telemetry.yaml:13: GET: the kind "waiter" is none of`},
		"unknown type of field":    {"type: string", "type: text", `telemetry.yaml:16: ts: the type "text" is none of`},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, sound, test.old)
			_, err := Parse("telemetry.yaml", []byte(strings.Replace(sound, test.old, test.new, 1)))
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestWhoHasAMetricTwice(t *testing.T) {
	line := sound[strings.Index(sound, "  - {name: waits"):strings.Index(sound, "families:")]
	_, err := Parse("telemetry.yaml", []byte(strings.Replace(sound, line, line+line, 1)))
	require.EqualError(t, err, "telemetry.yaml:6: waits_seconds: a-service has it twice")
}
