package vocabulary

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// File is where the vocabulary is in a checkout.
var File = filepath.Join("contracts", "telemetry.yaml")

// Load reads and checks the vocabulary of a checkout. The error names file and line of each fault.
func Load(root string) (*Vocabulary, error) {
	content, err := os.ReadFile(filepath.Join(root, File))
	if err != nil {
		return nil, err
	}
	return Parse(filepath.ToSlash(File), content)
}

// Parse reads and checks a vocabulary; name is what errors call the file.
func Parse(name string, content []byte) (*Vocabulary, error) {
	v := &Vocabulary{}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(v); err != nil {
		return nil, located(name, err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, located(name, err)
	}
	v.locate(&document)
	faults := v.compile()
	faults = append(faults, v.validate()...)
	if len(faults) == 0 {
		return v, nil
	}
	var all []error
	for _, f := range faults {
		all = append(all, fmt.Errorf("%s:%d: %s", name, f.line, f.text))
	}
	return nil, errors.Join(all...)
}

// UnmarshalYAML reads the name of a class or a list of values.
func (b *Bound) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return node.Decode(&b.Class)
	}
	return node.Decode(&b.Values)
}

var (
	lineOfError = regexp.MustCompile(`^line (\d+): (.*)$`)
	unknownKey  = regexp.MustCompile(`^field (\S+) not found in type \S+$`)
)

// located puts the file's name before each line number that the decoder tells.
func located(name string, err error) error {
	var types *yaml.TypeError
	if !errors.As(err, &types) {
		return fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	var all []error
	for _, text := range types.Errors {
		match := lineOfError.FindStringSubmatch(text)
		if match == nil {
			all = append(all, fmt.Errorf("%s: %s", name, text))
			continue
		}
		all = append(all, fmt.Errorf("%s:%s: %s", name, match[1], unknownKey.ReplaceAllString(match[2], `unknown key "$1"`)))
	}
	return errors.Join(all...)
}

// locate notes the line of each entry, for the faults that are found in it later.
func (v *Vocabulary) locate(document *yaml.Node) {
	root := document.Content[0]
	lines := func(path ...string) func(i int) int {
		list := at(root, path...)
		return func(i int) int { return list.Content[i].Line }
	}
	each(v.Metrics, lines("metrics"), func(m *Metric, line int) { m.line = line })
	each(v.Families, lines("families"), func(f *Family, line int) { f.line = line })
	each(v.Derived, lines("derived"), func(d *Derived, line int) { d.line = line })
	each(v.Resource, lines("resource"), func(r *Resource, line int) { r.line = line })
	each(v.Spans, lines("spans"), func(s *Span, line int) { s.line = line })
	each(v.Logs.Fields, lines("logs", "fields"), func(f *Field, line int) { f.line = line })
	each(v.Logs.Examples, lines("logs", "examples"), func(e *Example, line int) { e.line = line })
	each(v.Questions, lines("questions"), func(e *Example, line int) { e.line = line })
	v.Logs.configurationLine = at(root, "logs", "configuration").Line
	for i := range v.Families {
		each(v.Families[i].Members, func(j int) int {
			return at(at(root, "families").Content[i], "members").Content[j].Line
		}, func(e *External, line int) { e.line = line })
	}
	for name, part := range v.Parts {
		each(part.Metrics, lines("parts", name, "metrics"), func(e *External, line int) { e.line = line })
		each(part.Spans, lines("parts", name, "spans"), func(s *Span, line int) { s.line = line })
	}
	for name, class := range v.Classes {
		class.line = at(root, "classes", name).Line
		v.Classes[name] = class
	}
}

func each[T any](all []T, line func(i int) int, note func(one *T, line int)) {
	for i := range all {
		note(&all[i], line(i))
	}
}

// at follows keys of mappings; it gives an empty node where there is none.
func at(node *yaml.Node, path ...string) *yaml.Node {
	for _, key := range path {
		next := &yaml.Node{}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == key {
				next = node.Content[i+1]
			}
		}
		node = next
	}
	return node
}

// compile compiles the patterns, which match whole values.
func (v *Vocabulary) compile() (faults []fault) {
	compiled := func(pattern string, line int) *regexp.Regexp {
		if pattern == "" {
			return nil
		}
		expression, err := regexp.Compile("^(?:" + pattern + ")$")
		if err != nil {
			faults = append(faults, fault{line, fmt.Sprintf("the pattern %q cannot be read: %v", pattern, err)})
		}
		return expression
	}
	for name, class := range v.Classes {
		class.pattern = compiled(class.Pattern, class.line)
		v.Classes[name] = class
	}
	spans := func(all []Span) {
		for i := range all {
			all[i].pattern = compiled(all[i].Pattern, all[i].line)
		}
	}
	spans(v.Spans)
	for _, part := range v.Parts {
		spans(part.Spans)
	}
	return faults
}
