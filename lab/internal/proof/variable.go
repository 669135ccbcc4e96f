package proof

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
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

// scrapeInterval is what the data source of Prometheus is provisioned with, and the shortest step of a graph.
const scrapeInterval = 15 * time.Second

// points is how many a graph has at most: as many as Grafana asks for on a wide screen.
const points = 1000

// resolution is the step of a graph over a span.
func resolution(span time.Duration) time.Duration {
	return max(scrapeInterval, (span / points).Round(time.Second))
}

// builtin are Grafana's own variables for a dashboard that shows a span.
func builtin(span time.Duration) values {
	step := resolution(span)
	text := func(d time.Duration) string { return strconv.FormatInt(int64(d.Seconds()), 10) + "s" }
	milliseconds := func(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
	return values{
		"__interval": text(step), "__interval_ms": milliseconds(step),
		"__rate_interval": text(max(step+scrapeInterval, 4*scrapeInterval)), "__auto": text(max(step, time.Minute)),
		"__range": text(span), "__range_s": strconv.FormatInt(int64(span.Seconds()), 10), "__range_ms": milliseconds(span),
	}
}

func valuesOf(variables []variable, span time.Duration) values {
	all := builtin(span)
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

// query finds something exactly when the variable has a value to choose.
func (v variable) query(values values) (Query, bool) {
	language := languages[v.Datasource.Type]
	switch {
	case v.Type != "query":
		return Query{}, false
	case language == LogQL:
		var object struct{ Label, Stream string }
		if err := json.Unmarshal(v.Query, &object); err != nil || object.Label == "" {
			return Query{}, false
		}
		selector := object.Stream
		if selector == "" {
			selector = "{" + object.Label + `=~".+"}`
		}
		return Query{Language: LogQL, Instant: true,
			Text: values.in("sum by (" + object.Label + ") (count_over_time(" + selector + "[$__range]))")}, true
	}
	text := values.in(v.textOfQuery())
	if match := labelValues.FindStringSubmatch(text); match != nil {
		selector := match[1]
		if selector == "" {
			selector = "{" + match[2] + `!=""}`
		}
		text = "count by (" + match[2] + ") (" + selector + ")"
	}
	return Query{Language: language, Text: text}, true
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
