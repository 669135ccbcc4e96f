package vocabulary

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// DocumentFile is where the document is in a checkout.
var DocumentFile = filepath.Join("docs", "METRICS.md")

// Document writes the vocabulary for readers, as Markdown.
func (v *Vocabulary) Document() string {
	p := &page{}
	v.introduction(p)
	v.sharedMetrics(p)
	v.programMetrics(p)
	v.runtimes(p)
	v.derivedMetrics(p)
	v.partMetrics(p)
	v.labelValues(p)
	v.logDocument(p)
	v.spanDocument(p)
	return p.String()
}

func (v *Vocabulary) introduction(p *page) {
	p.text("# Metrics, logs and traces\n\n" +
		"<!-- Generated from contracts/telemetry.yaml by `lab generate`: change that file, not this one. -->\n\n" +
		"Everything that the lab says of itself, by name. The file behind this page is [contracts/telemetry.yaml](../contracts/telemetry.yaml);\n" +
		"`lab check telemetry` holds a running lab to it, both ways: what is there and not here, and what is here and not there.\n" +
		"Every query on this page runs as it stands.")
	p.table([]string{"program", "what it does", "runtime"}, func(row func(...string)) {
		for _, name := range slices.Sorted(maps.Keys(v.Programs)) {
			program := v.Programs[name]
			row(link(name), program.About, program.Runtime)
		}
	})
	p.text("The name of a program is everywhere the same: `job` of its metrics, `service_name` of its logs, `resource.service.name` of its traces.\n" +
		"More: [metrics that programs share](#shared-metrics), [runtimes](#runtimes), [recording rules and span metrics](#derived-metrics),\n" +
		"[other parts](#other-parts), [label values](#label-values), [logs](#logs), [traces](#traces).")
	p.heading(2, "From one signal to the next")
	p.text("- **From a metric to a trace.** Histograms marked *exemplars* keep, with some samples, the `trace_id` of the request that was measured.\n" +
		"  Grafana shows them as dots; Prometheus gives them at `/api/v1/query_exemplars`. `/metrics` shows them to whoever asks for OpenMetrics:\n" +
		"  `curl -H 'Accept: application/openmetrics-text; version=1.0.0' localhost:8001/metrics | grep trace_id`.\n" +
		"- **From a trace to its logs, and back.** Each line has `trace_id` and `span_id`, which Loki keeps as structured metadata:\n" +
		"  they are found at once and make no streams.\n" +
		"- **From a trace to metrics.** Tempo counts all spans by name (`traces_spanmetrics_*`) and the calls between parts (`traces_service_graph_*`).")
	p.heading(2, "Classic and native histograms")
	p.text("All histograms have the classic buckets of the contract, `…_bucket{le=…}`. " + v.natives() + " also offer native ones: the same\n" +
		"metric without `_bucket`, with buckets so fine that any quantile is exact to a few percent, in one series instead of sixteen. Prometheus keeps\n" +
		"both, so either can be asked:")
	p.examples([]Example{
		{Ask: "The 95th percentile from classic buckets", PromQL: `histogram_quantile(0.95, sum by (le) (rate(http_server_request_duration_seconds_bucket{job="order-service"}[5m])))`},
		{Ask: "The same from the native histogram", PromQL: `histogram_quantile(0.95, sum(rate(http_server_request_duration_seconds{job="order-service"}[5m])))`},
	})
}

// natives lists the programs with native histograms.
func (v *Vocabulary) natives() string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(v.Programs)) {
		if v.Programs[name].Native {
			names = append(names, name)
		}
	}
	return strings.Join(names, " and ")
}

func (v *Vocabulary) sharedMetrics(p *page) {
	p.heading(2, "Shared metrics")
	p.text("The same name means the same in every program, whatever language it is written in. In brackets behind a label is the class of its\n" +
		"[values](#label-values).")
	var shared []Metric
	for _, m := range v.Metrics {
		if len(m.Owners) > 1 {
			shared = append(shared, m)
		}
	}
	p.metrics(shared, func(m Metric) string {
		if len(m.Owners) == len(v.Programs) {
			return "all"
		}
		return strings.Join(m.Owners, ", ")
	})
}

func (v *Vocabulary) programMetrics(p *page) {
	for _, name := range slices.Sorted(maps.Keys(v.Programs)) {
		p.heading(2, name)
		var own []Metric
		var shared []string
		for _, m := range v.Metrics {
			switch {
			case len(m.Owners) == 1 && m.Owners[0] == name:
				own = append(own, m)
			case slices.Contains(m.Owners, name):
				shared = append(shared, "`"+m.Name+"`")
			}
		}
		p.text("What is its own:")
		if len(own) == 0 {
			p.text("Nothing: it speaks through the shared metrics.")
		} else {
			p.metrics(own, nil)
		}
		p.text("Besides, of the [shared metrics](#shared-metrics): " + strings.Join(shared, ", ") + "; of the [runtimes](#runtimes): " + v.prefixes(name) + ".")
	}
}

func (v *Vocabulary) prefixes(program string) string {
	var all []string
	for _, f := range v.FamiliesOf(program) {
		all = append(all, "`"+f.Prefix+"*`")
	}
	return strings.Join(all, ", ")
}

func (v *Vocabulary) runtimes(p *page) {
	p.heading(2, "Runtimes")
	p.text("What client libraries and runtimes add. These are the ones to know; their libraries add more with the same prefix.")
	for _, f := range v.Families {
		p.heading(3, "`"+f.Prefix+"*`")
		p.text(f.Meaning + " Of " + strings.Join(f.Owners, ", ") + ".")
		p.externals(f.Members)
		p.examples(f.Examples)
	}
}

func (v *Vocabulary) derivedMetrics(p *page) {
	p.heading(2, "Derived metrics")
	p.text("Made of other signals: by recording rules, and by Tempo from the spans.")
	p.table([]string{"metric", "type", "labels", "made by", "meaning"}, func(row func(...string)) {
		for _, d := range v.Derived {
			row("`"+d.Name+"`", string(d.Type), codes(d.Labels), d.By, born(d.Meaning, d.Appears))
		}
	})
	var examples []Example
	for _, d := range v.Derived {
		if d.Example != nil {
			examples = append(examples, *d.Example)
		}
	}
	p.examples(examples)
}

func (v *Vocabulary) partMetrics(p *page) {
	p.heading(2, "Other parts")
	p.text("Of the metrics of everybody else, those that the dashboards and alerts use.")
	for _, name := range slices.Sorted(maps.Keys(v.Parts)) {
		part := v.Parts[name]
		p.heading(3, name)
		about := strings.ToUpper(part.About[:1]) + part.About[1:] + "."
		if part.Optional {
			about += " Not on every machine."
		}
		p.text(about)
		p.externals(part.Metrics)
	}
}

func (v *Vocabulary) labelValues(p *page) {
	p.heading(2, "Label values")
	p.text("Every label is bounded: by a list, or by a form and the most values that one metric of one program may have.")
	p.table([]string{"class", "meaning", "values"}, func(row func(...string)) {
		for _, name := range slices.Sorted(maps.Keys(v.Classes)) {
			c := v.Classes[name]
			row(name, c.Meaning, c.describe())
		}
	})
}

func (c Class) describe() string {
	switch {
	case c.ByOwner != nil:
		var all []string
		for _, owner := range slices.Sorted(maps.Keys(c.ByOwner)) {
			all = append(all, owner+": "+codes(c.ByOwner[owner]))
		}
		return strings.Join(all, "; ")
	case c.Values != nil:
		return codes(c.Values)
	}
	return fmt.Sprintf("at most %d of the form `%s`", c.Max, c.Pattern)
}
