package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"oms-lab/order-service/order"
)

const contracts = "../../../../contracts"

// contract is the service's OpenAPI description; every answer in every test is held against it.
type contract struct {
	document map[string]any
	compiler *jsonschema.Compiler

	mu      sync.Mutex
	schemas map[string]*jsonschema.Schema
}

var promised = sync.OnceValue(func() *contract {
	raw, err := os.ReadFile(contracts + "/openapi/order-service.yaml")
	if err != nil {
		panic(err)
	}
	var plain any
	if err := yaml.Unmarshal(raw, &plain); err != nil {
		panic(err)
	}
	asJSON, err := json.Marshal(plain)
	if err != nil {
		panic(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("api.json", document); err != nil {
		panic(err)
	}
	return &contract{document: document.(map[string]any), compiler: c, schemas: map[string]*jsonschema.Schema{}}
})

var variable = regexp.MustCompile(`\{\w+\}`)

// operation finds what is promised about a request, nil if nothing is; fixed paths come before
// those with ids.
func (c *contract) operation(method, path string) map[string]any {
	path, _, _ = strings.Cut(path, "?")
	var found map[string]any
	for template, item := range c.document["paths"].(map[string]any) {
		pattern := "^" + variable.ReplaceAllString(template, "[^/]+") + "$"
		if found == nil && regexp.MustCompile(pattern).MatchString(path) || template == path {
			found = item.(map[string]any)
		}
	}
	operation, _ := found[strings.ToLower(method)].(map[string]any)
	return operation
}

// check is nil when the answer is one that the description promises.
func (c *contract) check(method, path string, a answer) error {
	operation := c.operation(method, path)
	if operation == nil {
		if a.status == http.StatusNotFound || a.status == http.StatusMethodNotAllowed {
			return nil
		}
		return fmt.Errorf("%s %s answered %d but is not described", method, path, a.status)
	}
	response, ok := operation["responses"].(map[string]any)[fmt.Sprint(a.status)].(map[string]any)
	if !ok {
		return fmt.Errorf("%s %s answered %d, which is not described: %s", method, path, a.status, a.body)
	}
	if ref, ok := response["$ref"].(string); ok {
		response = c.document["components"].(map[string]any)["responses"].(map[string]any)[ref[strings.LastIndex(ref, "/")+1:]].(map[string]any)
	}
	content, _ := response["content"].(map[string]any)
	if content == nil && len(a.body) == 0 {
		return nil
	}
	mediaType, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	media, ok := content[mediaType].(map[string]any)
	if !ok {
		return fmt.Errorf("%s %s answered %d as %q, which is not described", method, path, a.status, mediaType)
	}
	ref, ok := media["schema"].(map[string]any)["$ref"].(string)
	if !ok {
		return nil // plain text
	}
	if err := c.validate("api.json"+ref, a.body); err != nil {
		return fmt.Errorf("%s %s answered %d with something else than described: %w\n%s", method, path, a.status, err, a.body)
	}
	return nil
}

func (c *contract) validate(schema string, body []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.schemas[schema] == nil {
		compiled, err := c.compiler.Compile(schema)
		if err != nil {
			return err
		}
		c.schemas[schema] = compiled
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return c.schemas[schema].Validate(value)
}

// checkEvent holds a payload against the schema of its type.
func checkEvent(t *testing.T, eventType string, body []byte) {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile(contracts + "/events/" + eventType + ".schema.json")
	must(t, err)
	var event struct{ Data json.RawMessage }
	must(t, json.Unmarshal(body, &event))
	data, err := jsonschema.UnmarshalJSON(bytes.NewReader(event.Data))
	must(t, err)
	if err := schema.Validate(data); err != nil {
		t.Errorf("%s is not as its schema says: %v\n%s", eventType, err, body)
	}
}

func TestEveryDescribedOperationIsThere(t *testing.T) {
	l := startLab(t)
	for path, item := range promised().document["paths"].(map[string]any) {
		for method, operation := range item.(map[string]any) {
			if method == "parameters" {
				continue
			}
			got := l.call(strings.ToUpper(method), variable.ReplaceAllString(path, "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10"), "", nil)
			want := http.StatusUnauthorized
			if slices.Contains(operation.(map[string]any)["x-roles"].([]any), any("anyone")) {
				want = http.StatusOK
			}
			expect(t, method+" "+path+" without a token", got.status, want)
			l.expectRoles(method, path, operation.(map[string]any)["x-roles"].([]any))
		}
	}
	for _, undescribed := range [][2]string{{"PUT", "/api/v1/orders/stats"}, {"DELETE", "/api/v1/orders/pricing"}, {"PATCH", "/api/v1/orders/x"}} {
		got := l.call(undescribed[0], undescribed[1], "", nil)
		l.expectProblem(undescribed[0]+" "+undescribed[1], got, http.StatusMethodNotAllowed, "method_not_allowed", "")
		if got.header.Get("Allow") == "" {
			t.Error("no Allow header")
		}
	}
}

// expectRoles: exactly those who may call an operation are let in, whatever becomes of the call.
func (l *lab) expectRoles(method, path string, roles []any) {
	l.t.Helper()
	for _, role := range []string{"customer", "operator", "admin", "service", "guest"} {
		allowed := slices.Contains(roles, any(role)) || slices.Contains(roles, any("anyone"))
		got := l.call(strings.ToUpper(method), variable.ReplaceAllString(path, "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10"), l.issuer.person(role).token, nil)
		expect(l.t, method+" "+path+" as "+role+" is let in", got.status != http.StatusForbidden, allowed)
	}
}

func TestDescriptionIsServed(t *testing.T) {
	l := startLab(t)
	want, err := os.ReadFile(contracts + "/openapi/order-service.yaml")
	must(t, err)
	got := l.call("GET", "/openapi.yaml", "", nil)
	expect(t, "status", got.status, http.StatusOK)
	expect(t, "content type", got.header.Get("Content-Type"), "application/yaml")
	expect(t, "cache", got.header.Get("Cache-Control"), "no-cache")
	expect(t, "description", string(got.body), string(want))
}

// The list of countries in the description is the one that is enforced.
func TestCountriesAreThoseOfTheDescription(t *testing.T) {
	schemas := promised().document["components"].(map[string]any)["schemas"].(map[string]any)
	described := schemas["CountryCode"].(map[string]any)["enum"].([]any)
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			line := order.Address{Name: "x", Line1: "x", City: "x", PostalCode: "x", Country: code}
			accepted := order.Update{ShippingAddress: &line}.Validate() == nil
			if accepted != slices.Contains(described, any(code)) {
				t.Errorf("%s is accepted: %v", code, accepted)
			}
		}
	}
}
