package generate

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"oms-lab/lab/internal/progress"
)

// tree writes files, by their path, into a folder of its own.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func checkout(t *testing.T) (root string, drafts []string) {
	root = tree(t, map[string]string{
		"contracts/client/orders/client.gen.go":            "old",
		"contracts/client/orders/config.yaml":              "package: orders",
		"contracts/client/gone/client.gen.go":              "orphan",
		"services/frontend/lib/generated/order-service.ts": "same",
		"services/frontend/node_modules/a.gen.js":          "not ours",
		"infrastructure/prometheus/rules/slo/orders.yaml":  "old",
		"infrastructure/prometheus/rules/red.yaml":         "not made of anything",
	})
	return root, []string{
		tree(t, map[string]string{"contracts/client/orders/client.gen.go": "new", "contracts/client/users/client.gen.go": "first"}),
		tree(t, map[string]string{"services/frontend/lib/generated/order-service.ts": "same"}),
		tree(t, map[string]string{"infrastructure/prometheus/rules/slo/orders.yaml": "new"}),
	}
}

func TestCheckNamesEachStaleFileAndChangesNothing(t *testing.T) {
	root, drafts := checkout(t)
	changes, err := compare(root, drafts)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (&options{check: true, log: progress.New(&out)}).finish(root, changes); !errors.Is(err, errStale) {
		t.Errorf("got %v", err)
	}
	for _, want := range []string{
		"contracts/client/orders/client.gen.go does not follow from contracts/openapi",
		"contracts/client/users/client.gen.go is missing",
		"contracts/client/gone/client.gen.go is not made from anything any more",
		"infrastructure/prometheus/rules/slo/orders.yaml does not follow from infrastructure/slo",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not said:\n%s", want, out.String())
		}
	}
	if len(changes) != 4 {
		t.Errorf("got %d changes: %v", len(changes), changes)
	}
	if content, _ := os.ReadFile(filepath.Join(root, "contracts/client/orders/client.gen.go")); string(content) != "old" {
		t.Errorf("a check has written %q", content)
	}
}

func TestGenerateMakesTheCheckPass(t *testing.T) {
	root, drafts := checkout(t)
	changes, err := compare(root, drafts)
	if err != nil {
		t.Fatal(err)
	}
	opts := &options{log: progress.New(&bytes.Buffer{})}
	if err := opts.finish(root, changes); err != nil {
		t.Fatal(err)
	}
	if changes, err = compare(root, drafts); err != nil || len(changes) > 0 {
		t.Errorf("left over: %v, %v", changes, err)
	}
	if content, _ := os.ReadFile(filepath.Join(root, "contracts/client/users/client.gen.go")); string(content) != "first" {
		t.Errorf("got %q", content)
	}
	for _, kept := range []string{"contracts/client/orders/config.yaml", "services/frontend/node_modules/a.gen.js",
		"infrastructure/prometheus/rules/red.yaml"} {
		if _, err := os.Stat(filepath.Join(root, kept)); err != nil {
			t.Error(err)
		}
	}
}
