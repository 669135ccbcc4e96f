package dashboards

// signalDashboards search logs and traces across all services.
var signalDashboards = []definition{logsDashboard, tracesDashboard}
