package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"oms-lab/lab/internal/vocabulary"
)

// recentLines is how many lines of a program are looked at; seriousLines how many warnings and errors besides.
const (
	recentLines  = 2000
	seriousLines = 500
)

// entry is one line with what Loki keeps beside it.
type entry struct {
	line       string
	structured map[string]string
}

// logs holds the recent log lines of the programs to the vocabulary.
func (c *checker) logs(ctx context.Context, programs []string) []Finding {
	f := Finding{Signal: Logs, Owner: "loki"}
	if _, err := c.loki.get(ctx, "/loki/api/v1/status/buildinfo", nil, nil); err != nil {
		f.add(Unreachable, "loki", err.Error())
		return []Finding{f}
	}
	return c.each(programs, func(program string) Finding { return c.log(ctx, program) })
}

func (c *checker) log(ctx context.Context, program string) Finding {
	f := Finding{Signal: Logs, Owner: program}
	selector := fmt.Sprintf(`{service_name=%q}`, program)
	if err := c.logLabels(ctx, &f, selector); err != nil {
		f.add(Unreachable, "loki", err.Error())
		return f
	}
	// Apart, because warnings and errors are rare among the newest lines.
	lines, err := c.lines(ctx, fmt.Sprintf(`{service_name=%q, level!~"warn|error"}`, program), recentLines)
	if err == nil {
		var serious []entry
		serious, err = c.lines(ctx, fmt.Sprintf(`{service_name=%q, level=~"warn|error"}`, program), seriousLines)
		lines = append(lines, serious...)
	}
	if err != nil {
		f.add(Unreachable, "loki", err.Error())
		return f
	}
	if len(lines) == 0 {
		f.missing(program, "Loki has no line of it within "+c.options.Since.String(), "")
		return f
	}
	j := judge{v: c.v, program: program, fields: map[string]vocabulary.Field{}, seen: map[string]bool{}, faults: map[Fault]*evidence{}}
	for _, field := range c.v.Logs.Fields {
		if field.Has(program) {
			j.fields[field.Name] = field
		}
	}
	for _, e := range lines {
		j.judge(e)
	}
	f.Checked.Lines, f.Checked.Fields = len(lines), len(j.seen)
	f.Faults = append(f.Faults, j.found()...)
	return f
}

// period is the time that is looked at, in the unit that Loki takes.
func (c *checker) period(more url.Values) url.Values {
	more.Set("start", strconv.FormatInt(c.now.Add(-c.options.Since).UnixNano(), 10))
	more.Set("end", strconv.FormatInt(c.now.UnixNano(), 10))
	return more
}

// logLabels judges the labels of the program's streams: each more is a fault, each level has its name.
func (c *checker) logLabels(ctx context.Context, f *Finding, selector string) error {
	var answer struct {
		Data []map[string]string `json:"data"`
	}
	if err := c.loki.getJSON(ctx, "/loki/api/v1/series", c.period(url.Values{"match[]": {selector}}), nil, &answer); err != nil {
		return err
	}
	wrong := map[string]string{}
	for _, stream := range answer.Data {
		for label, value := range stream {
			if !slices.Contains(c.v.Logs.Labels, label) {
				wrong[label] = value
			}
		}
		if level, ok := stream["level"]; ok && !slices.Contains(c.v.Logs.Levels, level) {
			f.add(Unbounded, "{level}", fmt.Sprintf("%q is none of %s", level, strings.Join(c.v.Logs.Levels, ", ")))
		}
		for _, label := range c.v.Logs.Labels {
			if _, ok := stream[label]; !ok {
				f.missing("{"+label+"}", fmt.Sprintf("the stream %v lacks the label", stream), "")
			}
		}
	}
	for _, label := range slices.Sorted(maps.Keys(wrong)) {
		kind, detail := Undocumented, fmt.Sprintf("a label of Loki, such as %q", wrong[label])
		if slices.Contains(c.v.Logs.StructuredMetadata, label) {
			kind, detail = NotStructured, "it is a label: each value makes a stream"
		}
		f.add(kind, "{"+label+"}", detail)
	}
	return nil
}

// lines reads the newest lines of a selector.
func (c *checker) lines(ctx context.Context, selector string, limit int) ([]entry, error) {
	var answer struct {
		Data struct {
			Result []struct {
				Values [][]json.RawMessage `json:"values"`
			} `json:"result"`
		} `json:"data"`
	}
	query := c.period(url.Values{"query": {selector}, "limit": {strconv.Itoa(limit)}})
	// Otherwise structured metadata looks like labels.
	header := map[string]string{"X-Loki-Response-Encoding-Flags": "categorize-labels"}
	if err := c.loki.getJSON(ctx, "/loki/api/v1/query_range", query, header, &answer); err != nil {
		return nil, err
	}
	var all []entry
	for _, stream := range answer.Data.Result {
		for _, value := range stream.Values {
			e, err := entryOf(value)
			if err != nil {
				return nil, err
			}
			all = append(all, e)
		}
	}
	return all, nil
}

func entryOf(value []json.RawMessage) (e entry, err error) {
	if len(value) < 2 {
		return e, fmt.Errorf("an entry of %d parts", len(value))
	}
	if err := json.Unmarshal(value[1], &e.line); err != nil {
		return e, err
	}
	if len(value) > 2 {
		var beside struct {
			Structured map[string]string `json:"structuredMetadata"`
		}
		if err := json.Unmarshal(value[2], &beside); err != nil {
			return e, err
		}
		e.structured = beside.Structured
	}
	return e, nil
}

var timestamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`)
