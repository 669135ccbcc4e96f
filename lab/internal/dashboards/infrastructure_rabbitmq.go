package dashboards

import "github.com/grafana/grafana-foundation-sdk/go/units"

const (
	rabbitServer = `job="rabbitmq", instance=~"$instance"`
	rabbitQueue  = `queue=~"$queue"`
)

// byQueue adds up a series by queue. Each notification-service has a queue of its own for browsers that are
// connected to it, named by chance: those count as one. The name is made in a label of its own, since two series must not
// become alike before they are added up.
func byQueue(metric, selector string) string {
	named := `label_replace(` + metric + `{` + joined(rabbitQueue, selector) + `}, "name", "$1", "queue", "(.+)")`
	added := `sum by (name) (label_replace(` + named + `, "name", "$1", "queue", "(.+[.]live)[.].+"))`
	return `sum by (queue) (label_replace(` + added + `, "queue", "$1", "name", "(.+)"))`
}

func rabbitmqDashboard() *board {
	b := newBoard(infrastructure, "oms-rabbitmq", "RabbitMQ",
		"Whether events reach who waits for them: queues, consumers, what flows, and whether the broker itself is well.").
		with(labelVariable("instance", "Instance", "The broker.", "rabbitmq_build_info", "instance"),
			labelVariable("queue", "Queue", "The queue; those that end in .dead keep what nobody could process.", "rabbitmq_detailed_queue_messages", "queue")).
		linked(toOverview(), toPipeline(), toLogs(), toTraces(),
			to("oms-notification-service", "Notification service", "Consumes the events"), to("oms-order-service", "Order service", "Publishes most of them")).
		marking(`job="rabbitmq"`, `job="rabbitmq"`)
	rabbitmqAtAGlance(b)
	rabbitmqQueues(b)
	rabbitmqFlow(b)
	rabbitmqApplications(b)
	rabbitmqBroker(b)
	return b
}

func rabbitmqAtAGlance(b *board) {
	b.row("At a glance").line(4,
		stats("Up",
			"Whether Prometheus reaches the broker. Good is up. When it is down events wait in the outboxes of the "+
				"services and nothing is lost: see Orders pipeline.",
			units.Short, promNow(`min(up{`+rabbitServer+`})`, "")).upOrDown().filled(),
		stats("Waiting messages",
			"Messages in all queues that nobody has taken yet, the dead ones left out. Good is close to 0. When it "+
				"grows, look which queue, and whether it has a consumer.",
			units.Short, promNow(`sum(queue:rabbitmq_messages_ready:sum{`+rabbitQueue+`, queue!~".+[.]dead"})`, "")).limit("queue_messages"),
		stats("Being processed",
			"Messages that a consumer has taken and not answered for yet, in the queue that has most. Good is small "+
				"and changing. A number that stands still is a consumer that hangs.",
			units.Short, promNow(`max(queue:rabbitmq_messages_unacked:sum{`+rabbitQueue+`})`, "")).limit("rabbitmq_unacked_messages"),
		stats("Dead letters",
			"Messages that could not be processed and wait for a person. Good is 0. The log of the consumer has the "+
				"reason; afterwards they can be sent again.",
			units.Short, promNow(`sum(rabbitmq_detailed_queue_messages{`+rabbitQueue+`, queue=~".+[.]dead"})`, "")).anyIsBad(),
		stats("Alarms",
			"Alarms that are on: memory, disk or files. Good is 0. While one is on the broker takes no messages "+
				"from anybody.",
			units.Short, promNow(`sum(rabbitmq_alarms_memory_used_watermark{`+rabbitServer+`}) + sum(rabbitmq_alarms_free_disk_space_watermark{`+rabbitServer+`})
  + sum(rabbitmq_alarms_file_descriptor_limit{`+rabbitServer+`})`, "")).anyIsBad(),
		stats("Connections",
			"Clients that are connected. Good is flat: each service has one or two. A climb is a client that opens "+
				"one for each message.",
			units.Short, promNow(`sum(rabbitmq_connections{`+rabbitServer+`})`, "")),
	)
}

func rabbitmqQueues(b *board) {
	b.row("Queues").line(8,
		timeSeries("Waiting messages by queue",
			"The depth of each queue. Good is a line at 0 with short bumps. A ramp means that its consumer is "+
				"slower than what comes in, or gone.",
			units.Short, prom(byQueue("rabbitmq_detailed_queue_messages_ready", ""), "{{queue}}")).fromZero().limit("queue_messages"),
		timeSeries("Being processed by queue",
			"Messages given to a consumer and not answered for. Good is below the consumer's prefetch. Stuck at the "+
				"prefetch: it waits for something, mail for example.",
			units.Short, prom(byQueue("rabbitmq_detailed_queue_messages_unacked", ""), "{{queue}}")).fromZero().limit("rabbitmq_unacked_messages"),
		metricTable("Queues now",
			"Depth, messages in hand and consumers of each queue. Good is one consumer or more for each queue that "+
				"is not for retries or dead letters; those have none.",
			[]key{{label: "queue", title: "Queue"}},
			column{title: "Waiting", unit: units.Short, expr: byQueue("rabbitmq_detailed_queue_messages_ready", ""), limit: "queue_messages"},
			column{title: "In hand", unit: units.Short, expr: byQueue("rabbitmq_detailed_queue_messages_unacked", ""), limit: "rabbitmq_unacked_messages"},
			column{title: "Consumers", unit: units.Short, expr: byQueue("rabbitmq_detailed_queue_consumers", "")},
		).sortedBy("Waiting").width(10),
	).line(7,
		timeSeries("Consumers by queue",
			"How many programs listen to each queue that is meant to be listened to. Good is at least one, without "+
				"gaps. 0 is a consumer that is down: see its service.",
			units.Short, prom(byQueue("rabbitmq_detailed_queue_consumers", `queue!~".+[.](dead|retry)([.].+)?"`), "{{queue}}")).fromZero(),
		timeSeries("Waiting to be tried again",
			"Messages that failed and wait in a queue for retries. Good is 0. Some mean that what the consumer "+
				"needs was away for a moment; the delay grows from try to try.",
			units.Short, prom(byQueue("rabbitmq_detailed_queue_messages", `queue=~".+[.]retry[.].+"`), "{{queue}}")).stacked().fromZero(),
		timeSeries("Dead letters by queue",
			"Messages that were given up. Good is 0 and stays 0. A step names the moment: look in the consumer's "+
				"log at that time.",
			units.Short, prom(byQueue("rabbitmq_detailed_queue_messages", `queue=~".+[.]dead"`), "{{queue}}")).fromZero(),
	)
}

func rabbitmqFlow(b *board) {
	rate := func(metric string) string { return `sum(rate(` + metric + `{` + rabbitServer + `}[$__rate_interval]))` }
	b.row("Flow").line(8,
		timeSeries("Published",
			"Messages that came in, those that a queue took, and those that the broker confirmed to their sender. "+
				"Good is that received equals confirmed. An event that several queues want is routed once to each.",
			units.MessagesPerSecond,
			prom(rate("rabbitmq_global_messages_received_total"), "received"),
			prom(rate("rabbitmq_global_messages_routed_total"), "routed"),
			prom(rate("rabbitmq_global_messages_confirmed_total"), "confirmed")).fromZero(),
		timeSeries("Consumed",
			"Messages handed to consumers and messages that they answered for. Good is that both are the same. When "+
				"fewer are acknowledged the consumer hangs or fails.",
			units.MessagesPerSecond,
			prom(rate("rabbitmq_global_messages_delivered_total"), "delivered"),
			prom(rate("rabbitmq_global_messages_acknowledged_total"), "acknowledged")).fromZero(),
		timeSeries("Trouble",
			"Messages handed out a second time, and messages that no queue wanted. Good is 0. Redelivered goes with "+
				"a consumer that stopped; unroutable is a mistake in names.",
			units.MessagesPerSecond,
			prom(rate("rabbitmq_global_messages_redelivered_total"), "redelivered"),
			prom(rate("rabbitmq_global_messages_unroutable_returned_total")+` + `+rate("rabbitmq_global_messages_unroutable_dropped_total"), "unroutable")).fromZero(),
		timeSeries("Moved to another queue",
			"Messages that left a queue without being consumed: expired at the end of a retry's delay, rejected, or "+
				"too many tries. Good is 0 or a few expired. Rejected ones end among the dead letters.",
			units.MessagesPerSecond,
			prom(rate("rabbitmq_global_messages_dead_lettered_expired_total"), "expired"),
			prom(rate("rabbitmq_global_messages_dead_lettered_rejected_total"), "rejected"),
			prom(rate("rabbitmq_global_messages_dead_lettered_delivery_limit_total"), "too many tries"),
			prom(rate("rabbitmq_global_messages_dead_lettered_maxlen_total"), "queue full")).stacked().fromZero(),
	)
}

func rabbitmqApplications(b *board) {
	b.row("What the applications notice").line(8,
		timeSeries("Events sent",
			"Events that the services published, by kind. Good follows the orders: one created, one confirmed, one "+
				"captured for each that succeeds.",
			units.MessagesPerSecond, prom(`sum by (messaging_destination_name) (rate(messaging_client_sent_messages_total{outcome="success"}[$__rate_interval]))`, "{{messaging_destination_name}}")).
			stacked().fromZero(),
		timeSeries("Events that could not be sent",
			"Attempts that the broker did not confirm. Good is 0. The outbox keeps the events and tries again: see "+
				"their age in Orders pipeline.",
			units.MessagesPerSecond, prom(`sum by (job) (rate(messaging_client_sent_messages_total{outcome="error"}[$__rate_interval]))`, "{{job}}")).
			fromZero().links(toServiceOf(labelJob), toLogsOf(labelJob)),
		timeSeries("Events processed",
			"What consumers did with events: processed, to be tried again, or given up. Good is only processed.",
			units.MessagesPerSecond, prom(`sum by (job, outcome) (rate(messaging_process_duration_seconds_count[$__rate_interval]))`, "{{job}} {{outcome}}")).
			stacked().fromZero().links(toServiceOf(labelJob), toLogsOf(labelJob)),
		timeSeries("Time to process an event",
			"The 95th percentile by consumer. Good is well below a second. When it rises the queue grows: open a "+
				"dot's trace and see what the consumer waits for.",
			units.Seconds, prom(quantile("0.95", "messaging_process_duration_seconds", "", "job"), "{{job}}").exemplars()).
			fromZero().links(toServiceOf(labelJob), toTracesOf(labelJob)),
		timeSeries("Time in the broker",
			"The 95th percentile of the time from sending to receiving, from the spans of both sides. Good is a few "+
				"milliseconds. It grows with the depth of the queues.",
			units.Seconds, prom(quantile("0.95", "traces_service_graph_request_messaging_system_seconds", "", "client", "server"), "{{client}} to {{server}}").exemplars()).fromZero(),
	)
}

func rabbitmqBroker(b *board) {
	b.row("The broker itself").line(8,
		timeSeries("Memory against the alarm",
			"The share of the memory at which the broker stops taking messages. Good is below the marks. Near 1 "+
				"empty the queues: start their consumers.",
			units.PercentUnit, prom(`max(instance:rabbitmq_memory_usage:ratio{instance=~"$instance"})`, "in use")).fromZero().limit("rabbitmq_memory_usage_ratio"),
		timeSeries("Free disk against the alarm",
			"How many times the free space is of what the broker demands. Good is far above 1. At 1 it takes no "+
				"messages until somebody makes room: see Host.",
			units.Short, prom(`sum(rabbitmq_disk_space_available_bytes{`+rabbitServer+`}) / sum(rabbitmq_disk_space_available_limit_bytes{`+rabbitServer+`})`, "times the demand")).fromZero(),
		timeSeries("Files and sockets",
			"The share of file descriptors and sockets that the broker may open. Good is far below 1. At 1 new "+
				"connections are refused.",
			units.PercentUnit,
			prom(`sum(rabbitmq_process_open_fds{`+rabbitServer+`}) / sum(rabbitmq_process_max_fds{`+rabbitServer+`})`, "files"),
			prom(`sum(rabbitmq_process_open_tcp_sockets{`+rabbitServer+`}) / sum(rabbitmq_process_max_tcp_sockets{`+rabbitServer+`})`, "sockets")).fromZero(),
		timeSeries("Connections and channels",
			"What is open, and how often something is opened. Good is flat and rarely new. Many openings are a "+
				"client without a lasting connection.",
			units.Short,
			prom(`sum(rabbitmq_connections{`+rabbitServer+`})`, "connections"),
			prom(`sum(rabbitmq_channels{`+rabbitServer+`})`, "channels"),
			prom(`60 * sum(rate(rabbitmq_connections_opened_total{`+rabbitServer+`}[$__rate_interval]))`, "connections opened a minute")).fromZero(),
	).line(10,
		logPanel("Log of the broker",
			"What RabbitMQ wrote. Good is silence, or connections that go and come with a restart of their service. "+
				"Missed heartbeats are a client that hung; alarms are written here first.",
			`{service_name="rabbitmq"}`),
	)
}
