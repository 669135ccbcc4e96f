package conformance

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"oms-lab/lab/internal/vocabulary"
)

// names are the names of series.
type names = map[string]bool

// anybody stands for all jobs together.
const anybody = ""

// stored asks Prometheus for the names of the series that it has now, of each job. It is nil when Prometheus is down.
func (c *checker) stored(ctx context.Context) (map[string]names, []Finding) {
	var answer struct {
		Data struct {
			Result []struct {
				Metric map[string]string `json:"metric"`
			} `json:"result"`
		} `json:"data"`
	}
	query := url.Values{"query": {`count by (job, __name__) ({__name__=~".+"})`}}
	if err := c.prometheus.getJSON(ctx, "/api/v1/query", query, nil, &answer); err != nil {
		f := Finding{Signal: Metrics, Owner: "prometheus"}
		f.add(Unreachable, "prometheus", err.Error())
		return nil, []Finding{f}
	}
	all := map[string]names{anybody: {}}
	for _, series := range answer.Data.Result {
		job, name := series.Metric["job"], series.Metric["__name__"]
		if all[job] == nil {
			all[job] = names{}
		}
		all[job][name], all[anybody][name] = true, true
	}
	return all, nil
}

// kept judges whether Prometheus has what the page of a program has.
func (c *checker) kept(f *Finding, p *page, stored names) {
	if len(stored) == 0 {
		f.add(NotStored, f.Owner, "Prometheus has no series with this job")
		return
	}
	owned := c.v.Owned(f.Owner)
	for _, name := range slices.Sorted(maps.Keys(owned)) {
		m := owned[name]
		family := p.families[name]
		if family == nil {
			continue
		}
		for _, series := range vocabulary.SeriesOf(name, m.Type) {
			// A native histogram is a series with the metric's own name.
			native := m.Type == vocabulary.Histogram && series == name
			switch {
			case stored[series]:
			case !native:
				f.add(NotStored, series, "the program has it")
			case c.v.Programs[f.Owner].Native:
				f.add(NoNative, name, "Prometheus has the classic buckets only")
			}
		}
	}
}

// others looks for the metrics that are not of our programs: derived ones, and those of other parts.
func (c *checker) others(stored map[string]names) []Finding {
	derived := Finding{Signal: Metrics, Owner: "derived"}
	for _, d := range c.v.Derived {
		derived.Checked.Metrics++
		if !there(stored[anybody], d.Name, d.Type) && d.Appears == "" {
			derived.missing(d.Name, "made by "+d.By, "")
		}
	}
	findings := []Finding{derived}
	for _, name := range slices.Sorted(maps.Keys(c.v.Parts)) {
		part := c.v.Parts[name]
		f := Finding{Signal: Metrics, Owner: name}
		if stored[name] == nil {
			if !part.Optional {
				f.missing(name, "Prometheus has no series with this job", "")
				findings = append(findings, f)
			}
			continue
		}
		for _, m := range part.Metrics {
			f.Checked.Metrics++
			if !there(stored[name], m.Name, m.Type) && !there(stored[anybody], m.Name, m.Type) && m.Appears == "" {
				f.missing(m.Name, fmt.Sprintf("a %s that dashboards or alerts use", m.Type), "")
			}
		}
		findings = append(findings, f)
	}
	return findings
}

// there reports whether a metric has series; of a histogram the count is enough.
func there(stored names, name string, kind vocabulary.Type) bool {
	return slices.ContainsFunc(vocabulary.SeriesOf(name, kind), func(series string) bool {
		return stored[series] && !strings.HasSuffix(series, "_sum")
	})
}
