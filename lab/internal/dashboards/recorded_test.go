package dashboards

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/promql/parser"
	"go.yaml.in/yaml/v3"

	"oms-lab/lab/internal/proof"
)

// TestRecordedSeriesAreRead demands a reader of each recording rule: a panel, an alert, an SLO, a runbook or another
// document. Rules that only feed other rules are not read, and the list of all series is no reader. What Sloth makes has
// readers of its own, its alerts.
func TestRecordedSeriesAreRead(t *testing.T) {
	recorded, read := map[string]string{}, map[string]bool{}
	rules := filepath.Join(root, "infrastructure", "prometheus", "rules")
	eachFile(t, rules, ".yaml", func(file string) {
		fromSloth := filepath.Base(filepath.Dir(file)) == "slo"
		for _, r := range rulesOf(t, file) {
			if r.Record != "" && !fromSloth {
				recorded[r.Record] = filepath.Base(file)
				continue
			}
			reads(t, file, r.Expr, read)
		}
	})
	boards, err := proof.ReadDashboards(filepath.Join(root, "infrastructure", "grafana", "dashboards"), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	queries := boards.Queries
	eachFile(t, filepath.Join(root, "docs"), ".md", func(file string) {
		if filepath.Base(file) == "METRICS.md" {
			return
		}
		written, err := proof.ReadDocument(file, filepath.Base(file))
		if err != nil {
			t.Fatal(err)
		}
		queries = append(queries, written...)
	})
	for _, q := range queries {
		if q.Language == proof.PromQL {
			reads(t, q.Source, q.Text, read)
		}
	}
	if len(recorded) == 0 {
		t.Error("there are no recording rules")
	}
	for name, file := range recorded {
		if !read[name] {
			t.Errorf("nobody reads %s of %s", name, file)
		}
	}
}

type promRule struct{ Record, Alert, Expr string }

// rulesOf reads a rule file of Prometheus.
func rulesOf(t *testing.T, file string) (all []promRule) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rules struct{ Groups []struct{ Rules []promRule } }
	if err := yaml.Unmarshal(content, &rules); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, group := range rules.Groups {
		all = append(all, group.Rules...)
	}
	return all
}

// reads notes the names of the series that an expression asks for.
func reads(t *testing.T, where, expr string, read map[string]bool) {
	t.Helper()
	parsed, err := parser.NewParser(parser.Options{}).ParseExpr(expr)
	if err != nil {
		t.Fatalf("%s: %v: %s", where, err, expr)
	}
	parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
		if series, is := node.(*parser.VectorSelector); is {
			read[series.Name] = true
		}
		return nil
	})
}

// eachFile calls a function with each file of a kind below a folder.
func eachFile(t *testing.T, folder, extension string, do func(file string)) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, extension) {
			do(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
