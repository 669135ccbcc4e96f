package vocabulary

import (
	"maps"
	"slices"
	"strings"
)

// page is a Markdown document being written: blocks with an empty line between them.
type page struct{ blocks []string }

func (p *page) String() string { return strings.Join(p.blocks, "\n\n") + "\n" }

func (p *page) text(block string) { p.blocks = append(p.blocks, block) }

func (p *page) heading(level int, title string) { p.text(strings.Repeat("#", level) + " " + title) }

// table writes a table unless it has no rows.
func (p *page) table(header []string, fill func(row func(cells ...string))) {
	lines := []string{"| " + strings.Join(header, " | ") + " |", "|" + strings.Repeat(" --- |", len(header))}
	fill(func(cells ...string) {
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(strings.TrimSpace(cell), "|", `\|`)
		}
		lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
	})
	if len(lines) > 2 {
		p.text(strings.Join(lines, "\n"))
	}
}

// metrics writes a table of metrics, and then what to ask of them. Where owners tells who has a metric, that is a column.
func (p *page) metrics(all []Metric, owners func(Metric) string) {
	header := []string{"metric", "type", "labels", "meaning"}
	if owners != nil {
		header = slices.Insert(header, 3, "of")
	}
	p.table(header, func(row func(...string)) {
		for _, m := range all {
			cells := []string{"`" + m.Name + "`", m.kind(), m.labels(), born(m.Meaning, m.Appears)}
			if owners != nil {
				cells = slices.Insert(cells, 3, owners(m))
			}
			row(cells...)
		}
	})
	for _, m := range all {
		p.examples(m.Examples)
	}
}

// unitWords are the units as readers say them.
var unitWords = map[string]string{"seconds": "seconds", "bytes": "bytes", "ratio": "0 to 1", "minor": "minor units"}

func (m Metric) kind() string {
	words := []string{string(m.Type)}
	if m.Unit != "" {
		words = append(words, unitWords[m.Unit])
	}
	switch m.Exemplars {
	case Always:
		words = append(words, "*exemplars*")
	case WhenTraced:
		words = append(words, "*exemplars* when traced")
	}
	return strings.Join(words, ", ")
}

func (m Metric) labels() string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(m.Labels)) {
		bound := m.Labels[name]
		if bound.Class != "" {
			all = append(all, "`"+name+"` ("+bound.Class+")")
			continue
		}
		all = append(all, "`"+name+"`: "+codes(bound.Values))
	}
	return strings.Join(all, "; ")
}

func (p *page) externals(all []External) {
	p.table([]string{"metric", "type", "meaning"}, func(row func(...string)) {
		for _, e := range all {
			meaning := e.Meaning
			if len(e.Owners) > 0 {
				meaning += " (" + strings.Join(e.Owners, ", ") + ")"
			}
			row("`"+e.Name+"`", string(e.Type), born(meaning, e.Appears))
		}
	})
}

// examples writes each question with its query below.
func (p *page) examples(all []Example) {
	for _, e := range all {
		language, query := "promql", e.PromQL
		switch {
		case e.LogQL != "":
			language, query = "logql", e.LogQL
		case e.TraceQL != "":
			language, query = "traceql", e.TraceQL
		}
		p.text(e.Ask + "\n\n```" + language + "\n" + strings.TrimRight(query, "\n") + "\n```")
	}
}

// born adds to a meaning when the thing is born.
func born(meaning, appears string) string {
	if appears == "" {
		return meaning
	}
	return strings.TrimSuffix(meaning, ".") + ". *Appears " + appears + ".*"
}

func codes(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}
	return strings.Join(quoted, ", ")
}

// link leads to the section of a program.
func link(name string) string { return "[" + name + "](#" + name + ")" }
