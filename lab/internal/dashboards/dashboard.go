// Package dashboards holds Grafana's dashboards as Go code: what a panel asks, what it means and where
// it turns red is written once, and the files that Grafana reads are made from it.
package dashboards

import (
	"fmt"
	"hash/fnv"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// board is one dashboard while it is being written down, row by row from the top.
type board struct {
	folder, uid, title string
	// about is what a reader learns before the first panel: which question this dashboard answers.
	about     string
	from      string
	refresh   string
	tags      []string
	variables []dashboard.VariableModel
	links     []dashboard.DashboardLink
	// service is set where the whole dashboard is about one service.
	service string
	// restartSelector limits the restart marks to the programs that this dashboard is about.
	restartSelector string
	// alertSelector limits the alert marks likewise.
	alertSelector string
	rows          []row
}

// newBoard starts a dashboard of a folder. Its uid is also the name by which alerts and other
// dashboards link to it, so it never changes.
func newBoard(folder, uid, title, about string) *board {
	return &board{folder: folder, uid: uid, title: title, about: about, from: "now-30m", refresh: "10s"}
}

// over sets the time range that is shown first, such as now-6h, and how often it is drawn anew.
func (b *board) over(from, refresh string) *board {
	b.from, b.refresh = from, refresh
	return b
}

// tagged adds tags to the one that all dashboards of the lab carry.
func (b *board) tagged(tags ...string) *board {
	b.tags = append(b.tags, tags...)
	return b
}

// with adds variables, shown from left to right.
func (b *board) with(variables ...dashboard.VariableModel) *board {
	b.variables = append(b.variables, variables...)
	return b
}

// linked adds links to other dashboards, beside the list of all that every dashboard has.
func (b *board) linked(links ...dashboard.DashboardLink) *board {
	b.links = append(b.links, links...)
	return b
}

// marking limits the marks of restarts and alerts to the series that a selector such as job=~"$job" picks.
func (b *board) marking(restarts, alerts string) *board {
	b.restartSelector, b.alertSelector = restarts, alerts
	return b
}

// row starts a row; the lines of panels that follow stand below its heading.
func (b *board) row(title string) *board {
	b.rows = append(b.rows, row{title: title})
	return b
}

// line adds panels side by side, all of one height in grid units of 30 pixels. Those without a width of
// their own share what the others leave of the 24 columns.
func (b *board) line(height uint32, panels ...*panel) *board {
	last := &b.rows[len(b.rows)-1]
	last.lines = append(last.lines, line{height, panels})
	return b
}

// document is what Grafana reads. Two fields stand in front of the SDK's: its annotations lack the title
// and text of a mark, and its panels encode themselves with < and > as escapes.
type document struct {
	dashboard.Dashboard
	Panels      []any          `json:"panels"`
	Annotations annotationList `json:"annotations"`
}

// build makes the document.
func (b *board) build(limits Thresholds) (document, error) {
	made := *dashboard.NewDashboard()
	made.Uid, made.Title, made.Description = &b.uid, &b.title, &b.about
	made.Tags = append([]string{tag}, b.tags...)
	made.Refresh = &b.refresh
	made.Time = &dashboard.DashboardDashboardTime{From: b.from, To: "now"}
	made.GraphTooltip = pointer(dashboard.DashboardCursorSyncCrosshair)
	// A change in the browser would be lost with the next start: the code is what one edits.
	made.Editable = pointer(false)
	made.Templating.List = append(sourceVariables(), b.variables...)
	made.Links = b.carried()
	panels, err := b.panels(limits)
	if err != nil {
		return document{}, fmt.Errorf("dashboard %s: %w", b.uid, err)
	}
	return document{made, panels, b.annotations()}, nil
}

// panelID makes a panel's number from its title, so that a link to one panel still leads there when
// another is put before it.
func panelID(title string) uint32 {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(title))
	return sum.Sum32()%1_000_000 + 1
}

// pointer is what the SDK wants for everything optional.
func pointer[T any](value T) *T { return &value }
