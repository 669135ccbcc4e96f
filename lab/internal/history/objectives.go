package history

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"oms-lab/lab/internal/seed/history"
)

// period is over what an error budget is spent: the specs' default, 30 days.
const period = 30 * days

// objective is the made-up past of an SLO, minute by minute. It begins a period before the history does, so that the
// first budget has a whole period behind it.
type objective struct {
	name   string
	budget float64
	// skipped is how many minutes there are before the first sample of the history.
	skipped int
	// errors and events add up from the first minute on; ratios does so with the 5-minute ratio.
	errors, events, ratios []float64
}

// addObjectives adds all that Sloth's rules record, under just the names and labels that they give it: the averages of
// 30 days run on from the past into the present.
func (p *past) addObjectives(seed uint64, rules []rule) error {
	calendar := newCalendar(p.until, p.until.Sub(p.from))
	objectives := map[string]*objective{}
	for _, r := range rules {
		if r.Name != "slo:objective:ratio" {
			continue
		}
		var ratio float64
		if _, err := fmt.Sscanf(r.Query, "vector(%g)", &ratio); err != nil || ratio <= 0 || ratio >= 1 {
			return fmt.Errorf("the rule %s of %s is %q, not a ratio", r.Name, r.Labels["sloth_id"], r.Query)
		}
		objectives[r.Labels["sloth_id"]] = p.newObjective(seed, r.Labels["sloth_id"], r.Labels["sloth_slo"], 1-ratio, calendar)
	}
	for _, r := range rules {
		o := objectives[r.Labels["sloth_id"]]
		if o == nil {
			return fmt.Errorf("the SLO %s has no rule slo:objective:ratio", r.Labels["sloth_id"])
		}
		at, step, err := o.recorded(r.Name)
		if err != nil {
			return err
		}
		if at != nil {
			p.add(r.Name, step, at, pairs(r.Labels)...)
		}
	}
	return nil
}

// newObjective makes up what went wrong in each minute.
func (p *past) newObjective(seed uint64, id, name string, budget float64, calendar calendar) *objective {
	random := newRandom(seed, id)
	from := p.from.Add(-period)
	minutes := int(p.until.Sub(from) / fine)
	o := &objective{name: name, budget: budget, skipped: int(period / fine), errors: make([]float64, minutes+1),
		events: make([]float64, minutes+1), ratios: make([]float64, minutes+1)}
	busiest := traffic[name]
	if busiest == 0 {
		busiest = usualTraffic
	}
	usual := calm * (0.5 + random.Float64()) * budget
	for i := range minutes {
		at := from.Add(time.Duration(i) * fine)
		busy := history.Busyness(at)
		events := busiest * busy
		if name == "outbox-freshness" {
			events = busiest // seconds
		}
		// More goes wrong when there is more to do.
		share := usual * (0.6 + 0.6*busy)
		if hit := calendar.share(name, at); hit > 0 {
			share = min(1, hit*(0.9+0.2*random.Float64()))
		}
		o.events[i+1] = o.events[i] + events
		o.errors[i+1] = o.errors[i] + min(events, random.poisson(events*share))
		o.ratios[i+1] = o.ratios[i] + o.ratio(i, 5)
	}
	return o
}

// ratio is the share of errors in a window of minutes that ends with minute i.
func (o *objective) ratio(i, window int) float64 {
	first := max(0, i+1-window)
	return (o.errors[i+1] - o.errors[first]) / (o.events[i+1] - o.events[first])
}

// periodRatio is the average of the 5-minute ratio over a period, as Sloth has it.
func (o *objective) periodRatio(i int) float64 {
	first := max(0, i+1-int(period/fine))
	return (o.ratios[i+1] - o.ratios[first]) / float64(i+1-first)
}

// recorded is the value of a rule of this SLO by the number of the sample, and the step. There is none for a rule that
// a later Sloth may have.
func (o *objective) recorded(rule string) (at func(i int) float64, step time.Duration, err error) {
	ratio := "slo:sli_error:ratio_rate"
	if text, ok := strings.CutPrefix(rule, ratio); ok {
		window, err := model.ParseDuration(text)
		if err != nil {
			return nil, 0, fmt.Errorf("the rule %s has no window: %w", rule, err)
		}
		switch minutes := int(time.Duration(window) / fine); {
		case minutes == 5:
			return func(i int) float64 { return o.ratio(o.skipped+i, 5) }, fine, nil
		case time.Duration(window) == period:
			return o.coarsely(o.periodRatio), coarse, nil
		default:
			return o.coarsely(func(i int) float64 { return o.ratio(i, minutes) }), coarse, nil
		}
	}
	constant := func(value float64) func(int) float64 { return func(int) float64 { return value } }
	switch rule {
	case "slo:objective:ratio":
		return constant(1 - o.budget), coarse, nil
	case "slo:error_budget:ratio":
		return constant(o.budget), coarse, nil
	case "slo:time_period:days":
		return constant(period.Hours() / 24), coarse, nil
	case "sloth_slo_info":
		return constant(1), coarse, nil
	case "slo:current_burn_rate:ratio":
		return o.coarsely(func(i int) float64 { return o.ratio(i, 5) / o.budget }), coarse, nil
	case "slo:period_burn_rate:ratio":
		return o.coarsely(func(i int) float64 { return o.periodRatio(i) / o.budget }), coarse, nil
	case "slo:period_error_budget_remaining:ratio":
		return o.coarsely(func(i int) float64 { return 1 - o.periodRatio(i)/o.budget }), coarse, nil
	}
	return nil, 0, nil
}

// coarsely takes a value of minutes for the samples of a coarse series.
func (o *objective) coarsely(at func(minute int) float64) func(int) float64 {
	return func(i int) float64 { return at(o.skipped + i*int(coarse/fine)) }
}

// pairs lays labels out as add takes them, in the order of their names.
func pairs(labels map[string]string) (flat []string) {
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		flat = append(flat, name, labels[name])
	}
	return flat
}
