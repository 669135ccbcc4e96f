package files

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every type of event has a schema of its own, and each schema file is one of a type or shared by some.
func TestEveryEventTypeHasASchemaWithExamples(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	folder, err := filepath.Abs(filepath.Join(contracts, "events"))
	require.NoError(t, err)

	referred := map[string]bool{}
	for _, eventType := range eventTypes {
		t.Run(eventType, func(t *testing.T) {
			file := filepath.Join(folder, eventType+".schema.json")
			schema := readJSON(t, file)
			assert.Equal(t, "https://json-schema.org/draft/2020-12/schema", schema["$schema"])
			assert.NotEmpty(t, text(schema["title"]))
			collectReferences(schema, referred)

			compiled, err := compiler.Compile(file)
			require.NoError(t, err)
			examples := list(schema["examples"])
			require.NotEmpty(t, examples, "the schema has no examples")
			for i, example := range examples {
				assert.NoError(t, compiled.Validate(example), "examples/"+strconv.Itoa(i))
			}
			assert.Error(t, compiled.Validate(node{}), "the schema accepts anything")
		})
	}
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, entry := range entries {
		eventType, isSchema := strings.CutSuffix(entry.Name(), ".schema.json")
		assert.True(t, isSchema, "%s is no schema", entry.Name())
		assert.True(t, referred[entry.Name()] || slices.Contains(eventTypes, eventType),
			"%s belongs to no type of event", entry.Name())
	}
}

func readJSON(t *testing.T, file string) node {
	t.Helper()
	reader, err := os.Open(file)
	require.NoError(t, err)
	defer func() { _ = reader.Close() }()
	document, err := jsonschema.UnmarshalJSON(reader)
	require.NoError(t, err, file)
	return object(document)
}
