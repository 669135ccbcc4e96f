package vocabulary

import (
	"fmt"
	"slices"
	"strings"
)

// Limits are the bounds of one label of one program, resolved.
type Limits struct {
	values  []string
	class   Class
	classed bool
}

// Limits resolves what a label of a program may be.
func (v *Vocabulary) Limits(b Bound, owner string) Limits {
	if b.Class == "" {
		return Limits{values: b.Values}
	}
	class := v.Classes[b.Class]
	values := class.Values
	if class.ByOwner != nil {
		values = class.ByOwner[owner]
	}
	return Limits{values: values, class: class, classed: values == nil}
}

// Judge says what is wrong with the values that a label has been seen with; "" when nothing is.
func (l Limits) Judge(seen []string) string {
	for _, value := range seen {
		switch {
		case l.classed && l.class.pattern != nil && !l.class.pattern.MatchString(value):
			return fmt.Sprintf("%q is not of the form %s", value, l.class.Pattern)
		case !l.classed && !slices.Contains(l.values, value):
			return fmt.Sprintf("%q is none of %s", value, strings.Join(l.values, ", "))
		}
	}
	if l.classed && len(seen) > l.class.Max {
		return fmt.Sprintf("%d values, at most %d are promised; one is %q", len(seen), l.class.Max, seen[0])
	}
	return ""
}

// Owned are the metrics of a program, by name.
func (v *Vocabulary) Owned(program string) map[string]Metric {
	owned := map[string]Metric{}
	for _, m := range v.Metrics {
		if slices.Contains(m.Owners, program) {
			owned[m.Name] = m
		}
	}
	return owned
}

// FamiliesOf are the families of a program.
func (v *Vocabulary) FamiliesOf(program string) []Family {
	var all []Family
	for _, f := range v.Families {
		if slices.Contains(f.Owners, program) {
			all = append(all, f)
		}
	}
	return all
}

// SpansOf are the spans of a program or another part.
func (v *Vocabulary) SpansOf(owner string) []Span {
	if part, ok := v.Parts[owner]; ok {
		return part.Spans
	}
	var all []Span
	for _, s := range v.Spans {
		if slices.Contains(s.Owners, owner) {
			all = append(all, s)
		}
	}
	return all
}

// Matches reports whether a span's name is this one.
func (s Span) Matches(name string) bool {
	if s.pattern != nil {
		return s.pattern.MatchString(name)
	}
	return s.Name == name
}

// Title is the name, or the pattern of names.
func (s Span) Title() string {
	if s.Pattern != "" {
		return s.Pattern
	}
	return s.Name
}

// Has reports whether a program's log lines may have the field.
func (f Field) Has(program string) bool {
	return len(f.Owners) == 0 || slices.Contains(f.Owners, program)
}

// Knows reports whether a series name, such as one with _bucket, belongs to something in the vocabulary.
func (v *Vocabulary) Knows(series string) bool {
	for _, m := range v.Metrics {
		if isSeries(series, m.Name, m.Type) {
			return true
		}
	}
	for _, d := range v.Derived {
		if isSeries(series, d.Name, d.Type) {
			return true
		}
	}
	for _, f := range v.Families {
		if slices.ContainsFunc(f.Members, func(e External) bool { return isSeries(series, e.Name, e.Type) }) {
			return true
		}
	}
	for _, p := range v.Parts {
		if slices.ContainsFunc(p.Metrics, func(e External) bool { return isSeries(series, e.Name, e.Type) }) {
			return true
		}
	}
	return false
}

// isSeries reports whether a series is one of a metric: the metric itself, or a part of a histogram or summary.
func isSeries(series, metric string, kind Type) bool {
	return slices.Contains(SeriesOf(metric, kind), series)
}

// SeriesOf are the names of a metric's series. A histogram's own name is that of its native form.
func SeriesOf(metric string, kind Type) []string {
	switch kind {
	case Histogram:
		return []string{metric, metric + "_bucket", metric + "_count", metric + "_sum"}
	case Summary:
		return []string{metric, metric + "_count", metric + "_sum"}
	}
	return []string{metric}
}
