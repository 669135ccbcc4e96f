package dashboards

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// sourceVariables let a copy of a dashboard be pointed at other backends. They are hidden: the lab has one of each.
func sourceVariables() []dashboard.VariableModel {
	var made []dashboard.VariableModel
	for _, s := range []struct {
		kind  source
		label string
	}{{fromPrometheus, "Prometheus"}, {fromLoki, "Loki"}, {fromTempo, "Tempo"}} {
		made = append(made, dashboard.VariableModel{
			Type: dashboard.VariableTypeDatasource, Name: string(s.kind), Label: pointer(s.label),
			Description: pointer("The data source of the panels that ask " + s.label + "."),
			Hide:        pointer(dashboard.VariableHideHideVariable),
			Query:       &dashboard.StringOrMap{String: pointer(string(s.kind))},
			Current:     option(s.label, string(s.kind)),
		})
	}
	return made
}

// serviceVariable is $job with the services that a Prometheus selector on up picks, several at a time or
// all. Dashboards keep it as one goes from one to another.
func serviceVariable(selector string) dashboard.VariableModel {
	return labelVariable("job", "Service", "The service, by its service.name.", fmt.Sprintf("up{%s}", selector), "job")
}

// onlyService is $job with one service, for the dashboard that is about nothing else.
func onlyService(job string) dashboard.VariableModel {
	v := queryVariable("job", "Service", "The service that this dashboard is about.", fmt.Sprintf("label_values(up{job=%q}, job)", job))
	v.Current = option(job, job)
	// An address cannot make this dashboard show another service under this one's name.
	v.SkipUrlSync = pointer(true)
	return v
}

// instanceVariable is $instance: where a service runs, host and port.
func instanceVariable() dashboard.VariableModel {
	return labelVariable("instance", "Instance", "Where the service runs, host and port.", `up{job=~"$job"}`, "instance")
}

// labelVariable offers the values that a label of some Prometheus series has, several at a time or all.
func labelVariable(name, label, description, series, key string) dashboard.VariableModel {
	return many(queryVariable(name, label, description, fmt.Sprintf("label_values(%s, %s)", series, key)))
}

// queryVariable offers what Prometheus answers, one at a time. It is asked again whenever the time range
// changes: what did not exist an hour ago is offered when one looks at now.
func queryVariable(name, label, description, definition string) dashboard.VariableModel {
	return dashboard.VariableModel{
		Type: dashboard.VariableTypeQuery, Name: name, Label: &label, Description: &description,
		Datasource: pointer(fromPrometheus.ref()),
		// The fields of Grafana's own editor: qryType 5 is a query written out as text.
		Query:      &dashboard.StringOrMap{Map: map[string]any{"qryType": 5, "query": definition, "refId": "variable-" + name}},
		Definition: &definition,
		Refresh:    pointer(dashboard.VariableRefreshOnTimeRangeChanged),
		Sort:       pointer(dashboard.VariableSortAlphabeticalAsc),
		Hide:       pointer(dashboard.VariableHideDontHide),
	}
}

// logLabelVariable offers the values that a label of the log streams has, several at a time or all.
func logLabelVariable(name, label, description, key string) dashboard.VariableModel {
	v := many(queryVariable(name, label, description, fmt.Sprintf("label_values(%s)", key)))
	v.Datasource = pointer(fromLoki.ref())
	v.Query = &dashboard.StringOrMap{Map: map[string]any{"label": key, "refId": "variable-" + name, "stream": "", "type": 1}}
	return v
}

// many lets one choose several values, or all: one character or more, because Loki refuses a selector that
// matches everything, and a series without the label is not meant.
func many(v dashboard.VariableModel) dashboard.VariableModel {
	v.Multi, v.IncludeAll, v.AllValue = pointer(true), pointer(true), pointer(".+")
	v.Current = &dashboard.VariableOption{
		Selected: pointer(true),
		Text:     dashboard.StringOrArrayOfString{ArrayOfString: []string{"All"}},
		Value:    dashboard.StringOrArrayOfString{ArrayOfString: []string{"$__all"}},
	}
	return v
}

// textVariable is a field to type into.
func textVariable(name, label, description, value string) dashboard.VariableModel {
	return dashboard.VariableModel{
		Type: dashboard.VariableTypeTextbox, Name: name, Label: &label, Description: &description,
		Query:   &dashboard.StringOrMap{String: &value},
		Current: option(value, value),
		Hide:    pointer(dashboard.VariableHideDontHide),
	}
}

func option(text, value string) *dashboard.VariableOption {
	return &dashboard.VariableOption{
		Selected: pointer(true),
		Text:     dashboard.StringOrArrayOfString{String: &text},
		Value:    dashboard.StringOrArrayOfString{String: &value},
	}
}
