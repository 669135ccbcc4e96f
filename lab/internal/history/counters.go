package history

import (
	"slices"
	"strconv"
	"strings"
)

// ledger is a counter and where it stood at each step.
type ledger struct {
	now   float64
	stood []float64
}

func (l *ledger) add(n float64) { l.now += n }

func (l *ledger) close() { l.stood = append(l.stood, l.now) }

func (l *ledger) at(i int) float64 { return l.stood[i] }

// histogram is a classic histogram, of a ledger for each bucket.
type histogram struct {
	bounds  []float64
	buckets []ledger
	sum     ledger
}

func newHistogram(bounds ...float64) *histogram {
	return &histogram{bounds: bounds, buckets: make([]ledger, len(bounds)+1)}
}

func (h *histogram) observe(value float64) {
	first, _ := slices.BinarySearch(h.bounds, value)
	for i := first; i < len(h.buckets); i++ {
		h.buckets[i].add(1)
	}
	h.sum.add(value)
}

func (h *histogram) close() {
	for i := range h.buckets {
		h.buckets[i].close()
	}
	h.sum.close()
}

// addHistogram adds the series of a histogram.
func (p *past) addHistogram(name string, h *histogram, labels ...string) {
	for i := range h.buckets {
		bound := "+Inf"
		if i < len(h.bounds) {
			bound = le(h.bounds[i])
		}
		p.add(name+"_bucket", coarse, h.buckets[i].at, append(slices.Clone(labels), "le", bound)...)
	}
	p.add(name+"_count", coarse, h.buckets[len(h.bounds)].at, labels...)
	p.add(name+"_sum", coarse, h.sum.at, labels...)
}

// le writes a bound as Prometheus does when it scrapes one: always with a decimal point.
func le(bound float64) string {
	text := strconv.FormatFloat(bound, 'g', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}
