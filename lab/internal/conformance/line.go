package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"oms-lab/lab/internal/vocabulary"
)

// judge holds the lines of one program to the vocabulary. The same fault of many lines is one.
type judge struct {
	v       *vocabulary.Vocabulary
	program string
	fields  map[string]vocabulary.Field
	seen    map[string]bool
	faults  map[Fault]*evidence
}

// evidence is how often a fault was seen, and a line that has it.
type evidence struct {
	count int
	line  string
}

func (j *judge) add(kind Kind, name, detail string, e entry) {
	key := Fault{Signal: Logs, Owner: j.program, Kind: kind, Name: name, Detail: detail}
	if j.faults[key] == nil {
		j.faults[key] = &evidence{line: e.line}
	}
	j.faults[key].count++
}

// found are the faults, each with an example.
func (j *judge) found() (all []Fault) {
	for fault, proof := range j.faults {
		example := proof.line
		if runes := []rune(example); len(runes) > 160 {
			example = string(runes[:160]) + "…"
		}
		fault.Detail = fmt.Sprintf("%s (%d lines, such as %s)", fault.Detail, proof.count, example)
		all = append(all, fault)
	}
	return all
}

func (j *judge) judge(e entry) {
	var line map[string]any
	decoder := json.NewDecoder(strings.NewReader(e.line))
	decoder.UseNumber()
	if err := decoder.Decode(&line); err != nil {
		j.add(WrongValue, "line", "it is no JSON object", e)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(line)) {
		field, ok := j.fields[name]
		switch {
		case ok:
			j.seen[name] = true
			if is := typeOfValue(line[name]); !fits(is, field) {
				j.add(WrongType, name, fmt.Sprintf("%s instead of %s", is, field.Type), e)
			}
		case slices.Contains(j.v.Logs.Configuration, name):
		default:
			j.add(Undocumented, name, "a field", e)
		}
	}
	for _, name := range j.required(line) {
		if _, ok := line[name]; !ok {
			j.add(Missing, name, "the field is not on "+lines[j.fields[name].On], e)
		}
	}
	j.head(line, e)
}

// lines says on which lines a field must be.
var lines = map[string]string{"every": "every line", "access": "every access line", "error": "every error line of a request or a job"}

// required are the fields that a line must have.
func (j *judge) required(line map[string]any) (all []string) {
	_, served := line["url_path"]
	_, timed := line["duration_ms"]
	_, traced := line["trace_id"]
	on := map[string]bool{"every": true, "access": served && timed, "error": line["level"] == "error" && traced}
	for _, name := range slices.Sorted(maps.Keys(j.fields)) {
		if on[j.fields[name].On] {
			all = append(all, name)
		}
	}
	return all
}

// head judges the values of what every line has.
func (j *judge) head(line map[string]any, e entry) {
	if text, ok := line["ts"].(string); ok && !timestamp.MatchString(text) {
		j.add(WrongValue, "ts", "it is not RFC 3339 in UTC with milliseconds", e)
	}
	if level, ok := line["level"].(string); ok && !slices.Contains(j.v.Logs.Levels, level) {
		j.add(WrongValue, "level", fmt.Sprintf("%q is none of %s", level, strings.Join(j.v.Logs.Levels, ", ")), e)
	}
	if service, ok := line["service"].(string); ok && service != j.program {
		j.add(WrongValue, "service", fmt.Sprintf("%q is not %s", service, j.program), e)
	}
	if line["msg"] == "" {
		j.add(WrongValue, "msg", "it is empty", e)
	}
	for _, name := range j.v.Logs.StructuredMetadata {
		if id, ok := line[name].(string); ok && e.structured[name] != id {
			j.add(NotStructured, name, "Loki does not have it beside the line", e)
		}
	}
}

// typeOfValue is the type of a JSON value as the vocabulary calls it.
func typeOfValue(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case json.Number:
		if _, err := value.Int64(); err == nil {
			return "integer"
		}
		return "number"
	case string:
		return "string"
	case map[string]any:
		return "object"
	}
	return "list"
}

// fits reports whether a value may stand in a field: an integer is a number, and nothing is fine where the field need not be.
func fits(is string, field vocabulary.Field) bool {
	return is == field.Type || is == "integer" && field.Type == "number" || is == "null" && field.On == ""
}
