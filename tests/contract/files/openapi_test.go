package files

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryDescriptionIsValidOpenAPI31(t *testing.T) {
	forEach(t, func(t *testing.T, d description) {
		require.Equal(t, "3.1.0", d.root["openapi"])
		content, err := os.ReadFile(filepath.Join(contracts, "openapi", d.service+".yaml"))
		require.NoError(t, err)
		document, err := libopenapi.NewDocument(content)
		require.NoError(t, err)
		_, err = document.BuildV3Model()
		require.NoError(t, err)
		check, faults := validator.NewValidator(document)
		require.Empty(t, faults)
		_, violations := check.ValidateDocument()
		for _, v := range violations {
			t.Errorf("%s: %s", v.Message, v.Reason)
			for _, fault := range v.SchemaValidationErrors {
				t.Errorf("  %s: %s", fault.FieldPath, fault.Reason)
			}
		}
	})
}

func TestSharedComponentsAreThoseOfCommon(t *testing.T) {
	common := object(readYAML(t, filepath.Join(contracts, "openapi", "common.yaml"))["components"])
	forEach(t, func(t *testing.T, d description) {
		for kind, components := range object(d.root["components"]) {
			for name, component := range object(components) {
				if shared, is := object(common[kind])[name]; is {
					assert.Equal(t, shared, component, "components.%s.%s is not that of common.yaml", kind, name)
				}
			}
		}
	})
}

func TestEveryComponentIsUsed(t *testing.T) {
	forEach(t, func(t *testing.T, d description) {
		used := map[string]bool{}
		collectReferences(d.root, used)
		for kind, components := range object(d.root["components"]) {
			for name := range object(components) {
				if kind != "securitySchemes" {
					assert.True(t, used["#/components/"+kind+"/"+name], "nothing uses components.%s.%s", kind, name)
				}
			}
		}
	})
}

func collectReferences(value any, used map[string]bool) {
	switch value := value.(type) {
	case node:
		if pointer := text(value["$ref"]); pointer != "" {
			used[pointer] = true
		}
		for _, each := range value {
			collectReferences(each, used)
		}
	case []any:
		for _, each := range value {
			collectReferences(each, used)
		}
	}
}

func TestOperationIDsAreUniqueAndCamelCase(t *testing.T) {
	owner := map[string]string{}
	forEachOperation(t, func(t *testing.T, d description, o operation) {
		id := text(o.node["operationId"])
		assert.Regexp(t, `^[a-z][A-Za-z0-9]*$`, id)
		assert.Empty(t, owner[id], "%s is taken", id)
		owner[id] = d.service + " " + o.String()
	})
}

func TestEveryOperationHasASummaryAndOneOfTheTags(t *testing.T) {
	forEachOperation(t, func(t *testing.T, d description, o operation) {
		assert.NotEmpty(t, text(o.node["summary"]))
		var known []string
		for _, tag := range list(d.root["tags"]) {
			known = append(known, text(object(tag)["name"]))
		}
		tags := texts(o.node["tags"])
		require.Len(t, tags, 1)
		assert.Contains(t, known, tags[0])
	})
}

// roles are the names that x-roles may hold beside "anyone".
var roles = []string{"customer", "operator", "admin", "service"}

func TestSecurityAndAnswersFitTheRoles(t *testing.T) {
	forEachOperation(t, func(t *testing.T, d description, o operation) {
		may := texts(o.node["x-roles"])
		require.NotEmpty(t, may, "x-roles is missing")
		security, overridden := o.node["security"]
		if !overridden {
			security = d.root["security"]
		}
		if slices.Equal(may, []string{"anyone"}) {
			assert.Empty(t, list(security), "anyone may call it, so it has `security: []`")
			return
		}
		assert.Subset(t, roles, may)
		require.Len(t, list(security), 1)
		schemes := object(object(d.root["components"])["securitySchemes"])
		for scheme := range object(list(security)[0]) {
			assert.Contains(t, schemes, scheme)
		}
		answers := object(o.node["responses"])
		assert.NotNil(t, answers["401"], "401 is missing")
		if len(may) < len(roles) {
			assert.NotNil(t, answers["403"], "somebody lacks the role, so 403 is missing")
		}
	})
}

func TestEveryAnswerThatCanHappenIsDescribed(t *testing.T) {
	forEachOperation(t, func(t *testing.T, d description, o operation) {
		answers := d.responses(t, o)
		if o.node["requestBody"] != nil {
			for _, status := range []string{"400", "413", "415"} {
				assert.NotNil(t, answers[status], "it takes a body, so it can answer %s", status)
			}
		}
		if !o.operational() {
			assert.NotNil(t, answers["500"], "500 is missing")
		}
		if strings.Contains(o.path, "{") {
			assert.NotNil(t, answers["404"], "404 is missing")
		}
		for status, answer := range answers {
			assert.NotEmpty(t, text(answer["description"]), "%s has no description", status)
			assert.True(t, o.operational() || object(answer["headers"])["X-Request-Id"] != nil, "%s has no X-Request-Id", status)
			assert.NotEqual(t, "405", status, "405 is not described per operation")
		}
	})
}

// Generators name types after components, and clients must bear members that come later.
func TestBodiesAreNamedAndOpenWhereTheyMustBe(t *testing.T) {
	forEachOperation(t, func(t *testing.T, d description, o operation) {
		for _, media := range object(object(o.node["requestBody"])["content"]) {
			schema := object(object(media)["schema"])
			assert.Contains(t, schema, "$ref", "the request's schema has no name")
			for _, variant := range d.variants(t, schema) {
				assert.Equal(t, false, variant["additionalProperties"], "unknown fields are refused, so the schema says so")
			}
		}
		for status, answer := range d.responses(t, o) {
			for kind, media := range object(answer["content"]) {
				if !strings.HasSuffix(kind, "json") {
					continue
				}
				schema := object(object(media)["schema"])
				assert.Contains(t, schema, "$ref", "the schema of %s has no name", status)
				assert.NotEqual(t, false, d.follow(t, schema)["additionalProperties"], "%s is closed to additions", status)
			}
		}
	})
}

func TestListsArePaged(t *testing.T) {
	forEachOperation(t, func(t *testing.T, d description, o operation) {
		answers := d.responses(t, o)
		page := d.follow(t, object(object(object(answers["200"])["content"])["application/json"])["schema"])
		members := object(page["properties"])
		if !strings.HasPrefix(text(o.node["operationId"]), "list") {
			assert.NotContains(t, members, "next_cursor", "a list is called list…")
			return
		}
		assert.Subset(t, texts(page["required"]), []string{"items", "next_cursor"})
		assert.Equal(t, "array", object(members["items"])["type"])
		var names []string
		for _, p := range o.parameters {
			names = append(names, text(p["name"]))
		}
		assert.Subset(t, names, []string{"limit", "cursor"})
		assert.NotNil(t, answers["400"], "a forged cursor is refused with 400")
	})
}

var parameter = regexp.MustCompile(`\{([^}]+)\}`)

func TestPathsAreThePromisedOnes(t *testing.T) {
	outside := []string{"/health", "/ready", "/metrics", "/openapi.yaml", "/ws", "/.well-known/jwks.json"}
	forEach(t, func(t *testing.T, d description) {
		var have []string
		for _, o := range d.operations(t) {
			have = append(have, o.method+" "+parameter.ReplaceAllString(o.path, "{}"))
			if !slices.Contains(outside, o.path) {
				assert.Regexp(t, `^`+prefixes[d.service]+`(/|$)`, o.path)
			}
			var declared []string
			for _, p := range o.parameters {
				if p["in"] == "path" {
					declared = append(declared, text(p["name"]))
				}
			}
			var named []string
			for _, match := range parameter.FindAllStringSubmatch(o.path, -1) {
				named = append(named, match[1])
			}
			assert.ElementsMatch(t, named, declared, "the path parameters of %s", o)
		}
		assert.Subset(t, have, slices.Concat(promised[d.service], promised["all"]))
	})
}

func TestWhatCreatesMoneyStockOrOrdersTakesAnIdempotencyKey(t *testing.T) {
	found := map[string]bool{}
	forEachOperation(t, func(t *testing.T, _ description, o operation) {
		name := parameter.ReplaceAllString(o.String(), "{}")
		if slices.Contains(creating, name) {
			found[name] = true
			assert.True(t, slices.ContainsFunc(o.parameters, func(p node) bool { return p["name"] == "Idempotency-Key" }))
		}
	})
	assert.ElementsMatch(t, creating, slices.Collect(maps.Keys(found)))
}
