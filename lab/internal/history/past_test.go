package history

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// A Thursday evening.
var now = time.Date(2026, 11, 26, 20, 17, 42, 0, time.UTC)

const rulesFolder = "../../../infrastructure/prometheus/rules"

// committedRules are the recording rules of the lab's SLOs.
func committedRules(t *testing.T) (rules []rule) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(rulesFolder, "slo", "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var parsed struct {
			Groups []struct {
				Rules []struct {
					Record, Expr string
					Labels       map[string]string
				}
			}
		}
		require.NoError(t, yaml.Unmarshal(content, &parsed))
		for _, group := range parsed.Groups {
			for _, r := range group.Rules {
				if r.Record != "" {
					rules = append(rules, rule{r.Record, r.Expr, r.Labels})
				}
			}
		}
	}
	return rules
}

func newPast(t *testing.T, seed uint64, length time.Duration) *past {
	t.Helper()
	p := &past{from: now.Add(-length).Truncate(time.Hour), until: now.Truncate(fine)}
	require.NoError(t, p.addObjectives(seed, committedRules(t)))
	p.addBusiness(seed)
	p.addMark()
	return p
}

// named are the series of a name.
func (p *past) named(name string) (found []series) {
	for _, s := range p.series {
		if s.id == name || strings.HasPrefix(s.id, name+"{") {
			found = append(found, s)
		}
	}
	return found
}

// last is the value of a series at the end of a history.
func (p *past) last(s series) float64 { return s.at(p.count(s.step) - 1) }

func TestOneSeedMakesOneHistory(t *testing.T) {
	text := func(seed uint64) string {
		var out bytes.Buffer
		p := newPast(t, seed, 7*days)
		require.NoError(t, p.write(&out, p.until.Add(-time.Hour), p.until))
		return out.String()
	}
	require.Equal(t, text(1), text(1))
	require.NotEqual(t, text(1), text(2))
}

func TestHistoryEndsBeforeItsEnd(t *testing.T) {
	p := newPast(t, 1, 7*days)
	var out bytes.Buffer
	require.NoError(t, p.write(&out, p.from, p.until))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, p.samples()+1)
	require.Equal(t, "# EOF", lines[len(lines)-1])
	var first, last int64
	for _, line := range lines[:len(lines)-1] {
		at, err := strconv.ParseInt(line[strings.LastIndexByte(line, ' ')+1:], 10, 64)
		require.NoError(t, err)
		if first == 0 || at < first {
			first = at
		}
		last = max(last, at)
	}
	require.Equal(t, p.from.Unix(), first)
	require.Equal(t, p.until.Add(-fine).Unix(), last)
}

func TestBudgetsAreSpentInPartOnly(t *testing.T) {
	for seed := range uint64(5) {
		p := newPast(t, seed, 30*days)
		budgets := p.named("slo:period_error_budget_remaining:ratio")
		require.GreaterOrEqual(t, len(budgets), 14)
		for _, s := range budgets {
			require.Greater(t, p.last(s), 0.3, "seed %d, %s", seed, s.id)
			require.Less(t, p.last(s), 0.9, "seed %d, %s", seed, s.id)
		}
	}
}

// Every SLO of the lab has had an incident: each incident and each SLO is written as the specs write it.
func TestEverySLOHasHadAnIncident(t *testing.T) {
	p := newPast(t, 1, 30*days)
	for _, s := range p.named("slo:current_burn_rate:ratio") {
		worst := 0.0
		for i := range p.count(s.step) {
			worst = max(worst, s.at(i))
		}
		require.Greater(t, worst, 4.0, s.id)
	}
}

// What an alert looks at, up to three days, is calm by the end of a history.
func TestNoAlertLooksBackOnAnIncident(t *testing.T) {
	for _, length := range []time.Duration{7 * days, 14 * days, 30 * days, 35 * days} {
		for seed := range uint64(5) {
			p := newPast(t, seed, length)
			budget := map[string]float64{}
			for _, s := range p.named("slo:error_budget:ratio") {
				budget[sloOf(s)] = p.last(s)
			}
			for _, window := range []string{"6h", "1d", "3d"} {
				for _, s := range p.named("slo:sli_error:ratio_rate" + window) {
					require.Less(t, p.last(s), budget[sloOf(s)], "%s, seed %d, %s", length, seed, s.id)
				}
			}
		}
	}
}

// Whatever the time of day is, and however long the history.
func TestIncidentsAreInAHistoryAndNotInItsLastThreeDays(t *testing.T) {
	for length := 7 * days; length <= 35*days; length += 12 * time.Hour {
		for minute := range 24 * 60 {
			until := now.Truncate(days).Add(time.Duration(minute) * time.Minute)
			for _, incident := range newCalendar(until, length) {
				require.True(t, incident.from.After(until.Add(-length)), "%s until %s: %s", length, until, incident.from)
				require.False(t, incident.until.After(until.Add(-3*days)), "%s until %s: %s", length, until, incident.until)
			}
		}
	}
}

func sloOf(s series) string {
	_, after, _ := strings.Cut(s.id, `sloth_id="`)
	id, _, _ := strings.Cut(after, `"`)
	return id
}

func TestCountersOnlyRise(t *testing.T) {
	p := newPast(t, 1, 7*days)
	counters := 0
	for _, s := range p.series {
		name, _, _ := strings.Cut(s.id, "{")
		if !strings.HasSuffix(name, "_total") && !strings.HasSuffix(name, "_bucket") && !strings.HasSuffix(name, "_count") && !strings.HasSuffix(name, "_sum") {
			continue
		}
		counters++
		require.Contains(t, s.id, `instance="synthetic-history"`)
		for i := 1; i < p.count(s.step); i++ {
			require.GreaterOrEqual(t, s.at(i), s.at(i-1), s.id)
		}
	}
	require.Greater(t, counters, 50)
}

// What the completion of orders divides by each other agrees: each order has a decision.
func TestEveryOrderIsDecided(t *testing.T) {
	p := newPast(t, 1, 30*days)
	created := 0.0
	for _, s := range p.named("orders_created_total") {
		created += p.last(s)
	}
	require.Greater(t, created, 10_000.0)
	require.Equal(t, created, p.last(p.named("order_processing_duration_seconds_count")[0]))
}

func TestShorterHistory(t *testing.T) {
	p := newPast(t, 1, 7*days)
	require.Equal(t, 7*24*60+17, p.count(fine))
	for _, s := range p.named("slo:period_error_budget_remaining:ratio") {
		require.Greater(t, p.last(s), 0.3, s.id)
	}
}

func TestValues(t *testing.T) {
	for want, value := range map[string]float64{"0": 0, "12345678": 12345678, "0.333333": 1.0 / 3, "1.5": 1.5} {
		require.Equal(t, want, string(appendValue(nil, value)))
	}
	require.Equal(t, []string{"0.05", "1.0", "900.0"}, []string{le(.05), le(1), le(900)})
}
