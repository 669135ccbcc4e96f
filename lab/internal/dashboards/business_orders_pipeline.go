package dashboards

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/units"
)

// stages are what an order passes, with the counter that counts its passing. Where an event marks the
// stage, the event counts: it is sent exactly when the stage is reached.
var stages = []struct{ name, counter string }{
	{"created", `messaging_client_sent_messages_total{messaging_destination_name="oms.events:order.created", outcome="success"}`},
	{"reserved", `inventory_reservations_total{outcome="reserved"}`},
	{"charged", `payments_processed_total{status="captured"}`},
	{"confirmed", `messaging_client_sent_messages_total{messaging_destination_name="oms.events:order.confirmed", outcome="success"}`},
	{"processing", `messaging_client_sent_messages_total{messaging_destination_name="oms.events:order.processing", outcome="success"}`},
	{"shipped", `messaging_client_sent_messages_total{messaging_destination_name="oms.events:order.shipped", outcome="success"}`},
	{"delivered", `messaging_client_sent_messages_total{messaging_destination_name="oms.events:order.delivered", outcome="success"}`},
}

// ordersPipeline follows orders from the basket to the door.
func ordersPipeline() *board {
	b := newBoard(business, "oms-orders-pipeline", "Orders pipeline",
		"Where orders are between basket and door, how long each step takes, and where they get stuck.").
		over("now-1h", "10s").
		with(serviceVariable(`job=~"(order|inventory|payment|user|notification)-service"`),
			textVariable("order", "Order", "Part of an order's id or number, to read its whole story in the logs below.", "")).
		linked(toOverview(), toSLO(), toRED(), to("oms-rabbitmq", "RabbitMQ", "Queues and consumers"), toLogs(), toTraces()).
		marking(`job=~"$job"`, `job=~"$job|rabbitmq|postgres"`)
	b.row("Funnel").line(8, funnel().width(8), flow().width(16))
	sagaRow(b)
	b.row("Orders at rest").line(8,
		timeSeries("Orders by status", "Orders that are not finished. Each status drains into the next; one that only grows is a step that nobody takes.",
			units.Short, prom(`sum by (status) (orders{status=~"pending|confirmed|processing|shipped"})`, "{{status}}")).stacked().fromZero(),
		timeSeries("Oldest order without an outcome", "Zero when there is none. A steady rise: a dependency is away, or saga_recovery does not run.",
			units.Seconds, prom(`max(orders_pending_oldest_age_seconds)`, "oldest")).limit("order_pending_age_seconds").fromZero(),
		timeSeries("Reservations held", "Stock that orders hold, and what they hold past its time. Overdue above zero is stock that nobody can buy.",
			units.Short, prom(`sum(inventory_reservations_open)`, "open"), prom(`sum(inventory_reservations_overdue)`, "overdue")).fromZero().paint("overdue", bad),
	)
	outboxRow(b)
	queuesRow(b)
	pipelineJobsRow(b)
	storyRow(b)
	return b
}

// funnel counts the orders that reached each stage.
func funnel() *panel {
	var queries []query
	for _, s := range stages {
		queries = append(queries, promNow(fmt.Sprintf(`sum(increase(%s[$__range]))`, s.counter), s.name))
	}
	return barGauge("Reached in the chosen time",
		"Orders that reached each stage. The first four stages are seconds apart; the warehouse takes minutes, so its bars may also count older orders.",
		units.Short, queries...).decimals(0)
}

func flow() *panel {
	var queries []query
	for _, s := range stages {
		queries = append(queries, prom(fmt.Sprintf(`60 * sum(rate(%s[$__rate_interval]))`, s.counter), s.name))
	}
	return timeSeries("Flow through the stages", "Orders a minute that reach each stage. Lines together are good; the first that falls away from the one before it is where orders stop.",
		units.RequestsPerMinute, queries...).fromZero()
}

// sagaRow times the steps by which an order is worked on, from the spans of order-service.
func sagaRow(b *board) {
	// The calls of the saga, without those for a token of its own.
	const steps = `service="order-service", span_kind="SPAN_KIND_CLIENT", span_name=~"(GET|POST) /api/v1/.+", span_name!~".+/token"`
	b.row("Saga steps").
		line(8,
			timeSeries("Steps a minute", "Calls of the saga by step. Reserve, charge and commit go together; releases undo what a rejection left behind.",
				units.RequestsPerMinute, prom(`60 * sum by (span_name) (rate(traces_spanmetrics_calls_total{`+steps+`}[$__rate_interval]))`, "{{span_name}}")).fromZero(),
			timeSeries("Failed steps", "Share of calls with an error by step. A declined card is an error of the charge too; the other steps should show none.",
				units.PercentUnit, prom(`sum by (span_name) (rate(traces_spanmetrics_calls_total{`+steps+`, status_code="STATUS_CODE_ERROR"}[$__rate_interval])) / `+
					`(sum by (span_name) (rate(traces_spanmetrics_calls_total{`+steps+`}[$__rate_interval])) > 0)`, "{{span_name}}")).bounds(0, 1),
			timeSeries("Duration of steps", "95th percentile by step. The charge is the longest: it waits for the card gateway.",
				units.Seconds, prom(`histogram_quantile(0.95, sum by (le, span_name) (rate(traces_spanmetrics_latency_bucket{`+steps+`}[$__rate_interval])))`, "{{span_name}}").exemplars()).
				fromZero(),
		).
		line(8,
			timeSeries("Time to an outcome", "From the order to confirmation or rejection: half, 95 % and 99 % are faster. A dot is one order: click it for its trace.",
				units.Seconds, quantiles("order_processing_duration_seconds", `job="order-service"`)...).fromZero(),
			heatMap("Distribution of the time to an outcome", "How many orders took how long. A band at whole seconds is a retry or a card that is slow on purpose.",
				units.Seconds, "order_processing_duration_seconds", `job="order-service"`),
			timeSeries("Runs of sagas", "Work on orders by kind, from spans: fulfil is the way forward, the others undo. Many of those without rejections are cancellations.",
				units.OpsPerMinute, prom(`60 * sum by (span_name) (rate(traces_spanmetrics_calls_total{service="order-service", span_name=~"saga .+|warehouse .+"}[$__rate_interval]))`,
					"{{span_name}}")).fromZero(),
		)
}

// outboxRow is the way of events out of the services.
func outboxRow(b *board) {
	b.row("Outbox").line(8,
		timeSeries("Events in the outbox", "Events stored but not published yet, by service. All grow: the broker; one grows: that service's relay.",
			units.Short, prom(`sum by (job) (outbox_pending{job=~"$job"})`, "{{job}}")).fromZero().links(toServiceOf(labelJob)),
		timeSeries("Age of the oldest event", "How late the others learn what happened. Half a minute is promised.",
			units.Seconds, prom(`max by (job) (outbox_oldest_age_seconds{job=~"$job"})`, "{{job}}")).limit("outbox_oldest_age_seconds").fromZero().links(toServiceOf(labelJob)),
		timeSeries("Events published", "Events a second by type that the broker took.",
			units.MessagesPerSecond, prom(`sum by (messaging_destination_name) (rate(messaging_client_sent_messages_total{job=~"$job", outcome="success"}[$__rate_interval])) > 0`,
				"{{messaging_destination_name}}")).stacked().fromZero(),
		timeSeries("Events not taken", "Events a second that the broker did not take, by service. They stay in the outbox and are sent again.",
			units.MessagesPerSecond, prom(`sum by (job) (rate(messaging_client_sent_messages_total{job=~"$job", outcome="error"}[$__rate_interval]))`, "{{job}}")).
			fromZero().links(toLogsOf(labelJob)),
	)
}

// queuesRow is what consumers make of the events.
func queuesRow(b *board) {
	const queues = `queue!~".+\\.live\\..+"`
	b.row("Queues").
		line(8,
			timeSeries("Messages waiting", "Messages in each queue. Retry queues hold what failed for a while; what is in a queue named dead waits for a person.",
				units.Short, prom(`sum by (queue) (rabbitmq_detailed_queue_messages_ready{`+queues+`})`, "{{queue}}")).limit("queue_messages").fromZero(),
			timeSeries("Messages at work", "Messages that a consumer has but has not finished. At its maximum without progress, the consumer hangs.",
				units.Short, prom(`sum by (queue) (rabbitmq_detailed_queue_messages_unacked{`+queues+`})`, "{{queue}}")).fromZero(),
			timeSeries("Consumers", "Who listens to each queue. None where messages come in: the service is down or lost its connection.",
				units.Short, prom(`sum by (queue) (rabbitmq_detailed_queue_consumers{`+queues+`, queue!~".+\\.(retry|dead).*"})`, "{{queue}}")).fromZero(),
		).
		line(8,
			timeSeries("Messages by outcome", "Messages a second by consumer and outcome. Retried and dead lettered ones are failures: the consumer's log says why.",
				units.MessagesPerSecond, prom(`sum by (job, outcome) (rate(messaging_process_duration_seconds_count{job=~"$job"}[$__rate_interval]))`, "{{job}} {{outcome}}")).
				stacked().fromZero().links(toLogsOf(labelJob)),
			timeSeries("Time to notify", "From the event to the message sent, by channel: 95th percentile. Half a minute is promised.",
				units.Seconds, prom(quantile("0.95", "notification_delivery_duration_seconds", `job="notification-service"`, "channel"), "{{channel}}").exemplars()).fromZero(),
		)
}

// pipelineJobsRow are the jobs of all services that move orders on.
func pipelineJobsRow(b *board) {
	b.row("Jobs").line(8,
		timeSeries("Time since the last success", "Sawteeth as high as a job's interval are good; a job that never succeeded counts from its start. A line that rises steadily is a job that is stuck or fails.",
			units.Seconds, prom(`job_job_name:job_seconds_since_success:max{job=~"$job", job_name!~"retention|idempotency_key_expiry"}`, "{{job}} {{job_name}}")).
			limit("job_seconds_since_success").fromZero().links(toServiceOf(labelJob)),
		timeSeries("Failed runs", "Runs that ended with an error, by job. The job tries again by itself; if it goes on, the log says why.",
			units.OpsPerSecond, prom(`sum by (job, job_name) (rate(job_runs_total{job=~"$job", outcome="error"}[$__rate_interval]))`, "{{job}} {{job_name}}")).
			fromZero().links(toLogsOf(labelJob)),
		timeSeries("Items worked off", "What the jobs got done: events published, orders recovered and moved, reservations expired.",
			units.OpsPerSecond, prom(`sum by (job, job_name) (rate(job_items_total{job=~"$job"}[$__rate_interval])) > 0`, "{{job}} {{job_name}}")).fromZero(),
	)
}

// storyRow tells of single orders: those that are stuck, and the one that is typed in.
func storyRow(b *board) {
	b.row("Single orders").
		line(9,
			traceTable("Orders newly placed", "The newest traces of orders. A trace shows every step across all services, messages included.",
				`{resource.service.name="order-service" && span:name="saga fulfil"}`),
			traceTable("Sagas that failed or took long", "Work on orders that failed or took more than two seconds. Nothing here is good; slow test cards excepted.",
				`{resource.service.name="order-service" && span:name=~"saga .+" && (span:status=error || span:duration > 2s)}`),
		).
		line(11,
			logPanel("What was written about orders", "Log lines of all services that name an order; type part of its id or number above to follow one. Open a line for its trace.",
				`{service_name=~"$job"} |= "order_id" |= "$order"`+readable).width(24),
		)
}
