package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

// publishingRow is how the service's events get out.
func publishingRow(b *board) {
	b.row("Events out").line(8, sentMessages(), outboxWaiting(), outboxAge())
}

// sentMessages are the events that the broker has taken.
func sentMessages() *panel {
	return timeSeries("Messages sent", "Messages by destination that the broker took or did not. An error is repeated by the outbox relay: see its age.",
		units.MessagesPerSecond, prom(`sum by (messaging_destination_name, outcome) (rate(messaging_client_sent_messages_total{`+ofService+`}[$__rate_interval])) > 0`,
			"{{messaging_destination_name}} {{outcome}}")).fromZero()
}

func outboxWaiting() *panel {
	return timeSeries("Events in the outbox", "Events stored with their cause but not published yet. Above zero for long: the broker refuses or the relay stands still.",
		units.Short, prom(`sum by (job) (outbox_pending{`+ofService+`})`, "{{job}}")).fromZero().links(dataLink("RabbitMQ", "/d/oms-rabbitmq?${__url_time_range}"))
}

func outboxAge() *panel {
	return timeSeries("Age of the oldest event", "How late the world learns what happened here. Seconds are normal under load, minutes are an outage of messaging.",
		units.Seconds, prom(`max by (job) (outbox_oldest_age_seconds{`+ofService+`})`, "{{job}}")).limit("outbox_oldest_age_seconds").fromZero()
}

// consumingLine is how the service works off what others publish.
func consumingLine(b *board) {
	const histogram = "messaging_process_duration_seconds"
	b.line(8,
		timeSeries("Messages processed", "Messages by outcome. Retried ones come again later, dead lettered ones wait for a person.",
			units.MessagesPerSecond, prom(`sum by (outcome) (rate(`+histogram+`_count{`+ofService+`}[$__rate_interval]))`, "{{outcome}}")).stacked().fromZero().
			paint("dead_lettered", bad).paint("retried", warning),
		timeSeries("Messages by destination", "What is consumed, by event. An event that is published but missing here has lost its binding.",
			units.MessagesPerSecond, prom(`sum by (messaging_destination_name) (rate(`+histogram+`_count{`+ofService+`}[$__rate_interval])) > 0`,
				"{{messaging_destination_name}}")).stacked().fromZero(),
		timeSeries("Duration of processing", "How long one message takes, without its time in the queue. Long and with a filling queue: more consumers or a faster dependency.",
			units.Seconds, quantiles(histogram, ofService)...).fromZero(),
	)
}
