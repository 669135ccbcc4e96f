package artifact

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// specIn writes a spec into a checkout of its own.
func specIn(t *testing.T, content string) (root, file string) {
	t.Helper()
	root, file = t.TempDir(), filepath.Join(sloSpecs, "order-service.yaml")
	if err := os.MkdirAll(filepath.Join(root, sloSpecs), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, file), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return root, file
}

func TestSpecThatIsNoneIsNamedWithItsLine(t *testing.T) {
	for content, want := range map[string]string{
		"service: order-service\nslos:\n  - name: [open\n": "infrastructure/slo/order-service.yaml:2: did not find expected ',' or ']'",
		"service: order-service\nslos: none\n":             "infrastructure/slo/order-service.yaml:2: cannot unmarshal !!str `none` into []yaml.Node",
		"service: orders\n":                                `infrastructure/slo/order-service.yaml: its service is "orders", and must be "order-service" as the file's name says`,
		"# nothing\n":                                      `infrastructure/slo/order-service.yaml: its service is "", and must be "order-service" as the file's name says`,
	} {
		root, file := specIn(t, content)
		if _, err := readSpec(root, file); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", content, err, want)
		}
	}
}

func TestFaultThatSlothFindsIsLocated(t *testing.T) {
	root, file := specIn(t, "service: order-service\nslos:\n  - name: good\n  - objective: 99\n    name: bad\n")
	spec, err := readSpec(root, file)
	if err != nil {
		t.Fatal(err)
	}
	for said, want := range map[string]string{
		`sloth: error: "generate" command failed: could not generate SLOs: could not generate Prometheus SLO rules: could not generate "order-service-bad" slo: ` +
			`slo processor failed: invalid slo "order-service-bad": invalid SLI: sli error query expression: 1:35: parse error: unclosed left parenthesis`: `infrastructure/slo/order-service.yaml:4: invalid slo "order-service-bad": invalid SLI: sli error query expression: 1:35: parse error: unclosed left parenthesis`,
		"sloth: could not generate SLOs: invalid spec, could not load with any of the supported spec types": "infrastructure/slo/order-service.yaml: invalid spec, could not load with any of the supported spec types",
		"sloth: signal: killed": "infrastructure/slo/order-service.yaml: sloth: signal: killed",
	} {
		if got := spec.locate(errors.New(said)); got.Error() != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

func TestWhatIsGenerated(t *testing.T) {
	for file, want := range map[string]bool{
		"contracts/client/orders/client.gen.go":                  true,
		"services/frontend/lib/generated/order-service.ts":       true,
		"infrastructure/prometheus/rules/slo/order-service.yaml": true,
		"infrastructure/prometheus/rules/red.yaml":               false,
		"infrastructure/slo/order-service.yaml":                  false,
	} {
		if isGenerated(filepath.FromSlash(file)) != want {
			t.Errorf("%s: want %t", file, want)
		}
	}
}
