package dashboards

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/units"
)

// links are what a click on a value offers.
type links = []dashboard.DashboardLink

// column is a column of a table: a PromQL expression whose present value is shown in the row of its labels.
type column struct {
	title, unit, expr string
	// limit is an entry of thresholds.yaml that colors the column.
	limit string
	links links
}

// key is a label that makes the rows of a table, and the heading of its column.
type key struct {
	label, title string
	links        links
}

// metricTable puts the answers of several expressions side by side, a row for each set of labels. All
// expressions must answer with exactly the labels of keys, or the rows would not meet.
func metricTable(title, description string, keys []key, columns ...column) *panel {
	p := &panel{kind: "table", title: title, description: description, unit: units.Short, options: table.NewOptions()}
	names, order := map[string]string{}, map[string]int{}
	for i, k := range keys {
		names[k.label], order[k.label] = k.title, i
		if len(k.links) > 0 {
			p.override(k.title, dashboard.DynamicConfigValue{Id: "links", Value: k.links})
		}
	}
	for i, c := range columns {
		p.queries = append(p.queries, promQuery{expr: c.expr, instant: true, table: true})
		// What Grafana calls the value of a query once several are merged.
		value := "Value #" + refID(i)
		if len(columns) == 1 {
			value = "Value"
		}
		names[value], order[value] = c.title, len(keys)+i
		p.override(c.title, c.properties()...)
	}
	p.transformations = []dashboard.DataTransformerConfig{
		{Id: "merge", Options: map[string]any{}},
		{Id: "organize", Options: map[string]any{
			"excludeByName": map[string]bool{"Time": true}, "renameByName": names, "indexByName": order,
		}},
	}
	return p
}

func (c column) properties() []dashboard.DynamicConfigValue {
	made := []dashboard.DynamicConfigValue{{Id: "unit", Value: c.unit}}
	if c.limit != "" {
		made = append(made,
			dashboard.DynamicConfigValue{Id: "thresholds", Value: limitOf(c.limit)},
			dashboard.DynamicConfigValue{Id: "custom.cellOptions", Value: map[string]any{"type": "color-text"}})
	}
	if len(c.links) > 0 {
		made = append(made, dashboard.DynamicConfigValue{Id: "links", Value: c.links})
	}
	return made
}

// sortedBy orders the rows by a column, largest first.
func (p *panel) sortedBy(column string) *panel {
	if options, is := p.options.(*table.Options); is {
		options.SortBy = append(options.SortBy, sortLargestFirst(column))
	}
	return p
}

// logTable puts the answer of one LogQL expression into a table, a row for each set of labels.
func logTable(title, description, unit string, keys []key, value, expr string) *panel {
	p := metricTable(title, description, keys, column{title: value, unit: unit, expr: expr})
	p.queries = []query{logQLNow(expr, "")}
	// Loki's answer is one frame a series; its labels become columns first.
	p.transformations = append([]dashboard.DataTransformerConfig{
		{Id: "labelsToFields", Options: map[string]any{"mode": "columns"}},
	}, p.transformations...)
	organize := p.transformations[2].Options.(map[string]any)
	names := organize["renameByName"].(map[string]string)
	// Loki names the value after its query.
	names[fmt.Sprintf("Value #%s", refID(0))] = value
	return p
}

func sortLargestFirst(column string) common.TableSortByFieldState {
	return common.TableSortByFieldState{DisplayName: column, Desc: pointer(true)}
}
