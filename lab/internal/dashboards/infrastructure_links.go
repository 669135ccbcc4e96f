package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/dashboard"

// dataLinks lists what a click on a cell offers.
func dataLinks(links ...dashboard.DashboardLink) []dashboard.DashboardLink { return links }
