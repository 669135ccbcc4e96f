package history

import (
	"slices"
	"sort"
	"time"
)

// hours is how busy the shop is in each hour of a working day (UTC): office hours, a small evening, quiet nights.
var hours = [24]float64{0.12, 0.08, 0.06, 0.05, 0.06, 0.12, 0.30, 0.60, 1.00, 1.25, 1.30, 1.25,
	1.10, 1.15, 1.20, 1.20, 1.10, 0.95, 0.85, 0.80, 0.75, 0.60, 0.40, 0.22}

// weekdays is how busy a day is, from Sunday on: most customers buy for their office.
var weekdays = [7]float64{0.50, 1.10, 1.12, 1.08, 1.06, 1.00, 0.55}

// Busyness is how busy the shop is at a moment, 1 on an ordinary working hour. It leads from hour to hour without steps.
func Busyness(at time.Time) float64 {
	at = at.UTC()
	passed := float64(at.Minute())/60 + float64(at.Second())/3600
	return busyHour(at)*(1-passed) + busyHour(at.Add(time.Hour))*passed
}

func busyHour(at time.Time) float64 { return hours[at.Hour()] * weekdays[at.Weekday()] }

// growth is how much busier the end of the history is than its beginning.
const growth = 0.25

// rhythm deals moments of the time between from and until, as often as the shop is busy then.
type rhythm struct {
	from, until time.Time
	// sums holds the weight of everything up to the end of each hour.
	sums []float64
}

func newRhythm(from, until time.Time) *rhythm {
	r := &rhythm{from: from, until: until}
	total := 0.0
	for at := from; at.Before(until); at = at.Add(time.Hour) {
		share := min(1, until.Sub(at).Hours())
		progress := at.Sub(from).Seconds() / until.Sub(from).Seconds()
		total += share * busyHour(at.UTC()) * (1 + growth*progress)
		r.sums = append(r.sums, total)
	}
	return r
}

// moments makes count moments in their order.
func (r *rhythm) moments(random random, count int) []time.Time {
	all := make([]time.Time, count)
	for i := range all {
		all[i] = r.at(random.Float64())
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// at is the moment by which the given share, from 0 to 1, of all orders has been placed.
func (r *rhythm) at(share float64) time.Time {
	wanted := share * r.sums[len(r.sums)-1]
	hour := min(sort.SearchFloat64s(r.sums, wanted), len(r.sums)-1)
	before := 0.0
	if hour > 0 {
		before = r.sums[hour-1]
	}
	start := r.from.Add(time.Duration(hour) * time.Hour)
	length := min(time.Hour, r.until.Sub(start))
	within := (wanted - before) / (r.sums[hour] - before)
	return start.Add(time.Duration(within * float64(length))).Truncate(time.Microsecond)
}
