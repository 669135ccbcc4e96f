package dashboards

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
)

// annotation is the SDK's with the fields by which Grafana's Prometheus source words a mark.
type annotation struct {
	dashboard.AnnotationQuery
	TitleFormat string `json:"titleFormat"`
	TextFormat  string `json:"textFormat"`
	TagKeys     string `json:"tagKeys"`
}

type annotationList struct {
	List []annotation `json:"list"`
}

// annotations are what every graph marks: a program that started anew, alerts while they fire, and the
// time that synthetic history fills. Series that go on make one region rather than many marks.
func (b *board) annotations() annotationList {
	restarts := fmt.Sprintf("changes(process_start_time_seconds{%s}[$__rate_interval]) > 0", b.restartSelector)
	alerts := "ALERTS{" + joined(`alertstate="firing"`, b.alertSelector) + "}"
	return annotationList{[]annotation{
		mark("Restarts", "blue", restarts, "{{job}} started", "{{instance}}", "job"),
		mark("Alerts", "red", alerts, "{{alertname}}", "{{severity}}: {{job}}", "severity,job"),
		mark("Synthetic history", "purple", "lab_synthetic_history", "Synthetic history",
			"Made by lab seed --history, not measured", ""),
	}}
}

// mark asks with steps of half a minute at least; Grafana widens them over long ranges.
func mark(name, color, expr, title, text, tags string) annotation {
	return annotation{
		AnnotationQuery: dashboard.AnnotationQuery{
			Name: name, Datasource: pointer(fromPrometheus.ref()), Enable: true, Hide: pointer(false), IconColor: color,
			Target: prometheus.Dataquery{
				Expr: expr, Interval: pointer("30s"), Range: pointer(true), RefId: pointer("Anno"),
				EditorMode: pointer(prometheus.QueryEditorModeCode), Datasource: pointer(fromPrometheus.ref()),
			},
		},
		TitleFormat: title, TextFormat: text, TagKeys: tags,
	}
}

// joined puts label matchers together.
func joined(matchers ...string) string {
	var all string
	for _, m := range matchers {
		if m == "" {
			continue
		}
		if all != "" {
			all += ", "
		}
		all += m
	}
	return all
}
