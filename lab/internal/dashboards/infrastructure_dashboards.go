package dashboards

// infrastructureDashboards answer how what the services stand on is.
var infrastructureDashboards = []definition{
	gatewayDashboard, postgresqlDashboard, redisDashboard, rabbitmqDashboard, hostDashboard, containersDashboard,
}
