package dashboards

// definition makes a dashboard.
type definition func() *board

// The folders of Grafana.
const (
	business       = "Business"
	services       = "Services"
	infrastructure = "Infrastructure"
	signals        = "Signals"
	stack          = "Stack"
)

// businessDashboards answer whether customers get what they came for.
var businessDashboards = []definition{overview, ordersPipeline, slo}

// serviceDashboards answer how each of our own programs is.
var serviceDashboards = []definition{
	red, orderService, inventoryService, paymentService, userService, notificationService, frontend,
}

// definitions lists all dashboards.
func definitions() []definition {
	var all []definition
	for _, folder := range [][]definition{
		businessDashboards, serviceDashboards, infrastructureDashboards, signalDashboards, stackDashboards,
	} {
		all = append(all, folder...)
	}
	return all
}
