package dashboards

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"

	"oms-lab/lab/internal/vocabulary"
)

// The rules of OBSERVABILITY's dashboard linter and those of the house, on what Grafana reads.

func TestDashboardsSayWhatTheyAreAndWhereFrom(t *testing.T) {
	forEachDashboard(t, func(t *testing.T, d madeDashboard) {
		if !strings.HasPrefix(d.UID, tag+"-") || len(d.UID) > 40 {
			t.Errorf("uid %q does not begin with %s- or is longer than the 40 characters that Grafana takes", d.UID, tag)
		}
		if d.Title == "" || len(d.Description) < 40 {
			t.Errorf("title %q, description %q", d.Title, d.Description)
		}
		if d.ID != nil || d.Version != nil {
			t.Error("id and version belong to one Grafana, not to a file")
		}
		if !slices.Contains(d.Tags, tag) || d.Timezone != "browser" || d.Schema == 0 || d.Refresh == "" || d.Time.To != "now" {
			t.Errorf("tags %v, timezone %q, schema %d, refresh %q, until %q", d.Tags, d.Timezone, d.Schema, d.Refresh, d.Time.To)
		}
		var marks []string
		for _, a := range d.Annotations.List {
			marks = append(marks, a.Name)
		}
		if !slices.Equal(marks, []string{"Restarts", "Alerts", "Synthetic history"}) {
			t.Errorf("marks %v", marks)
		}
	})
}

func TestVariablesFollowTheTimeRange(t *testing.T) {
	forEachDashboard(t, func(t *testing.T, d madeDashboard) {
		var names []string
		for _, v := range d.Templating.List {
			names = append(names, v.Name)
			if v.Label == "" {
				t.Errorf("variable %s has no label", v.Name)
			}
			if v.Type == "query" && v.Refresh != 2 {
				t.Errorf("variable %s is not asked again when the time range changes", v.Name)
			}
			if v.Multi && (!v.IncludeAll || v.AllValue != ".+") {
				t.Errorf("variable %s: all is %v %q", v.Name, v.IncludeAll, v.AllValue)
			}
		}
		for _, want := range []string{string(fromPrometheus), string(fromLoki), string(fromTempo)} {
			if !slices.Contains(names, want) {
				t.Errorf("no data source variable %s among %v", want, names)
			}
		}
		if d.UID == "oms-red" {
			return // all services side by side: there is nothing to choose
		}
		if !slices.Contains(names, "job") && !slices.Contains(names, "instance") {
			t.Errorf("neither job nor instance among the variables %v", names)
		}
		if filepath.Base(filepath.Dir(d.file)) == services && !(slices.Contains(names, "job") && slices.Contains(names, "instance")) {
			t.Errorf("job and instance are not both among the variables %v", names)
		}
	})
}

// TestVariablesAreUsed finds variables that a reader changes to no effect, and names that nothing fills.
func TestVariablesAreUsed(t *testing.T) {
	used := regexp.MustCompile(`\$\{?([a-z]\w*)`)
	forEachDashboard(t, func(t *testing.T, d madeDashboard) {
		var names []string
		var text strings.Builder
		for _, v := range d.Templating.List {
			names = append(names, v.Name)
			text.Write(v.Query)
		}
		for _, p := range d.Panels {
			for _, target := range p.Targets {
				text.WriteString(" " + target.Expr + " " + target.Query)
				for _, match := range used.FindAllStringSubmatch(target.Expr+" "+target.Query, -1) {
					if !slices.Contains(names, match[1]) {
						t.Errorf("panel %q asks for $%s, which is no variable", p.Title, match[1])
					}
				}
			}
		}
		for _, name := range names {
			if !slices.Contains([]string{"prometheus", "loki", "tempo"}, name) && !regexp.MustCompile(`\$\{?`+name+`\b`).MatchString(text.String()) {
				t.Errorf("no panel asks for $%s", name)
			}
		}
	})
}

func TestPanelsHaveTitleDescriptionUnitAndSource(t *testing.T) {
	withoutUnit := []string{"logs", "nodeGraph", "alertlist"}
	sentences := regexp.MustCompile(`[.!?](\s|$)`)
	forEachPanel(t, func(t *testing.T, p madePanel) {
		if p.Title == "" {
			t.Errorf("panel %d has no title", p.ID)
		}
		if len(p.Description) < 40 || !sentences.MatchString(p.Description) {
			t.Errorf("panel %q is described by %q", p.Title, p.Description)
		}
		if p.FieldConfig.Defaults.Unit == "" && !slices.Contains(withoutUnit, p.Type) {
			t.Errorf("panel %q has no unit", p.Title)
		}
		if p.Type == "alertlist" {
			return
		}
		if len(p.Targets) == 0 {
			t.Errorf("panel %q asks nothing", p.Title)
		}
		if p.Datasource.UID != "${"+p.Datasource.Type+"}" {
			t.Errorf("panel %q names the data source %q", p.Title, p.Datasource.UID)
		}
		for _, target := range p.Targets {
			if target.Datasource != p.Datasource {
				t.Errorf("panel %q: query %s asks %q, the panel %q", p.Title, target.RefID, target.Datasource.UID, p.Datasource.UID)
			}
		}
	})
}

func TestPanelsAreUniqueAndFillTheGridWithoutOverlap(t *testing.T) {
	forEachDashboard(t, func(t *testing.T, d madeDashboard) {
		ids, titles, cells, filled := map[int]string{}, map[string]bool{}, map[[2]int]string{}, map[int]int{}
		for _, p := range d.Panels {
			if other, taken := ids[p.ID]; taken {
				t.Errorf("panels %q and %q have the same id", p.Title, other)
			}
			ids[p.ID] = p.Title
			if p.Type != "row" && titles[p.Title] {
				t.Errorf("two panels are titled %q", p.Title)
			}
			titles[p.Title] = titles[p.Title] || p.Type != "row"
			for x := p.Grid.X; x < p.Grid.X+p.Grid.W; x++ {
				for y := p.Grid.Y; y < p.Grid.Y+p.Grid.H; y++ {
					if other, taken := cells[[2]int{x, y}]; taken {
						t.Fatalf("panels %q and %q overlap", p.Title, other)
					}
					cells[[2]int{x, y}] = p.Title
					filled[y]++
				}
			}
		}
		for y := range len(filled) {
			if filled[y] != columns {
				t.Errorf("line %d of the grid has %d of %d columns", y, filled[y], columns)
			}
		}
	})
}

// TestLatencyPanelsLeadToTraces holds graphs of durations to exemplars, the way from a spike to a request, and promises
// them only over histograms that have some.
func TestLatencyPanelsLeadToTraces(t *testing.T) {
	traced := tracedHistograms(t)
	forEachPanel(t, func(t *testing.T, p madePanel) {
		for _, target := range p.Targets {
			if target.Datasource.Type != string(fromPrometheus) {
				continue
			}
			var with, without []string
			for _, series := range selectors(t, target.Expr) {
				switch histogram, is := strings.CutSuffix(series.Name, "_bucket"); {
				case is && traced[histogram]:
					with = append(with, histogram)
				default:
					without = append(without, series.Name)
				}
			}
			if target.Exemplar && (len(with) == 0 || len(without) > 0) {
				t.Errorf("panel %q promises exemplars of %v, which has none", p.Title, without)
			}
			over := (p.Type == "timeseries" || p.Type == "heatmap") && !strings.Contains(target.Expr, "$__range")
			if len(with) > 0 && over && !target.Exemplar {
				t.Errorf("panel %q draws durations of requests without exemplars", p.Title)
			}
		}
	})
}

// tracedHistograms are those whose samples lead to traces: ours as the contract says, and all that Tempo makes of spans.
func tracedHistograms(t *testing.T) map[string]bool {
	t.Helper()
	contract, err := vocabulary.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	traced := map[string]bool{}
	for _, m := range contract.Metrics {
		traced[m.Name] = m.Exemplars != ""
	}
	for _, d := range contract.Derived {
		traced[d.Name] = d.Type == vocabulary.Histogram && strings.HasPrefix(d.By, "Tempo")
	}
	return traced
}

// TestLinksToServicesAreOnValuesThatAreServices holds links whose dashboard is made from a value to values for which there
// is one: series whose name is matched, or queries that can name nobody else.
func TestLinksToServicesAreOnValuesThatAreServices(t *testing.T) {
	made := func(l links) bool {
		return slices.ContainsFunc(l, func(l dashboard.DashboardLink) bool { return strings.Contains(*l.Url, "/d/"+tag+"-${") })
	}
	owned := ownedByServices(t)
	forEachDefinition(func(b *board, p *panel) {
		linked := made(p.valueLinks)
		for _, o := range p.overrides {
			for _, property := range o.Properties {
				l, is := property.Value.(links)
				linked = linked || is && made(l) && o.Matcher.Options != any(wholly(ourServices))
			}
		}
		if !linked {
			return
		}
		for _, q := range p.queries {
			asked, is := q.(promQuery)
			if !is {
				t.Errorf("%s, panel %q links to the services that lines or traces name", b.uid, p.title)
				continue
			}
			for _, series := range selectors(t, asked.expr) {
				chosen := slices.ContainsFunc(series.LabelMatchers, func(m *labels.Matcher) bool { return m.Value == ourServices })
				if !chosen && !owned[series.Name] {
					t.Errorf("%s, panel %q links to a dashboard of whatever %s names", b.uid, p.title, series)
				}
			}
		}
	})
}

// ownedByServices are the series that only services with a dashboard of their own have: metrics of the contract, what is
// recorded of their jobs, and what the gateway counts for the parts behind it.
func ownedByServices(t *testing.T) map[string]bool {
	t.Helper()
	contract, err := vocabulary.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	ours := regexp.MustCompile("^(?:" + ourServices + ")$")
	owned := map[string]bool{
		"job_job_name:job_seconds_since_success:max": true,
		"traefik_service_requests_total":             true, "traefik_service_request_duration_seconds_bucket": true,
	}
	foreign := func(owner string) bool { return !ours.MatchString(owner) }
	for _, m := range contract.Metrics {
		for _, part := range []string{"", "_bucket", "_count", "_sum"} {
			before, known := owned[m.Name+part]
			owned[m.Name+part] = (before || !known) && !slices.ContainsFunc(m.Owners, foreign)
		}
	}
	return owned
}

// selectors are the series that an expression asks for.
func selectors(t *testing.T, expr string) []*parser.VectorSelector {
	t.Helper()
	parsed, err := parser.NewParser(parser.Options{}).ParseExpr(substituted(expr))
	if err != nil {
		t.Fatalf("%v: %s", err, expr)
	}
	var all []*parser.VectorSelector
	parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
		if series, is := node.(*parser.VectorSelector); is {
			all = append(all, series)
		}
		return nil
	})
	return all
}

// TestPatternsOfPartsAreApart holds the names that lead to dashboards apart: a series has one list of links.
func TestPatternsOfPartsAreApart(t *testing.T) {
	for _, name := range []string{
		"order-service", "frontend", "traefik", "postgres", "postgres-exporter", "redis", "redis-exporter", "rabbitmq",
		"prometheus", "loki", "tempo", "promtail", "alertmanager", "cadvisor", "node-exporter",
	} {
		found := 0
		for _, names := range append([]string{ourServices}, namesOfParts()...) {
			if regexp.MustCompile("^(?:" + names + ")$").MatchString(name) {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s has %d dashboards", name, found)
		}
	}
}

func namesOfParts() (all []string) {
	for _, part := range partDashboards {
		all = append(all, part.names)
	}
	return all
}

func TestLinksLeadToDashboardsThatExist(t *testing.T) {
	made := everyDashboard(t)
	files, err := Files(root)
	if err != nil {
		t.Fatal(err)
	}
	// What follows may be made from a value: then only Grafana can tell.
	target := regexp.MustCompile(`/d/([A-Za-z0-9_-]*)(\$\{)?`)
	for file, content := range files {
		for _, match := range target.FindAllStringSubmatch(string(content), -1) {
			if _, is := made[match[1]]; !is && match[2] == "" {
				t.Errorf("%s links to the dashboard %q, which does not exist", file, match[1])
			}
		}
	}
	for uid, d := range made {
		var list bool
		for _, l := range d.Links {
			list = list || l.Type == "dashboards" && slices.Contains(l.Tags, tag)
		}
		if !list {
			t.Errorf("%s has no list of all dashboards", uid)
		}
	}
	// Where the links made from a value lead.
	for _, service := range []string{"order", "inventory", "payment", "user", "notification"} {
		if _, is := made[tag+"-"+service+"-service"]; !is {
			t.Errorf("%s-service has no dashboard", service)
		}
	}
}

// TestAServiceStaysItself holds a service's dashboard to its service, whatever the address says, and its
// links to the same service elsewhere.
func TestAServiceStaysItself(t *testing.T) {
	forEachDashboard(t, func(t *testing.T, d madeDashboard) {
		service := strings.TrimPrefix(d.UID, tag+"-")
		if !slices.Contains(d.Tags, "service") {
			return
		}
		for _, v := range d.Templating.List {
			if v.Name == "job" && (!v.SkipURLSync || v.Multi) {
				t.Error("the service can be changed")
			}
		}
		for _, l := range d.Links {
			if l.Type == "link" && !strings.HasSuffix(l.URL, "?var-job="+service) {
				t.Errorf("the link %s leads to %s", l.Title, l.URL)
			}
		}
	})
}

func TestLimitsAreInTheUnitOfTheirPanel(t *testing.T) {
	limits, err := LoadThresholds(root)
	if err != nil {
		t.Fatal(err)
	}
	units := map[string]string{"ratio": "percentunit", "seconds": "s"}
	forEachDefinition(func(b *board, p *panel) {
		if want := units[limits[p.threshold].Unit]; want != "" && p.unit != want {
			t.Errorf("%s, panel %q: limit %s is in %s, the panel in %s", b.uid, p.title, p.threshold, limits[p.threshold].Unit, p.unit)
		}
	})
}

// forEachDefinition runs a check on each panel as it is written down.
func forEachDefinition(check func(*board, *panel)) {
	for _, define := range definitions() {
		b := define()
		for _, r := range b.rows {
			for _, l := range r.lines {
				for _, p := range l.panels {
					check(b, p)
				}
			}
		}
	}
}

func TestFilesAreReadable(t *testing.T) {
	files, err := Files(root)
	if err != nil {
		t.Fatal(err)
	}
	for file, content := range files {
		if !json.Valid(content) || strings.Contains(string(content), `\u003c`) {
			t.Errorf("%s is no JSON that people can read", file)
		}
	}
}
