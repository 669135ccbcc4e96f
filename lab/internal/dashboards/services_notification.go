package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// notificationService is the dashboard of notification-service.
func notificationService() *board {
	return service{
		job: "notification-service", title: "notification-service", promises: true, jobs: true,
		about: "Tells customers what happens to their orders, by mail, text message and live in the browser. Node.js, PostgreSQL, RabbitMQ.",
		business: func(b *board) {
			b.row("Notifications").
				line(8,
					timeSeries("Notifications by channel", "Messages a minute by channel and whether they went out. Failed ones are tried again; if they go on, the mail or text gateway is away.",
						units.MessagesPerMinute, prom(`60 * sum by (channel, status) (rate(notifications_sent_total{`+ofService+`}[$__rate_interval]))`, "{{channel}} {{status}}")).
						stacked().fromZero(),
					timeSeries("Time to delivery", "From the event to the message sent, 95th percentile by channel. Half a minute is promised.",
						units.Seconds, prom(quantile("0.95", "notification_delivery_duration_seconds", ofService, "channel"), "{{channel}}").exemplars()).fromZero(),
					timeSeries("Mail: duration of sending", "How long the mail server takes to accept a message: half, 95 % and 99 % are faster.",
						units.Seconds, quantiles("email_send_duration_seconds", ofService)...).fromZero(),
				).
				line(8,
					timeSeries("Messages that wait", "Messages in the queue of this service. Rising: it is down, or slower than what comes in.",
						units.Short, prom(`sum by (job) (notification_queue_size{`+ofService+`})`, "waiting")).limit("queue_messages").fromZero().
						links(dataLink("RabbitMQ", "/d/oms-rabbitmq?${__url_time_range}")),
					timeSeries("Dead letters", "Messages that were given up after all attempts. They wait until a person looks at them and sends them again.",
						units.Short, prom(`sum by (job) (notification_dead_letters{`+ofService+`})`, "dead")).fromZero(),
					timeSeries("Live connections", "Browsers that are told at once over WebSocket. All gone at the same time: the gateway or this service was restarted.",
						units.Short, prom(`sum by (job) (websocket_connections{`+ofService+`})`, "connected")).fromZero(),
				)
		},
		dependencies: []func() dependencyLine{httpClients, postgresCalls, connectionPool},
		messages: func(b *board) {
			b.row("Events in")
			consumingLine(b)
		},
		runtime: nodeRuntime,
	}.board()
}
