package vocabulary

import (
	"maps"
	"slices"
	"strings"
)

func (v *Vocabulary) logDocument(p *page) {
	p.heading(2, "Logs")
	p.text("One JSON object a line. Labels of a stream are " + codes(v.Logs.Labels) + " and nothing else; " + codes(v.Logs.StructuredMetadata) +
		" are structured metadata. Levels are " + codes(v.Logs.Levels) + ".\n" +
		"Each request has one access line, each fault one error line where it was noticed. There is never a password, token or card in a line.")
	p.table([]string{"field", "type", "where", "meaning"}, func(row func(...string)) {
		for _, f := range v.Logs.Fields {
			row("`"+f.Name+"`", f.Type, f.where(), f.Meaning)
		}
	})
	p.text("Some programs tell their effective configuration, once at start and with secrets masked, as fields that are named like the variables in\n" +
		"small letters: " + codes(v.Logs.Configuration) + ".")
	p.examples(v.Logs.Examples)
}

// where says in which lines a field is.
func (f Field) where() string {
	switch f.On {
	case "every":
		return "**every line**"
	case "access":
		return "**access lines**, others may"
	case "error":
		return "**error lines**, others may"
	}
	if len(f.Owners) == 0 {
		return "where it fits"
	}
	return strings.Join(f.Owners, ", ")
}

func (v *Vocabulary) spanDocument(p *page) {
	p.heading(2, "Traces")
	p.text("Names and attributes follow the semantic conventions of OpenTelemetry; `oms.*` are the shop's own. Every span has, through its program:")
	p.table([]string{"resource attribute", "value", "meaning"}, func(row func(...string)) {
		for _, r := range v.Resource {
			value := ""
			if r.Value != "" {
				value = "`" + r.Value + "`"
			}
			row("`"+r.Name+"`", value, r.Meaning)
		}
	})
	p.text("A name with regular expression signs stands for all names of that form.")
	owners := slices.Sorted(maps.Keys(v.Programs))
	for name, part := range v.Parts {
		if len(part.Spans) > 0 {
			owners = append(owners, name)
		}
	}
	slices.Sort(owners)
	for _, owner := range owners {
		p.heading(3, "Spans of "+owner)
		p.table([]string{"span", "kind", "attributes", "meaning"}, func(row func(...string)) {
			for _, s := range v.SpansOf(owner) {
				row("`"+s.Title()+"`", s.Kind, codes(s.Attributes), born(s.Meaning, s.Appears))
			}
		})
	}
	p.heading(3, "Questions to traces")
	p.examples(v.Questions)
}
