package conformance

import (
	"bytes"
	"context"
	"regexp"
	"strings"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// page is what a program says of its metrics: the classic text, which everybody parses the same way, and of
// OpenMetrics what only that has.
type page struct {
	families map[string]*dto.MetricFamily
	// exemplars are the names of histograms that have one, units what `# UNIT` says.
	exemplars map[string]bool
	units     map[string]string
}

var (
	exemplar = regexp.MustCompile(`^(\w+)_bucket\{.* # \{[^}]*trace_id="[0-9a-f]{32}"`)
	unitLine = regexp.MustCompile(`^# UNIT (\S+) (\S+)$`)
)

// readPage scrapes a program in both formats.
func readPage(ctx context.Context, program backend) (*page, error) {
	classic, err := program.get(ctx, "/metrics", nil, map[string]string{"Accept": "text/plain; version=0.0.4"})
	if err != nil {
		return nil, err
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(classic))
	if err != nil {
		return nil, err
	}
	open, err := program.get(ctx, "/metrics", nil, map[string]string{"Accept": "application/openmetrics-text; version=1.0.0"})
	if err != nil {
		return nil, err
	}
	p := &page{families: families, exemplars: map[string]bool{}, units: map[string]string{}}
	for line := range strings.Lines(string(open)) {
		line = strings.TrimSuffix(line, "\n")
		if match := exemplar.FindStringSubmatch(line); match != nil {
			p.exemplars[match[1]] = true
		} else if match := unitLine.FindStringSubmatch(line); match != nil {
			p.units[match[1]] = match[2]
		}
	}
	return p, nil
}

// values are the values of each label of a family, without repetition, and how many of its series have the label.
func values(family *dto.MetricFamily) (seen map[string][]string, series map[string]int) {
	seen, series = map[string][]string{}, map[string]int{}
	known := map[[2]string]bool{}
	for _, m := range family.GetMetric() {
		for _, pair := range m.GetLabel() {
			name, value := pair.GetName(), pair.GetValue()
			series[name]++
			if key := [2]string{name, value}; !known[key] {
				known[key] = true
				seen[name] = append(seen[name], value)
			}
		}
	}
	return seen, series
}
