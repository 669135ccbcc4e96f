package proof

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// dashboard is Grafana's JSON as far as queries need it.
type dashboard struct {
	Title      string  `json:"title"`
	Panels     []panel `json:"panels"`
	Templating struct {
		List []variable `json:"list"`
	} `json:"templating"`
	Annotations struct {
		List []annotation `json:"list"`
	} `json:"annotations"`
}

// annotation is a mark, whose query older Grafanas wrote beside its name and today's write as a target.
type annotation struct {
	Name       string     `json:"name"`
	Expr       string     `json:"expr"`
	Target     target     `json:"target"`
	Datasource datasource `json:"datasource"`
}

type panel struct {
	Title      string     `json:"title"`
	Type       string     `json:"type"`
	Datasource datasource `json:"datasource"`
	Targets    []target   `json:"targets"`
	// Panels are those of a collapsed row.
	Panels []panel `json:"panels"`
}

type datasource struct {
	Type string `json:"type"`
}

// target is a panel's query to Prometheus or Loki (expr) or Tempo (query).
type target struct {
	RefID      string     `json:"refId"`
	Datasource datasource `json:"datasource"`
	Expr       string     `json:"expr"`
	Query      string     `json:"query"`
	QueryType  string     `json:"queryType"`
	// Maps are the selectors of a service map, one or several.
	Maps    selectors `json:"serviceMapQuery"`
	Instant bool      `json:"instant"`
}

// Dashboards is what a folder of dashboards holds.
type Dashboards struct {
	// Count and Panels are how many dashboards and how many panels with queries there are.
	Count, Panels int
	// Queries are those of targets, variables and annotations.
	Queries []Query
}

// ReadDashboards reads every dashboard below a folder, with the queries as they are when it shows a span. A file that is no
// dashboard is an error that names it.
func ReadDashboards(folder string, span time.Duration) (Dashboards, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.json"))
	if err != nil {
		return Dashboards{}, err
	}
	if len(files) == 0 {
		return Dashboards{}, fmt.Errorf("there is no dashboard below %s: run `lab dashboards`", folder)
	}
	all := Dashboards{Count: len(files)}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return Dashboards{}, err
		}
		var d dashboard
		if err := json.Unmarshal(content, &d); err != nil {
			return Dashboards{}, fmt.Errorf("%s: %w", file, placed(content, err))
		}
		if err := d.collect(&all, span); err != nil {
			return Dashboards{}, fmt.Errorf("%s: %w", file, err)
		}
	}
	return all, nil
}

func (d dashboard) collect(all *Dashboards, span time.Duration) error {
	values := valuesOf(d.Templating.List, span)
	for _, v := range d.Templating.List {
		if query, ok := v.query(values); ok {
			query.Source = d.Title + " / variable " + v.Name
			all.Queries = append(all.Queries, query)
		}
	}
	for _, a := range d.Annotations.List {
		if expr := cmp.Or(a.Target.Expr, a.Expr); expr != "" {
			all.Queries = append(all.Queries, Query{Source: d.Title + " / annotation " + a.Name, Language: languages[a.Datasource.Type],
				Text: values.in(expr), MayBeEmpty: true})
		}
	}
	return d.collectPanels(d.Panels, values, all)
}

func (d dashboard) collectPanels(panels []panel, values values, all *Dashboards) error {
	for _, p := range panels {
		if err := d.collectPanels(p.Panels, values, all); err != nil {
			return err
		}
		if len(p.Targets) > 0 {
			all.Panels++
		}
		for _, t := range p.Targets {
			query, err := t.in(p, values)
			if err != nil {
				return fmt.Errorf("panel %q, target %s: %w", p.Title, t.RefID, err)
			}
			query.Source = fmt.Sprintf("%s / %s / %s", d.Title, p.Title, t.RefID)
			all.Queries = append(all.Queries, query)
		}
	}
	return nil
}

// languages are those of Grafana's types of data source.
var languages = map[string]Language{"prometheus": PromQL, "loki": LogQL, "tempo": TraceQL}

// selectors are label selectors with their braces, which Grafana writes as a string or as a list.
type selectors []string

// UnmarshalJSON takes both forms.
func (s *selectors) UnmarshalJSON(content []byte) error {
	var one string
	if json.Unmarshal(content, &one) == nil {
		*s = selectors{one}
		return nil
	}
	return json.Unmarshal(content, (*[]string)(s))
}

// serviceGraph is what Grafana asks Prometheus for when a panel shows Tempo's service map: the calls between parts that one
// of the selectors selects, all of them without any.
func (s selectors) serviceGraph() string {
	if len(s) == 0 {
		s = selectors{""}
	}
	var parts []string
	for _, selector := range s {
		parts = append(parts, "sum by (client, server) (rate(traces_service_graph_request_total"+selector+"[$__range]))")
	}
	return strings.Join(parts, " or ")
}

func (t target) in(p panel, values values) (Query, error) {
	kind := t.Datasource.Type
	if kind == "" {
		kind = p.Datasource.Type
	}
	language, ok := languages[kind]
	text := t.Expr
	switch {
	case !ok:
		return Query{}, fmt.Errorf("the data source is of the unknown type %q", kind)
	case language == TraceQL && t.QueryType == "serviceMap":
		language, text = PromQL, t.Maps.serviceGraph()
	case language == TraceQL:
		text = t.Query
	}
	if strings.TrimSpace(text) == "" {
		return Query{}, fmt.Errorf("there is no query")
	}
	return Query{Language: language, Text: values.in(text), Instant: t.Instant || t.QueryType == "instant"}, nil
}

// placed adds the line to an error of the JSON decoder.
func placed(content []byte, err error) error {
	offset := int64(-1)
	switch e := err.(type) {
	case *json.SyntaxError:
		offset = e.Offset
	case *json.UnmarshalTypeError:
		offset = e.Offset
	}
	if offset < 0 || offset > int64(len(content)) {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+strings.Count(string(content[:offset]), "\n"), err)
}
