// Package conformance compares the telemetry of a running lab with its vocabulary, both ways: what is not documented,
// what is missing, and what is not as it was promised.
package conformance

import (
	"cmp"
	"slices"
)

// Signal is where something was found.
type Signal string

// The signals.
const (
	Metrics Signal = "metrics"
	Logs    Signal = "logs"
	Traces  Signal = "traces"
)

// Kind is what is wrong.
type Kind string

// The kinds of faults.
const (
	Unreachable   Kind = "unreachable"
	Undocumented  Kind = "undocumented"
	Missing       Kind = "missing"
	WrongType     Kind = "wrong type"
	WrongUnit     Kind = "wrong unit"
	Unbounded     Kind = "unbounded label"
	WrongValue    Kind = "wrong value"
	NoExemplar    Kind = "no exemplar"
	NoNative      Kind = "no native histogram"
	NotStored     Kind = "not in Prometheus"
	NotStructured Kind = "not structured metadata"
)

// Fault is one difference between the lab and its vocabulary.
type Fault struct {
	Signal Signal `json:"signal"`
	// Owner is the program, or the part of the lab.
	Owner string `json:"owner"`
	Kind  Kind   `json:"kind"`
	// Name is the metric, the label (as metric{label}), the field or the span.
	Name   string `json:"name"`
	Detail string `json:"detail,omitempty"`
	// Appears says with which event something is born that is missing.
	Appears string `json:"appears,omitempty"`
}

// Counts are how many things were held to the vocabulary.
type Counts struct {
	Metrics int `json:"metrics"`
	Labels  int `json:"labels"`
	Spans   int `json:"spans"`
	Fields  int `json:"log_fields"`
	Lines   int `json:"log_lines"`
}

func (c Counts) plus(o Counts) Counts {
	return Counts{c.Metrics + o.Metrics, c.Labels + o.Labels, c.Spans + o.Spans, c.Fields + o.Fields, c.Lines + o.Lines}
}

// Finding is what came of one signal of one owner.
type Finding struct {
	Signal  Signal  `json:"signal"`
	Owner   string  `json:"owner"`
	Checked Counts  `json:"checked"`
	Faults  []Fault `json:"faults"`
}

// Report is the whole comparison.
type Report struct {
	Conforms bool      `json:"conforms"`
	Checked  Counts    `json:"checked"`
	Findings []Finding `json:"findings"`
}

// Faults are those of all findings.
func (r Report) Faults() (all []Fault) {
	for _, f := range r.Findings {
		all = append(all, f.Faults...)
	}
	return all
}

// NeedsTraffic reports whether something is missing that traffic would bring about.
func (r Report) NeedsTraffic() bool {
	return slices.ContainsFunc(r.Faults(), func(f Fault) bool {
		return f.Kind == NoExemplar || f.Kind == Missing && (f.Appears != "" || f.Signal != Metrics)
	})
}

// newReport adds the findings up.
func newReport(findings []Finding) Report {
	r := Report{Findings: findings}
	for i, f := range findings {
		r.Checked = r.Checked.plus(f.Checked)
		slices.SortFunc(f.Faults, func(a, b Fault) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Detail, b.Detail))
		})
		if f.Faults == nil {
			r.Findings[i].Faults = []Fault{}
		}
	}
	r.Conforms = len(r.Faults()) == 0
	return r
}

func (f *Finding) add(kind Kind, name, detail string) {
	f.Faults = append(f.Faults, Fault{Signal: f.Signal, Owner: f.Owner, Kind: kind, Name: name, Detail: detail})
}

func (f *Finding) missing(name, detail, appears string) {
	f.Faults = append(f.Faults, Fault{Signal: f.Signal, Owner: f.Owner, Kind: Missing, Name: name, Detail: detail, Appears: appears})
}
