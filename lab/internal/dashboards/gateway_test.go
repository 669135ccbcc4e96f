package dashboards

import (
	"strings"
	"testing"

	"github.com/prometheus/prometheus/promql/parser"
)

// TestTheGatewayCountsItsPublicSide holds every panel that picks entry points to the public ones: with TLS and without,
// and never the admin side. Requests are always picked.
func TestTheGatewayCountsItsPublicSide(t *testing.T) {
	public := map[string]bool{"web": true, "websecure": true, "traefik": false, "redirect": false}
	counting := map[string]bool{}
	forEachPanel(t, func(t *testing.T, p madePanel) {
		for _, target := range p.Targets {
			if target.Datasource.Type != string(fromPrometheus) {
				continue
			}
			for _, series := range selectors(t, target.Expr) {
				picks := entryPoints(series)
				if picks == nil && !strings.HasPrefix(series.Name, "traefik_entrypoint_") {
					continue
				}
				counting[series.Name] = true
				for name, want := range public {
					if got := picks == nil || picks(name); got != want {
						t.Errorf("panel %q: %s counts %s: %v, want %v", p.Title, series, name, got, want)
					}
				}
			}
		}
	})
	for _, name := range []string{
		"traefik_entrypoint_requests_total", "traefik_entrypoint_request_duration_seconds_count",
		"traefik_entrypoint_request_duration_seconds_bucket", "traefik_open_connections",
	} {
		if !counting[name] {
			t.Errorf("no panel counts %s at the public side", name)
		}
	}
}

// entryPoints tells which entry points a selector picks; it is nil where the selector takes all of them.
func entryPoints(series *parser.VectorSelector) func(string) bool {
	for _, m := range series.LabelMatchers {
		if m.Name == "entrypoint" {
			return m.Matches
		}
	}
	return nil
}
