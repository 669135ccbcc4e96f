package dashboards

// stackDashboards answer whether what observes can be believed.
var stackDashboards = []definition{observabilityStackDashboard}
