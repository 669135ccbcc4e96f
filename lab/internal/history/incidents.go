package history

import "time"

// incident is something that went wrong, a while before the end of a history.
type incident struct {
	// before is how long before the end it happened, in a history of 30 days; in a shorter one all is closer together.
	before time.Duration
	// from is the time of day (UTC) at which it began.
	from, lasts time.Duration
	// errors is the share of what an SLO counts that went wrong.
	errors map[string]float64
}

const days = 24 * time.Hour

// quiet is how near to the end of a history the day of an incident may come. An incident is over before the evening of its
// day, so that the last three days are left alone: no window of an alert reaches from the present into one.
const quiet = 4 * days

var incidents = []incident{
	// The card gateway's bank does not answer; orders wait for it.
	{before: 22 * days, from: 10*time.Hour + 20*time.Minute, lasts: 45 * time.Minute, errors: map[string]float64{
		"payment-availability": 0.5, "payment-latency": 0.6, "order-creation-latency": 0.5, "order-completion": 0.35}},
	// A release of the gateway with wrong addresses.
	{before: 17 * days, from: 13 * time.Hour, lasts: 25 * time.Minute, errors: map[string]float64{
		"gateway-availability": 0.3, "order-creation-availability": 0.3, "order-reading-availability": 0.35,
		"inventory-reading-availability": 0.4, "sign-in-availability": 0.3}},
	// A disk that is busy with something else: every query is slow.
	{before: 13 * days, from: 8*time.Hour + 40*time.Minute, lasts: 2 * time.Hour, errors: map[string]float64{
		"order-reading-latency": 0.45, "inventory-reading-latency": 0.3, "order-creation-latency": 0.4, "sign-in-latency": 0.5}},
	// The broker has no memory left, then the mail server none for what has gathered.
	{before: 6 * days, from: 15*time.Hour + 5*time.Minute, lasts: 40 * time.Minute, errors: map[string]float64{
		"outbox-freshness": 1, "notification-delivery": 0.9}},
	{before: 6 * days, from: 15*time.Hour + 45*time.Minute, lasts: 50 * time.Minute, errors: map[string]float64{
		"notification-delivery": 0.4}},
}

// calm is what of a budget everyday errors spend, more for some SLOs and less for others.
const calm = 0.25

// traffic is how many events an SLO counts in a busy minute; outbox-freshness counts time.
var traffic = map[string]float64{
	"gateway-availability": 300, "inventory-reading-availability": 120, "inventory-reading-latency": 120,
	"order-reading-availability": 80, "order-reading-latency": 80, "sign-in-availability": 30, "sign-in-latency": 30,
	"notification-delivery": 40, "outbox-freshness": 60,
}

// usualTraffic is that of an SLO that is not in the table.
const usualTraffic = 25

// calendar is the incidents of one history.
type calendar []struct {
	from, until time.Time
	errors      map[string]float64
}

// newCalendar lays the incidents out before the end of a history of some length. In one that is shorter than 30 days they
// are closer together, and shorter; in a longer one they are where they are in 30 days.
func newCalendar(until time.Time, length time.Duration) calendar {
	// The share of the time before the quiet days, and of all time, that a shorter history has.
	room := min(1, max(0, float64(length-quiet)/float64(period-quiet)))
	scale := min(1, float64(length)/float64(period))
	var c calendar
	for _, i := range incidents {
		before := quiet + time.Duration(room*float64(i.before-quiet))
		from := until.Add(-before).Truncate(days).Add(i.from)
		c = append(c, struct {
			from, until time.Time
			errors      map[string]float64
		}{from, from.Add(time.Duration(scale * float64(i.lasts))), i.errors})
	}
	return c
}

// share is the share that goes wrong at a moment because of an incident.
func (c calendar) share(slo string, at time.Time) float64 {
	for _, i := range c {
		if !at.Before(i.from) && at.Before(i.until) && i.errors[slo] > 0 {
			return i.errors[slo]
		}
	}
	return 0
}
