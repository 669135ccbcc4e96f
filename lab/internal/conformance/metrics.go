package conformance

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"

	"oms-lab/lab/internal/vocabulary"
)

// metrics holds the metrics page of a program to the vocabulary, and Prometheus to the page.
func (c *checker) metrics(ctx context.Context, program string, stored map[string]names) Finding {
	f := Finding{Signal: Metrics, Owner: program}
	p, err := readPage(ctx, backend{c.lab.Programs[program], c.options.Timeout})
	if err != nil {
		f.add(Unreachable, program, err.Error())
		return f
	}
	owned, families := c.v.Owned(program), c.v.FamiliesOf(program)
	for _, name := range slices.Sorted(maps.Keys(p.families)) {
		if m, ok := owned[name]; ok {
			c.metric(&f, m, p)
		} else if i := slices.IndexFunc(families, func(each vocabulary.Family) bool { return strings.HasPrefix(name, each.Prefix) }); i >= 0 {
			c.member(&f, families[i], p.families[name])
		} else {
			f.add(Undocumented, name, undocumented(name, p.families[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(owned)) {
		if p.families[name] == nil {
			f.missing(name, "the program does not have it", owned[name].Appears)
		}
	}
	for _, family := range families {
		for _, member := range family.Members {
			has := len(member.Owners) == 0 || slices.Contains(member.Owners, program)
			if has && p.families[member.Name] == nil {
				f.missing(member.Name, "the runtime does not report it", member.Appears)
			}
		}
	}
	if stored != nil {
		c.kept(&f, p, stored[program])
	}
	return f
}

// metric judges one metric: type, unit, labels, exemplars.
func (c *checker) metric(f *Finding, m vocabulary.Metric, p *page) {
	family := p.families[m.Name]
	f.Checked.Metrics++
	if is := typeOf(family); is != m.Type {
		f.add(WrongType, m.Name, fmt.Sprintf("it is a %s, promised is a %s", is, m.Type))
	}
	if unit := p.units[strings.TrimSuffix(m.Name, "_total")]; unit != "" && unit != m.Unit {
		f.add(WrongUnit, m.Name, fmt.Sprintf("it counts %s, promised are %s", unit, m.Unit))
	}
	c.labels(f, m.Name, m.Labels, family, true)
	if m.Exemplars == vocabulary.Always && traced(m, family) && !p.exemplars[m.Name] {
		f.add(NoExemplar, m.Name, "it has samples, and none of them leads to a trace")
	}
}

// member judges a metric of a library: what it is called is the library's business, its labels are ours.
func (c *checker) member(f *Finding, family vocabulary.Family, is *dto.MetricFamily) {
	f.Checked.Metrics++
	i := slices.IndexFunc(family.Members, func(e vocabulary.External) bool { return e.Name == is.GetName() })
	if i >= 0 && typeOf(is) != family.Members[i].Type {
		f.add(WrongType, is.GetName(), fmt.Sprintf("it is a %s, promised is a %s", typeOf(is), family.Members[i].Type))
	}
	c.labels(f, is.GetName(), family.Labels, is, false)
}

// labels judges the labels of a family: none that is not documented, each within its bounds, all of them everywhere.
func (c *checker) labels(f *Finding, metric string, bounds map[string]vocabulary.Bound, family *dto.MetricFamily, everywhere bool) {
	seen, series := values(family)
	for _, label := range slices.Sorted(maps.Keys(seen)) {
		name := metric + "{" + label + "}"
		bound, ok := bounds[label]
		if !ok {
			f.add(Undocumented, name, fmt.Sprintf("a label with %d values, such as %q", len(seen[label]), seen[label][0]))
			continue
		}
		f.Checked.Labels++
		if fault := c.v.Limits(bound, f.Owner).Judge(seen[label]); fault != "" {
			f.add(Unbounded, name, fault)
		}
	}
	if !everywhere {
		return
	}
	for _, label := range slices.Sorted(maps.Keys(bounds)) {
		if lack := len(family.GetMetric()) - series[label]; lack > 0 {
			f.missing(metric+"{"+label+"}", fmt.Sprintf("%d series lack the label", lack), "")
		}
	}
}

// traced reports whether a histogram has samples of work that is traced.
func traced(m vocabulary.Metric, family *dto.MetricFamily) bool {
	for _, series := range family.GetMetric() {
		if series.GetHistogram().GetSampleCount() == 0 {
			continue
		}
		if !slices.ContainsFunc(series.GetLabel(), func(pair *dto.LabelPair) bool {
			return slices.Contains(m.Untraced[pair.GetName()], pair.GetValue())
		}) {
			return true
		}
	}
	return false
}

// typeOf is the type as the vocabulary calls it.
func typeOf(family *dto.MetricFamily) vocabulary.Type {
	return vocabulary.Type(strings.ToLower(family.GetType().String()))
}

// undocumented describes a metric that nobody has promised.
func undocumented(name string, family *dto.MetricFamily) string {
	detail := fmt.Sprintf("a %s with %d series", typeOf(family), len(family.GetMetric()))
	if unit := vocabulary.BaseUnit(name); unit != "" {
		detail += "; Prometheus counts in " + unit
	}
	return detail
}
