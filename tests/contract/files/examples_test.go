package files

import (
	"strconv"
	"strings"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryJSONBodyHasAnExample(t *testing.T) {
	forEachOperation(t, func(t *testing.T, d description, o operation) {
		if body := object(o.node["requestBody"]); body != nil {
			requireExamples(t, "request", d.follow(t, body))
		}
		for status, answer := range d.responses(t, o) {
			requireExamples(t, status, answer)
		}
	})
}

func requireExamples(t *testing.T, what string, body node) {
	t.Helper()
	for kind, media := range object(body["content"]) {
		if strings.HasSuffix(kind, "json") {
			m := object(media)
			assert.True(t, m["example"] != nil || len(object(m["examples"])) > 0, "%s has no example of %s", what, kind)
		}
	}
}

// What OpenAPI 3.1 calls a schema is one of JSON Schema 2020-12.
func TestEverySchemaIsValidJSONSchema(t *testing.T) {
	forEach(t, func(t *testing.T, d description) {
		meta, err := newCompiler(t, d).Compile("https://json-schema.org/draft/2020-12/schema")
		require.NoError(t, err)
		for name, schema := range object(object(d.root["components"])["schemas"]) {
			assert.NoError(t, meta.Validate(schema), name)
		}
		for name, parameter := range object(object(d.root["components"])["parameters"]) {
			assert.NoError(t, meta.Validate(object(parameter)["schema"]), name)
		}
		for _, o := range d.operations(t) {
			for _, parameter := range o.parameters {
				assert.NoError(t, meta.Validate(parameter["schema"]), "%s: %s", o, parameter["name"])
			}
		}
	})
}

func newCompiler(t *testing.T, d description) *jsonschema.Compiler {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	compiler.UseRegexpEngine(ecmaScript)
	require.NoError(t, compiler.AddResource("urn:oms:"+d.service, d.root))
	return compiler
}

// Every example in a file fits the schema that it stands beside.
func TestExamplesFitTheirSchemas(t *testing.T) {
	forEach(t, func(t *testing.T, d description) {
		examples := &exampleWalk{t, d, newCompiler(t, d), 0}
		examples.walk(d.root, "#")
		require.Greater(t, examples.seen, 20)
	})
}

// exampleWalk visits a description and checks the examples that it finds.
type exampleWalk struct {
	t        *testing.T
	d        description
	compiler *jsonschema.Compiler
	seen     int
}

func (w *exampleWalk) walk(value any, at string) {
	switch value := value.(type) {
	case []any:
		for i, each := range value {
			w.walk(each, at+"/"+strconv.Itoa(i))
		}
	case node:
		w.checkObject(value, at)
		for name, each := range value {
			// What an example holds is data.
			if name != "example" && name != "examples" {
				w.walk(each, at+"/"+escape(name))
			}
		}
	}
}

func (w *exampleWalk) checkObject(o node, at string) {
	if at == "#/components" {
		return // its examples are checked where they are referred to
	}
	schema := at
	if o["schema"] != nil {
		schema = at + "/schema"
	}
	if example, has := o["example"]; has {
		w.check(schema, example, at+"/example")
	}
	for name, example := range object(o["examples"]) {
		w.check(schema, w.d.follow(w.t, example)["value"], at+"/examples/"+name)
	}
	for i, example := range list(o["examples"]) {
		w.check(schema, example, at+"/examples/"+strconv.Itoa(i))
	}
}

func (w *exampleWalk) check(schema string, example any, at string) {
	w.t.Helper()
	w.seen++
	compiled, err := w.compiler.Compile("urn:oms:" + w.d.service + schema)
	if err == nil {
		err = compiled.Validate(example)
	}
	if err != nil {
		w.t.Errorf("%s: %v", at, err)
	}
}

// ecmaScript reads patterns as JSON Schema means them: Go's own expressions know no lookahead.
func ecmaScript(pattern string) (jsonschema.Regexp, error) {
	expression, err := regexp2.Compile(pattern, regexp2.ECMAScript|regexp2.Unicode)
	return ecmaPattern{expression}, err
}

type ecmaPattern struct{ *regexp2.Regexp }

func (p ecmaPattern) MatchString(text string) bool {
	matches, err := p.Regexp.MatchString(text)
	return err == nil && matches
}

// escape writes a name as a step of a JSON pointer within a URL's fragment.
func escape(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "%", "%25", "{", "%7B", "}", "%7D", " ", "%20").Replace(name)
}
