package dashboards

import (
	"strings"
	"testing"
)

func TestBadThresholdsAreNamedByFileAndLine(t *testing.T) {
	const fine = "http_error_ratio:\n  {unit: ratio, warning: 0.01, critical: 0.05}\n"
	for name, c := range map[string]struct{ content, want string }{
		"no YAML":         {fine + "broken:\n  {unit: ratio, warning\nnext: [", "infrastructure/thresholds.yaml:"},
		"unknown key":     {fine + "other:\n  {unit: ratio, warning: 1, critcal: 2}\n", "infrastructure/thresholds.yaml:4: field critcal not found"},
		"no number":       {fine + "other:\n  {unit: ratio, warning: some, critical: 2}\n", "infrastructure/thresholds.yaml:4: cannot unmarshal"},
		"wrong order":     {fine + "other:\n  {unit: ratio, warning: 2, critical: 1}\n", "infrastructure/thresholds.yaml:3: other: warning 2 is not below critical 1"},
		"wrong direction": {fine + "other:\n  {unit: ratio, warning: 2, critical: 1, direction: down}\n", "infrastructure/thresholds.yaml:3: other: direction is \"down\""},
		"no unit":         {fine + "other:\n  {warning: 1, critical: 2}\n", "infrastructure/thresholds.yaml:3: other: has no unit"},
		"empty":           {"", "infrastructure/thresholds.yaml: EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := parseThresholds([]byte(c.content)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestAPanelThatNamesNoLimitIsRefused(t *testing.T) {
	b := newBoard(business, "oms-test", "Test", "About nothing.")
	b.row("Row").line(8, timeSeries("Panel", "Described.", "s", prom("up", "")).limit("not_there"))
	if _, _, err := b.file(Thresholds{}); err == nil || !strings.Contains(err.Error(), `dashboard oms-test: panel "Panel": infrastructure/thresholds.yaml has no not_there`) {
		t.Errorf("got %v", err)
	}
}

func TestLowIsBadTurnsTheColorsAround(t *testing.T) {
	steps := Threshold{Unit: "ratio", Warning: 0.5, Critical: 0.1, Direction: "below"}.steps().Steps
	if steps[0].Color != bad || *steps[1].Value != 0.1 || *steps[2].Value != 0.5 || steps[2].Color != good {
		t.Errorf("got %v", steps)
	}
}
