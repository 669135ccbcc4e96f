package dashboards

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// columns is the width of Grafana's grid.
const columns = 24

// row is a heading with lines of panels below.
type row struct {
	title string
	lines []line
}

type line struct {
	height uint32
	panels []*panel
}

// panels places everything on the grid, from the top down: the SDK's RowPanel for a heading, Panel for the rest.
func (b *board) panels(limits Thresholds) ([]any, error) {
	var placed []any
	var y uint32
	for _, r := range b.rows {
		heading := dashboard.NewRowPanel()
		heading.Title, heading.Id, heading.Panels = pointer(r.title), panelID("row: "+r.title), []dashboard.Panel{}
		heading.GridPos = &dashboard.GridPos{H: 1, W: columns, X: 0, Y: y}
		placed = append(placed, heading)
		y++
		for _, l := range r.lines {
			widths, err := l.widths()
			if err != nil {
				return nil, err
			}
			var x uint32
			for i, p := range l.panels {
				made, err := p.build(limits)
				if err != nil {
					return nil, fmt.Errorf("panel %q: %w", p.title, err)
				}
				made.GridPos = &dashboard.GridPos{H: l.height, W: widths[i], X: x, Y: y}
				placed = append(placed, made)
				x += widths[i]
			}
			y += l.height
		}
	}
	return placed, nil
}

// widths shares the columns of the grid out. A line is always full: a remainder goes to the last panel.
func (l line) widths() ([]uint32, error) {
	var taken, open uint32
	for _, p := range l.panels {
		taken += p.columns
		if p.columns == 0 {
			open++
		}
	}
	if taken > columns || open == 0 && taken != columns || open > 0 && (columns-taken)/open == 0 {
		return nil, fmt.Errorf("the line that begins with panel %q does not fit into %d columns", l.panels[0].title, columns)
	}
	widths := make([]uint32, len(l.panels))
	left := columns - taken
	for i, p := range l.panels {
		widths[i] = p.columns
		if p.columns > 0 {
			continue
		}
		widths[i] = left / open
		left -= widths[i]
		open--
	}
	return widths, nil
}
