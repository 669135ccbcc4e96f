// Package reconcile compares what the five services, the broker and the inbox say about the same orders: the
// reconciliation that a shop's bookkeeper does every night.
package reconcile

import (
	"fmt"
	"time"
)

// Report is the outcome of one reconciliation.
type Report struct {
	// Consistent is true when no invariant is broken.
	Consistent bool      `json:"consistent"`
	At         time.Time `json:"at"`
	// Since limits what is checked of mails; null checks those of all orders, and not the inbox.
	Since      *time.Time  `json:"since"`
	Invariants []Invariant `json:"invariants"`
	Totals     Totals      `json:"totals"`
	Seconds    float64     `json:"seconds"`
}

// Invariant is a rule that holds whenever the lab is quiet.
type Invariant struct {
	Name string `json:"name"`
	// Rule says what must be true.
	Rule    string `json:"rule"`
	Checked int    `json:"checked"`
	Broken  int    `json:"broken"`
	// Offenders are the first few that break the rule, each with what is wrong.
	Offenders []string `json:"offenders"`
	// Skipped says why the rule was not checked; empty when it was.
	Skipped string `json:"skipped,omitempty"`
}

// Totals is what it all comes to, in minor units.
type Totals struct {
	Orders map[string]int `json:"orders"`
	// Sold is what orders say that customers have paid and not got back; Captured and Refunded is what
	// payment-service says.
	Sold     int64 `json:"sold_minor"`
	Captured int64 `json:"captured_minor"`
	Refunded int64 `json:"refunded_minor"`
}

// maxOffenders is how many of them a report names.
const maxOffenders = 5

// check counts one thing as checked, and as broken unless ok; the text says who it is and what is wrong with it.
func (i *Invariant) check(ok bool, format string, args ...any) {
	i.Checked++
	if ok {
		return
	}
	i.Broken++
	if len(i.Offenders) < maxOffenders {
		i.Offenders = append(i.Offenders, fmt.Sprintf(format, args...))
	}
}

// broken are the invariants that do not hold.
func (r *Report) broken() []string {
	var names []string
	for _, i := range r.Invariants {
		if i.Broken > 0 {
			names = append(names, i.Name)
		}
	}
	return names
}
