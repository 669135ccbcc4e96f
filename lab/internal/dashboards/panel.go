package dashboards

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// panel is one panel while it is being written down. Functions named after the kinds of panels start it.
type panel struct {
	kind, title string
	// description says what the panel shows, what is good, and where one looks next when it is not.
	description string
	unit        string
	// columns is the width; 0 shares what the rest of the line leaves.
	columns         uint32
	queries         []query
	options         any
	custom          any
	threshold       string
	fixed           *dashboard.ThresholdsConfig
	color           *dashboard.FieldColor
	minimum         *float64
	maximum         *float64
	digits          *float64
	empty           *string
	step            *string
	mappings        []dashboard.ValueMapping
	valueLinks      []dashboard.DashboardLink
	overrides       []dashboard.DashboardFieldConfigSourceOverrides
	transformations []dashboard.DataTransformerConfig
}

// width fixes the columns of the 24 that the panel takes.
func (p *panel) width(columns uint32) *panel {
	p.columns = columns
	return p
}

// limit colors the panel by an entry of thresholds.yaml; graphs draw it as dashed lines.
func (p *panel) limit(threshold string) *panel {
	p.threshold = threshold
	if graph, is := p.custom.(*common.GraphFieldConfig); is {
		graph.ThresholdsStyle = &common.GraphThresholdsStyleConfig{Mode: common.GraphThresholdsStyleModeDashed}
	}
	return p
}

// bounds fixes the lower and the upper end of the scale.
func (p *panel) bounds(lowest, highest float64) *panel {
	p.minimum, p.maximum = &lowest, &highest
	return p
}

// fromZero begins the scale at zero.
func (p *panel) fromZero() *panel {
	p.minimum = pointer(0.0)
	return p
}

// decimals fixes how many are shown.
func (p *panel) decimals(n float64) *panel {
	p.digits = &n
	return p
}

// every sets the least distance of points, such as 15m, for series that are sampled seldom.
func (p *panel) every(step string) *panel {
	p.step = &step
	return p
}

// links are offered when one clicks a value.
func (p *panel) links(links ...dashboard.DashboardLink) *panel {
	p.valueLinks = append(p.valueLinks, links...)
	return p
}

// whenEmpty is what stands in the place of a value where there is none.
func (p *panel) whenEmpty(text string) *panel {
	p.empty = &text
	return p
}

// stacked puts the series of a graph on top of each other, so that the upper edge is their sum.
func (p *panel) stacked() *panel {
	if graph, is := p.custom.(*common.GraphFieldConfig); is {
		graph.Stacking = &common.StackingConfig{Mode: pointer(common.StackingModeNormal), Group: pointer("A")}
		graph.FillOpacity = pointer(30.0)
	}
	return p
}

// bars draws a graph as bars, for what happens seldom.
func (p *panel) bars() *panel {
	if graph, is := p.custom.(*common.GraphFieldConfig); is {
		graph.DrawStyle, graph.FillOpacity = pointer(common.GraphDrawStyleBars), pointer(60.0)
	}
	return p
}

// paint gives a series or column, by its name as shown, a color of its own.
func (p *panel) paint(name, color string) *panel {
	return p.override(name, dashboard.DynamicConfigValue{Id: "color", Value: dashboard.FieldColor{
		Mode: dashboard.FieldColorModeIdFixed, FixedColor: &color,
	}})
}

// override changes settings of one series or column, by its name as shown.
func (p *panel) override(name string, properties ...dashboard.DynamicConfigValue) *panel {
	p.overrides = append(p.overrides, dashboard.DashboardFieldConfigSourceOverrides{
		Matcher: dashboard.MatcherConfig{Id: "byName", Options: name}, Properties: properties,
	})
	return p
}

// says shows words and a color instead of numbers.
func (p *panel) says(values map[string]word) *panel {
	options := map[string]dashboard.ValueMappingResult{}
	for value, w := range values {
		options[value] = dashboard.ValueMappingResult{Text: pointer(w.text), Color: pointer(w.color)}
	}
	p.mappings = append(p.mappings, dashboard.ValueMapping{ValueMap: &dashboard.ValueMap{Type: dashboard.MappingTypeValueToText, Options: options}})
	return p
}

// word is what is shown instead of a number.
type word struct{ text, color string }

// upOrDown words the metrics that are 1 while all is well.
func (p *panel) upOrDown() *panel {
	return p.says(map[string]word{"0": {"down", bad}, "1": {"up", good}})
}

func (p *panel) build(limits Thresholds) (dashboard.Panel, error) {
	made := *dashboard.NewPanel()
	made.Id, made.Type, made.Title, made.Description = pointer(panelID(p.title)), p.kind, &p.title, &p.description
	made.Options, made.Transformations, made.Interval = p.options, p.transformations, p.step
	defaults := dashboard.FieldConfig{
		Min: p.minimum, Max: p.maximum, Decimals: p.digits, NoValue: p.empty, Mappings: p.mappings, Links: p.valueLinks,
		Custom: p.custom, Color: p.color, Thresholds: p.fixed,
	}
	if p.unit != "" {
		defaults.Unit = &p.unit
	}
	if p.threshold != "" {
		limit, is := limits[p.threshold]
		if !is {
			return made, fmt.Errorf("%s has no %s", thresholdsFile, p.threshold)
		}
		defaults.Thresholds = limit.steps()
	}
	overrides := p.overrides
	if overrides == nil {
		overrides = []dashboard.DashboardFieldConfigSourceOverrides{}
	}
	for i, o := range overrides {
		for j, property := range o.Properties {
			name, is := property.Value.(limitOf)
			if !is {
				continue
			}
			limit, known := limits[string(name)]
			if !known {
				return made, fmt.Errorf("%s has no %s", thresholdsFile, name)
			}
			overrides[i].Properties[j].Value = limit.steps()
		}
	}
	made.FieldConfig = &dashboard.FieldConfigSource{Defaults: defaults, Overrides: overrides}
	for i, q := range p.queries {
		if q.source() != p.queries[0].source() {
			return made, fmt.Errorf("asks both %s and %s", p.queries[0].source(), q.source())
		}
		made.Targets = append(made.Targets, q.target(refID(i)))
	}
	if len(p.queries) > 0 {
		made.Datasource = pointer(p.queries[0].source().ref())
	}
	return made, nil
}

// limitOf stands for an entry of thresholds.yaml in an override until the panel is built.
type limitOf string
