package vocabulary

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// fault is something wrong with a line of the file.
type fault struct {
	line int
	text string
}

// units are the words that may end a name, before the _total of a counter. Prometheus counts in base units.
var units = []string{"seconds", "bytes", "ratio", "minor"}

var (
	metricName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	ruleName   = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_:]*$`)
	fieldName  = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	kinds      = []string{"server", "client", "producer", "consumer", "internal"}
	fieldTypes = []string{"string", "integer", "number", "boolean", "object"}
	occasions  = []string{"", "every", "access", "error"}
)

// validate finds what contradicts the naming rules of Prometheus, or the file itself.
func (v *Vocabulary) validate() []fault {
	var all []fault
	for _, name := range slices.Sorted(maps.Keys(v.Classes)) {
		all = append(all, v.Classes[name].faults(name)...)
	}
	all = append(all, v.metricFaults()...)
	all = append(all, v.otherMetricFaults()...)
	all = append(all, v.spanFaults()...)
	return append(all, v.logFaults()...)
}

func (c Class) faults(name string) []fault {
	ways := 0
	for _, given := range []bool{c.Values != nil, c.ByOwner != nil, c.Pattern != ""} {
		if given {
			ways++
		}
	}
	switch {
	case ways != 1:
		return []fault{{c.line, fmt.Sprintf("class %s needs one of values, by_owner and pattern", name)}}
	case c.Pattern != "" && c.Max <= 0:
		return []fault{{c.line, fmt.Sprintf("class %s has a pattern and no max: it is not bounded", name)}}
	case c.Meaning == "":
		return []fault{{c.line, fmt.Sprintf("class %s has no meaning", name)}}
	}
	return nil
}

func (v *Vocabulary) metricFaults() (all []fault) {
	owned := map[string]bool{}
	for _, m := range v.Metrics {
		add := func(format string, args ...any) {
			all = append(all, fault{m.line, m.Name + ": " + fmt.Sprintf(format, args...)})
		}
		for _, text := range m.nameFaults() {
			add("%s", text)
		}
		if m.Meaning == "" || len(m.Examples) == 0 {
			add("it needs a meaning and an example")
		}
		if m.Exemplars != "" && m.Type != Histogram {
			add("only a histogram has exemplars here")
		}
		if !slices.Contains([]Exemplars{"", Always, WhenTraced}, m.Exemplars) {
			add("exemplars: %q is neither %s nor %s", m.Exemplars, Always, WhenTraced)
		}
		for _, text := range v.ownerFaults(m.Owners) {
			add("%s", text)
		}
		for _, owner := range m.Owners {
			if key := owner + " " + m.Name; owned[key] {
				add("%s has it twice", owner)
			} else {
				owned[key] = true
			}
		}
		for _, text := range v.labelFaults(m.Labels, m.Owners) {
			add("%s", text)
		}
		for _, e := range m.Examples {
			if text := e.fault(); text != "" {
				add("%s", text)
			}
		}
	}
	return all
}

// nameFaults holds a name to the conventions of Prometheus: base units, said last; _total ends counters and nothing else.
func (m Metric) nameFaults() (all []string) {
	if !metricName.MatchString(m.Name) {
		all = append(all, "a name has small letters, digits and underscores")
	}
	if !slices.Contains([]Type{Counter, Gauge, Histogram, Summary}, m.Type) {
		all = append(all, fmt.Sprintf("%q is no type of a metric", m.Type))
	}
	base, total := strings.CutSuffix(m.Name, "_total")
	if total != (m.Type == Counter) {
		all = append(all, "the names of counters, and of nothing else, end in _total")
	}
	if m.Unit != "" && !slices.Contains(units, m.Unit) {
		all = append(all, fmt.Sprintf("the unit %q is none of %s", m.Unit, strings.Join(units, ", ")))
	}
	if m.Unit != "" && !strings.HasSuffix(base, "_"+m.Unit) {
		all = append(all, fmt.Sprintf("its unit is %s, so its name ends in _%s", m.Unit, m.Unit))
	}
	last := base[strings.LastIndex(base, "_")+1:]
	if m.Unit == "" && (slices.Contains(units, last) || foreignUnit(last) != "") {
		all = append(all, fmt.Sprintf("its name says %s, its unit does not", last))
	}
	return all
}

// baseUnits leads from units that Prometheus does not count in to those that it does.
var baseUnits = map[string]string{"ms": "seconds", "milliseconds": "seconds", "us": "seconds", "microseconds": "seconds",
	"ns": "seconds", "nanoseconds": "seconds", "minutes": "seconds", "hours": "seconds", "kb": "bytes", "mb": "bytes",
	"kilobytes": "bytes", "megabytes": "bytes", "percent": "ratio", "cents": "minor"}

func foreignUnit(word string) string { return baseUnits[word] }

// BaseUnit gives the unit in which a metric should count whose name says another one; "" when it says none.
func BaseUnit(metric string) string {
	base := strings.TrimSuffix(metric, "_total")
	return foreignUnit(base[strings.LastIndex(base, "_")+1:])
}

func (v *Vocabulary) ownerFaults(owners []string) (all []string) {
	if len(owners) == 0 {
		return []string{"nobody owns it"}
	}
	for _, owner := range owners {
		if _, ok := v.Programs[owner]; !ok {
			all = append(all, fmt.Sprintf("there is no program %q: choose from %s", owner,
				strings.Join(slices.Sorted(maps.Keys(v.Programs)), ", ")))
		}
	}
	return all
}

func (v *Vocabulary) labelFaults(labels map[string]Bound, owners []string) (all []string) {
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		bound := labels[name]
		class, known := v.Classes[bound.Class]
		switch {
		case !fieldName.MatchString(name):
			all = append(all, fmt.Sprintf("label %q: a name has small letters, digits and underscores", name))
		case bound.Class == "" && len(bound.Values) == 0:
			all = append(all, fmt.Sprintf("label %s is not bounded: it needs a class or a list of values", name))
		case bound.Class != "" && !known:
			all = append(all, fmt.Sprintf("label %s: there is no class %q", name, bound.Class))
		}
		for _, owner := range owners {
			if class.ByOwner != nil && class.ByOwner[owner] == nil {
				all = append(all, fmt.Sprintf("label %s: class %s has no values for %s", name, bound.Class, owner))
			}
		}
	}
	return all
}

func (v *Vocabulary) otherMetricFaults() (all []fault) {
	external := func(e External) {
		if !ruleName.MatchString(e.Name) || e.Type == "" || e.Meaning == "" {
			all = append(all, fault{e.line, e.Name + ": it needs a name, a type and a meaning"})
		}
	}
	for _, f := range v.Families {
		if f.Prefix == "" || f.Meaning == "" {
			all = append(all, fault{f.line, "a family needs a prefix and a meaning"})
		}
		for _, text := range append(v.ownerFaults(f.Owners), v.labelFaults(f.Labels, f.Owners)...) {
			all = append(all, fault{f.line, f.Prefix + ": " + text})
		}
		for _, e := range f.Examples {
			if text := e.fault(); text != "" {
				all = append(all, fault{f.line, f.Prefix + ": " + text})
			}
		}
		for _, e := range f.Members {
			external(e)
			if !strings.HasPrefix(e.Name, f.Prefix) {
				all = append(all, fault{e.line, e.Name + " does not begin with " + f.Prefix})
			}
			for _, owner := range e.Owners {
				if !slices.Contains(f.Owners, owner) {
					all = append(all, fault{e.line, fmt.Sprintf("%s: %s does not have the family", e.Name, owner)})
				}
			}
		}
	}
	for _, d := range v.Derived {
		if !ruleName.MatchString(d.Name) || d.Type == "" || d.Meaning == "" || d.By == "" {
			all = append(all, fault{d.line, d.Name + ": it needs a name, a type, a meaning and what it is made by"})
		}
		if d.Example != nil && d.Example.fault() != "" {
			all = append(all, fault{d.line, d.Name + ": " + d.Example.fault()})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v.Parts)) {
		for _, e := range v.Parts[name].Metrics {
			external(e)
		}
	}
	return all
}

func (v *Vocabulary) spanFaults() (all []fault) {
	judge := func(s Span) {
		switch {
		case (s.Name == "") == (s.Pattern == ""):
			all = append(all, fault{s.line, "a span has a name or a pattern"})
		case !slices.Contains(kinds, s.Kind):
			all = append(all, fault{s.line, fmt.Sprintf("%s: the kind %q is none of %s", s.Title(), s.Kind, strings.Join(kinds, ", "))})
		case s.Meaning == "":
			all = append(all, fault{s.line, s.Title() + " has no meaning"})
		}
	}
	for _, s := range v.Spans {
		judge(s)
		for _, text := range v.ownerFaults(s.Owners) {
			all = append(all, fault{s.line, s.Title() + ": " + text})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v.Parts)) {
		for _, s := range v.Parts[name].Spans {
			judge(s)
		}
	}
	for _, r := range v.Resource {
		if r.Name == "" || r.Meaning == "" {
			all = append(all, fault{r.line, "a resource attribute needs a name and a meaning"})
		}
	}
	return all
}

func (v *Vocabulary) logFaults() (all []fault) {
	seen := map[string]bool{}
	for _, f := range v.Logs.Fields {
		add := func(format string, args ...any) {
			all = append(all, fault{f.line, f.Name + ": " + fmt.Sprintf(format, args...)})
		}
		if !fieldName.MatchString(f.Name) {
			add("a name has small letters, digits and underscores")
		}
		if !slices.Contains(fieldTypes, f.Type) {
			add("the type %q is none of %s", f.Type, strings.Join(fieldTypes, ", "))
		}
		if !slices.Contains(occasions, f.On) {
			add("%q is none of every, access, error", f.On)
		}
		if f.Meaning == "" {
			add("it has no meaning")
		}
		if seen[f.Name] {
			add("it is there twice")
		}
		seen[f.Name] = true
		if len(f.Owners) > 0 {
			for _, text := range v.ownerFaults(f.Owners) {
				add("%s", text)
			}
		}
	}
	for _, name := range v.Logs.Configuration {
		if seen[name] {
			all = append(all, fault{v.Logs.configurationLine, name + " is a field and a setting"})
		}
	}
	for _, e := range slices.Concat(v.Logs.Examples, v.Questions) {
		if text := e.fault(); text != "" {
			all = append(all, fault{e.line, text})
		}
	}
	return all
}

func (e Example) fault() string {
	queries := 0
	for _, query := range []string{e.PromQL, e.LogQL, e.TraceQL} {
		if query != "" {
			queries++
		}
	}
	if queries != 1 || e.Ask == "" {
		return "an example has a question and one query"
	}
	return ""
}
