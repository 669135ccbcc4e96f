package vocabulary

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"oms-lab/lab/internal/proof"
)

// Whoever reads a rule or a panel finds every metric of it in the vocabulary.
func TestEveryMetricOfRulesAndDashboardsIsKnown(t *testing.T) {
	v, err := Load(root)
	require.NoError(t, err)
	recorded := map[string]bool{}
	queries := append(ruleQueries(t, recorded), dashboardQueries(t)...)
	require.NotEmpty(t, queries)
	unknown := map[string]string{}
	for _, q := range queries {
		for _, name := range metricsOf(t, q) {
			if !v.Knows(name) && !recorded[name] && !strings.HasPrefix(name, "slo:") {
				unknown[name] = q.where
			}
		}
	}
	for name := range recorded {
		if !v.Knows(name) {
			unknown[name] = "recorded, and not in the vocabulary"
		}
	}
	require.Empty(t, unknown)
}

// query is a PromQL expression and where it stands.
type query struct{ where, text string }

func ruleQueries(t *testing.T, recorded map[string]bool) (all []query) {
	for _, file := range filesOf(t, "infrastructure/prometheus/rules", ".yaml") {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var rules struct {
			Groups []struct {
				Rules []struct{ Record, Alert, Expr string }
			}
		}
		require.NoError(t, yaml.Unmarshal(content, &rules), file)
		for _, group := range rules.Groups {
			for _, rule := range group.Rules {
				// Sloth's own rules are described by what they are made for.
				if rule.Record != "" && !strings.HasPrefix(rule.Record, "slo:") {
					recorded[rule.Record] = true
				}
				all = append(all, query{file + " " + rule.Record + rule.Alert, rule.Expr})
			}
		}
	}
	return all
}

func dashboardQueries(t *testing.T) (all []query) {
	boards, err := proof.ReadDashboards(filepath.Join(root, "infrastructure", "grafana", "dashboards"), time.Hour)
	require.NoError(t, err)
	for _, q := range boards.Queries {
		if q.Language == proof.PromQL {
			all = append(all, query{q.Source, q.Text})
		}
	}
	return all
}

func filesOf(t *testing.T, folder, extension string) (all []string) {
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(path) == extension {
			all = append(all, path)
		}
		return err
	})
	require.NoError(t, err)
	return all
}

// metricsOf are the names of the metrics in an expression.
func metricsOf(t *testing.T, q query) (all []string) {
	expression, err := parser.NewParser(parser.Options{}).ParseExpr(q.text)
	require.NoError(t, err, q.where)
	parser.Inspect(expression, func(node parser.Node, _ []parser.Node) error {
		if series, ok := node.(*parser.VectorSelector); ok && series.Name != "" {
			all = append(all, series.Name)
		}
		return nil
	})
	return all
}
