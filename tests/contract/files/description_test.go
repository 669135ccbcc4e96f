// Package files checks files by themselves: that those of contracts/ are valid, say the same, and say all that the system
// promises, and that alerts, runbooks, rule tests and thresholds fit each other. What the services do is the business of
// the packages beside it.
package files

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// contracts is the folder under test.
const contracts = "../../../contracts"

// services are the five that have a description.
var services = []string{"order-service", "inventory-service", "payment-service", "user-service", "notification-service"}

// node is a JSON object.
type node = map[string]any

// description is one OpenAPI file.
type description struct {
	service string
	root    node
}

// operation is one method of one path.
type operation struct {
	method, path string
	node
	// parameters are those of the path and of the operation, references followed.
	parameters []node
}

func (o operation) String() string { return o.method + " " + o.path }

func (o operation) operational() bool { return slices.Contains(texts(o.node["tags"]), "operational") }

// forEach runs a check for each of the five descriptions.
func forEach(t *testing.T, check func(t *testing.T, d description)) {
	t.Helper()
	for _, service := range services {
		t.Run(service, func(t *testing.T) { check(t, load(t, service)) })
	}
}

// forEachOperation runs a check for each operation of the five descriptions.
func forEachOperation(t *testing.T, check func(t *testing.T, d description, o operation)) {
	t.Helper()
	forEach(t, func(t *testing.T, d description) {
		for _, o := range d.operations(t) {
			t.Run(o.String(), func(t *testing.T) { check(t, d, o) })
		}
	})
}

func load(t *testing.T, service string) description {
	t.Helper()
	return description{service, readYAML(t, filepath.Join(contracts, "openapi", service+".yaml"))}
}

// readYAML reads a file as the JSON document that it stands for.
func readYAML(t *testing.T, file string) node {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	var value any
	require.NoError(t, yaml.Unmarshal(content, &value), file)
	content, err = json.Marshal(value)
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
	require.NoError(t, err)
	return document.(node)
}

var methods = []string{"get", "put", "post", "delete", "patch", "options", "head", "trace"}

func (d description) operations(t *testing.T) []operation {
	t.Helper()
	var all []operation
	paths := object(d.root["paths"])
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := object(paths[path])
		for _, method := range methods {
			if item[method] == nil {
				continue
			}
			o := operation{strings.ToUpper(method), path, object(item[method]), nil}
			for _, p := range slices.Concat(list(item["parameters"]), list(o.node["parameters"])) {
				o.parameters = append(o.parameters, d.follow(t, p))
			}
			all = append(all, o)
		}
	}
	require.NotEmpty(t, all)
	return all
}

// responses are an operation's answers by status, references followed.
func (d description) responses(t *testing.T, o operation) map[string]node {
	t.Helper()
	answers := map[string]node{}
	for status, response := range object(o.node["responses"]) {
		answers[status] = d.follow(t, response)
	}
	return answers
}

// follow returns the object itself, or the one that it refers to.
func (d description) follow(t *testing.T, value any) node {
	t.Helper()
	for {
		pointer, refers := object(value)["$ref"].(string)
		if !refers {
			return object(value)
		}
		require.True(t, strings.HasPrefix(pointer, "#/"), "%s is not within the file", pointer)
		value = d.root
		for step := range strings.SplitSeq(pointer[2:], "/") {
			next, found := object(value)[strings.NewReplacer("~1", "/", "~0", "~").Replace(step)]
			require.True(t, found, "%s leads nowhere", pointer)
			value = next
		}
	}
}

// variants are the schemas that a schema chooses between, or itself when it is no choice.
func (d description) variants(t *testing.T, value any) []node {
	t.Helper()
	schema := d.follow(t, value)
	choices := slices.Concat(list(schema["oneOf"]), list(schema["anyOf"]))
	if len(choices) == 0 {
		return []node{schema}
	}
	var all []node
	for _, choice := range choices {
		all = append(all, d.variants(t, choice)...)
	}
	return all
}

// object is the value as an object, an empty one when it is none.
func object(value any) node {
	o, _ := value.(node)
	return o
}

func list(value any) []any {
	l, _ := value.([]any)
	return l
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

func texts(value any) []string {
	var all []string
	for _, each := range list(value) {
		all = append(all, text(each))
	}
	return all
}
