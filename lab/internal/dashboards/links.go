package dashboards

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// tag is on every dashboard of the lab.
const tag = "oms"

// allDashboards is the list of them, on the right of each one's head.
func allDashboards() dashboard.DashboardLink {
	return dashboard.DashboardLink{
		Title: "All dashboards", Type: dashboard.DashboardLinkTypeDashboards, Icon: "external link", Tags: []string{tag},
		AsDropdown: true, KeepTime: true,
	}
}

// to leads to another dashboard, which takes over the time range, and the variables where they mean the
// same there: see carried.
func to(uid, title, tooltip string) dashboard.DashboardLink {
	return dashboard.DashboardLink{
		Title: title, Type: dashboard.DashboardLinkTypeLink, Icon: "dashboard", Tooltip: tooltip, Tags: []string{},
		Url: pointer("/d/" + uid), IncludeVars: true, KeepTime: true,
	}
}

// carried are the links of a dashboard with what they take along. What $job means is the same on the
// dashboards of business, services and signals, so these pass it on. Elsewhere $job and $instance are
// parts of the infrastructure, which no other dashboard could show.
func (b *board) carried() []dashboard.DashboardLink {
	made := make([]dashboard.DashboardLink, 0, len(b.links)+1)
	for _, l := range b.links {
		switch {
		case b.service != "":
			l.Url, l.IncludeVars = pointer(*l.Url+"?var-job="+b.service), false
		case b.folder == infrastructure || b.folder == stack:
			l.IncludeVars = false
		}
		made = append(made, l)
	}
	return append(made, allDashboards())
}

// The ways that one goes again and again.
func toOverview() dashboard.DashboardLink {
	return to("oms-overview", "Overview", "The order business on one screen")
}

func toRED() dashboard.DashboardLink {
	return to("oms-red", "RED", "Rate, errors and duration of all services")
}

func toLogs() dashboard.DashboardLink { return to("oms-logs", "Logs", "What the same service wrote") }

func toTraces() dashboard.DashboardLink {
	return to("oms-traces", "Traces", "Requests through the same service")
}

func toSLO() dashboard.DashboardLink {
	return to("oms-slo", "SLOs", "Promises, budgets and burn rates")
}

func toPipeline() dashboard.DashboardLink {
	return to("oms-orders-pipeline", "Orders pipeline", "From order to delivery, step by step")
}

// dataLink is offered when one clicks a value. The address may use Grafana's ${__field.labels.job} and
// ${__data.fields.Service}.
func dataLink(title, address string) dashboard.DashboardLink {
	return dashboard.DashboardLink{Title: title, Type: dashboard.DashboardLinkTypeLink, Tags: []string{}, Url: &address}
}

// toServiceOf leads from a value to the dashboard of its service. It is only for values that are the five services and the
// frontend: nobody else has a dashboard named oms-<service>, see linksOfParts.
func toServiceOf(service string) dashboard.DashboardLink {
	return dataLink("Dashboard of the service", "/d/oms-"+service+"?${__url_time_range}")
}

// toLogsOf leads from a value to the log lines of its service.
func toLogsOf(service string) dashboard.DashboardLink {
	return dataLink("Logs of the service", "/d/oms-logs?var-job="+service+"&${__url_time_range}")
}

// toTracesOf leads from a value to the traces of its service.
func toTracesOf(service string) dashboard.DashboardLink {
	return dataLink("Traces of the service", "/d/oms-traces?var-job="+service+"&${__url_time_range}")
}

// The service of a clicked value: by the series' label, or by the column of a table.
const (
	labelJob      = "${__field.labels.job}"
	columnService = "${__data.fields.Service}"
)

// partDashboards are the dashboards of what is not our own, by the names under which it is scraped, writes and sends.
var partDashboards = []struct{ names, uid, title string }{
	{"traefik", "oms-gateway", "Gateway"},
	{"postgres|postgres-.+", "oms-postgresql", "PostgreSQL"},
	{"redis|redis-exporter", "oms-redis", "Redis"},
	{"rabbitmq|rabbitmq-queues|epmd", "oms-rabbitmq", "RabbitMQ"},
	{"prometheus|loki|tempo|promtail|alertmanager|grafana|cadvisor|node-exporter", "oms-grafana-stack", "Observability stack"},
}

// linksOfParts are offered when one clicks a series that is named after a part of the lab, as its label says: the dashboard
// of the part where it has one, and the others. Tables cannot do that: Grafana has one list of links for a whole column.
func (p *panel) linksOfParts(label string, others ...dashboard.DashboardLink) *panel {
	named := ourServices
	p.overrideLike(wholly(named), links{toServiceOf(label)}, others)
	for _, part := range partDashboards {
		p.overrideLike(wholly(part.names), links{dataLink("Dashboard "+part.title, "/d/"+part.uid+"?${__url_time_range}")}, others)
		named += "|" + part.names
	}
	if len(others) > 0 {
		p.overrideLike("/^(?!(?:"+named+")$)/", nil, others)
	}
	return p
}

// wholly is the pattern, as Grafana writes it, of a whole name.
func wholly(names string) string { return "/^(?:" + names + ")$/" }

// overrideLike gives links to the series whose name as shown a pattern matches.
func (p *panel) overrideLike(pattern string, first, then links) {
	p.overrides = append(p.overrides, dashboard.DashboardFieldConfigSourceOverrides{
		Matcher:    dashboard.MatcherConfig{Id: "byRegexp", Options: pattern},
		Properties: []dashboard.DynamicConfigValue{{Id: "links", Value: slices.Concat(first, then)}},
	})
}

// exploreLogs opens Explore with a LogQL expression over the time range of the dashboard. Grafana
// substitutes what stands in ${} before it follows the link.
func exploreLogs(title, expr string) dashboard.DashboardLink {
	pane := map[string]any{"oms": map[string]any{
		"datasource": string(fromLoki),
		"queries":    []any{map[string]any{"refId": "A", "expr": expr, "queryType": "range"}},
		"range":      map[string]any{"from": "${__from}", "to": "${__to}"},
	}}
	encoded, err := json.Marshal(pane)
	if err != nil {
		panic(err) // maps of strings always encode
	}
	address := url.QueryEscape(string(encoded))
	for escaped, plain := range map[string]string{"%24%7B": "${", "%7D": "}", "+": "%20"} {
		address = strings.ReplaceAll(address, escaped, plain)
	}
	return dataLink(title, "/explore?schemaVersion=1&orgId=1&panes="+address)
}
