package proof

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// variable is a template variable of a dashboard.
type variable struct {
	Name       string          `json:"name"`
	Type       string          `json:"type"`
	Datasource datasource      `json:"datasource"`
	Query      json.RawMessage `json:"query"`
	AllValue   string          `json:"allValue"`
	IncludeAll bool            `json:"includeAll"`
	Current    struct {
		Value json.RawMessage `json:"value"`
	} `json:"current"`
}

// values are what stands for each variable.
type values map[string]string

// builtin are Grafana's own variables for a dashboard that shows half an hour on a wide screen, with the lab's scrape interval.
var builtin = values{
	"__rate_interval": "1m", "__interval": "15s", "__interval_ms": "15000", "__range": "30m", "__range_s": "1800",
	"__range_ms": "1800000", "__auto": "1m",
}

func valuesOf(variables []variable) values {
	all := values{}
	for name, value := range builtin {
		all[name] = value
	}
	for _, v := range variables {
		all[v.Name] = v.value()
	}
	return all
}

// value is the one that a fresh dashboard has: "all" where there is such a choice, else the current one.
func (v variable) value() string {
	if v.IncludeAll {
		if v.AllValue != "" {
			return v.AllValue
		}
		return ".*"
	}
	var one string
	var many []string
	switch {
	case json.Unmarshal(v.Current.Value, &one) == nil:
		return one
	case json.Unmarshal(v.Current.Value, &many) == nil && len(many) > 0:
		return many[0]
	}
	return v.textOfQuery()
}

// textOfQuery is a variable's query, which Grafana writes as a string or as an object with the string inside.
func (v variable) textOfQuery() string {
	var text string
	if json.Unmarshal(v.Query, &text) == nil {
		return text
	}
	var object struct {
		Query string `json:"query"`
	}
	_ = json.Unmarshal(v.Query, &object) // a form that is neither has no text
	return object.Query
}

// labelValues is the function with which variables list the values of a label.
var labelValues = regexp.MustCompile(`^label_values\((?:(.+),\s*)?([a-zA-Z_]\w*)\)$`)

// query is the PromQL that finds something exactly when the variable has a value to choose.
func (v variable) query(values values) (Query, bool) {
	if v.Type != "query" || languages[v.Datasource.Type] != PromQL {
		return Query{}, false
	}
	text := values.in(v.textOfQuery())
	if match := labelValues.FindStringSubmatch(text); match != nil {
		selector := match[1]
		if selector == "" {
			selector = "{" + match[2] + `!=""}`
		}
		text = "count by (" + match[2] + ") (" + selector + ")"
	}
	return Query{Language: PromQL, Text: text}, true
}

// in puts the values into a query: $name, ${name} and ${name:format}.
func (v values) in(text string) string {
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	// The longer name first: $__range_s is not $__range followed by "_s".
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	for _, name := range names {
		text = regexp.MustCompile(`\$\{`+name+`(:\w+)?\}`).ReplaceAllLiteralString(text, v[name])
		text = strings.ReplaceAll(text, "$"+name, v[name])
	}
	return text
}
