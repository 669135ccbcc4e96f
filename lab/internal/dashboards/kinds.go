package dashboards

import (
	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/heatmap"
	"github.com/grafana/grafana-foundation-sdk/go/logs"
	"github.com/grafana/grafana-foundation-sdk/go/nodegraph"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
	"github.com/grafana/grafana-foundation-sdk/go/units"
)

// timeSeries is a graph over time.
func timeSeries(title, description, unit string, queries ...query) *panel {
	return &panel{
		kind: "timeseries", title: title, description: description, unit: unit, queries: queries,
		color: &dashboard.FieldColor{Mode: dashboard.FieldColorModeIdPaletteClassicByName},
		options: timeseries.Options{
			Legend:  bottomLegend(),
			Tooltip: common.VizTooltipOptions{Mode: common.TooltipDisplayModeMulti, Sort: common.SortOrderDescending},
		},
		custom: &common.GraphFieldConfig{
			DrawStyle: pointer(common.GraphDrawStyleLine), LineWidth: pointer(1.0), FillOpacity: pointer(10.0),
			ShowPoints: pointer(common.VisibilityModeNever), LineInterpolation: pointer(common.LineInterpolationLinear),
			// A scrape or two may be missed without the line breaking; a program that is down leaves a gap.
			SpanNulls: &common.BoolOrFloat64{Float64: pointer(60_000.0)},
		},
	}
}

func bottomLegend() common.VizLegendOptions {
	return common.VizLegendOptions{
		DisplayMode: common.LegendDisplayModeList, Placement: common.LegendPlacementBottom, ShowLegend: true, Calcs: []string{},
	}
}

// stats are the present values as big numbers, one for each series; behind what is asked over time stands its course.
func stats(title, description, unit string, queries ...query) *panel {
	options := stat.NewOptions()
	options.ReduceOptions, options.Orientation = present(), common.VizOrientationAuto
	return &panel{
		kind: "stat", title: title, description: description, unit: unit, queries: queries, options: options,
		color: &dashboard.FieldColor{Mode: dashboard.FieldColorModeIdThresholds}, fixed: neutral(),
	}
}

// filled shows stats on a ground of their color, for what must be seen from afar.
func (p *panel) filled() *panel {
	if options, is := p.options.(*stat.Options); is {
		options.ColorMode, options.GraphMode = common.BigValueColorModeBackground, common.BigValueGraphModeNone
	}
	return p
}

// barGauge shows bars of the present values, one below the other: for comparing many.
func barGauge(title, description, unit string, queries ...query) *panel {
	options := bargauge.NewOptions()
	options.ReduceOptions, options.Orientation = present(), common.VizOrientationHorizontal
	options.DisplayMode = common.BarGaugeDisplayModeBasic
	return &panel{
		kind: "bargauge", title: title, description: description, unit: unit, queries: queries, options: options,
		color: &dashboard.FieldColor{Mode: dashboard.FieldColorModeIdThresholds}, fixed: neutral(), minimum: pointer(0.0),
	}
}

// stateTimeline shows which state something was in, for how long.
func stateTimeline(title, description string, queries ...query) *panel {
	options := statetimeline.NewOptions()
	options.ShowValue, options.Legend = common.VisibilityModeNever, bottomLegend()
	options.Tooltip = common.VizTooltipOptions{Mode: common.TooltipDisplayModeSingle, Sort: common.SortOrderNone}
	return &panel{
		kind: "state-timeline", title: title, description: description, unit: units.Short, queries: queries, options: options,
		color: &dashboard.FieldColor{Mode: dashboard.FieldColorModeIdThresholds}, fixed: neutral(),
		custom: statetimeline.FieldConfig{FillOpacity: pointer(uint32(80)), LineWidth: pointer(uint32(0))},
	}
}

// heatMap draws a histogram over time: how many requests took how long. The selector picks its series.
func heatMap(title, description, unit, histogram, selector string) *panel {
	options := heatmap.NewOptions()
	options.YAxis.Unit = &unit
	options.Color.Mode, options.Color.Scale = pointer(heatmap.HeatmapColorModeScheme), pointer(heatmap.HeatmapColorScaleExponential)
	options.Tooltip.Mode = common.TooltipDisplayModeSingle
	ask := prom("sum by (le) (increase("+histogram+"_bucket{"+selector+"}[$__rate_interval]))", "{{le}}").exemplars()
	ask.heatmap = true
	return &panel{kind: "heatmap", title: title, description: description, unit: unit, queries: []query{ask}, options: options}
}

// logPanel shows log lines, newest first, each with the way to its trace.
func logPanel(title, description, expr string) *panel {
	return &panel{
		kind: "logs", title: title, description: description, queries: []query{logLines(expr)},
		options: logs.Options{
			ShowTime: true, WrapLogMessage: true, EnableLogDetails: true, ShowLogContextToggle: true,
			SortOrder: common.LogsSortOrderDescending, DedupStrategy: common.LogsDedupStrategyNone,
		},
	}
}

// traceTable lists the traces that a TraceQL search finds; a click opens one.
func traceTable(title, description, expr string) *panel {
	options := table.NewOptions()
	return &panel{
		kind: "table", title: title, description: description, unit: units.Milliseconds, queries: []query{traceSearch(expr)}, options: options,
	}
}

// nodeGraph draws who calls whom, with rate and duration of the calls.
func nodeGraph(title, description string, filters ...string) *panel {
	return &panel{
		kind: "nodeGraph", title: title, description: description, queries: []query{serviceMap(filters...)},
		options: nodegraph.Options{
			Nodes: &nodegraph.NodeOptions{}, Edges: &nodegraph.EdgeOptions{}, ZoomMode: pointer(nodegraph.ZoomModeCooperative),
		},
	}
}

// alertList shows the alerting rules that fire or are about to, by their state. It names no data source: Grafana then
// lists the rules of all that have some, Prometheus and Loki.
func alertList(title, description string) *panel {
	return &panel{
		kind: "alertlist", title: title, description: description,
		options: map[string]any{
			"viewMode": "list", "groupMode": "default", "groupBy": []string{}, "maxItems": 20, "sortOrder": 3,
			"dashboardAlerts": false, "alertName": "", "alertInstanceLabelFilter": "",
			"stateFilter": map[string]bool{"firing": true, "pending": true, "noData": false, "normal": false, "error": true, "recovering": false},
		},
	}
}

// present takes the last value of each series.
func present() common.ReduceDataOptions {
	return common.ReduceDataOptions{Calcs: []string{"lastNotNull"}}
}

// neutral is the color of a number that is neither good nor bad.
func neutral() *dashboard.ThresholdsConfig {
	return &dashboard.ThresholdsConfig{Mode: dashboard.ThresholdsModeAbsolute, Steps: []dashboard.Threshold{{Color: "blue"}}}
}

// anyIsBad is green at zero and red from one on.
func (p *panel) anyIsBad() *panel {
	p.fixed = &dashboard.ThresholdsConfig{Mode: dashboard.ThresholdsModeAbsolute,
		Steps: []dashboard.Threshold{{Color: good}, {Value: pointer(1.0), Color: bad}}}
	return p
}
