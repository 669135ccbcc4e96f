package reconcile

import (
	"context"
	"fmt"
	"strings"
	"time"

	"oms-lab/lab/internal/databases"
)

// Lab is what a reconciliation looks at.
type Lab struct {
	server *databases.Server
	broker broker
	inbox  string
	// budget is how long an order may be pending.
	budget time.Duration
}

// Reconcile looks at everything once. A zero since checks the confirmation mails of all orders by notification-service's
// rows, and leaves the inbox, which keeps only the newest mails, aside.
func (l *Lab) Reconcile(ctx context.Context, since time.Time) (*Report, error) {
	started := time.Now()
	s, err := takeSnapshot(ctx, l.server)
	if err != nil {
		return nil, err
	}
	defer s.close()
	report := &Report{At: s.at.UTC()}
	if !since.IsZero() {
		report.Since = &since
	}
	noMail, err := s.noMail(ctx)
	if err != nil {
		return nil, err
	}
	j := newJudge(s.at, l.budget, since, noMail)
	if err := s.books(ctx, since).each(j.visit); err != nil {
		return nil, err
	}
	report.Totals = j.totals
	report.Invariants = append(j.invariants(), j.sums())
	levels, err := s.stock(ctx)
	if err != nil {
		return nil, err
	}
	report.Invariants = append(report.Invariants, stock(levels)...)
	rest, err := l.onTheWay(ctx, s, j, since)
	if err != nil {
		return nil, err
	}
	report.Invariants = append(report.Invariants, rest...)
	for i := range report.Invariants {
		if report.Invariants[i].Offenders == nil {
			report.Invariants[i].Offenders = []string{}
		}
	}
	report.Consistent = len(report.broken()) == 0
	report.Seconds = time.Since(started).Round(time.Millisecond).Seconds()
	return report, nil
}

// onTheWay judges what moves between the services.
func (l *Lab) onTheWay(ctx context.Context, s *snapshot, j *judge, since time.Time) ([]Invariant, error) {
	inbox := inboxInvariant()
	inbox.Skipped = "give --since"
	if !since.IsZero() {
		arrived, err := inboxMails(ctx, l.inbox, since)
		if err != nil {
			return nil, err
		}
		inbox = delivered(j.announced, arrived)
	}
	events, err := s.processedEvents(ctx)
	if err != nil {
		return nil, err
	}
	outboxes, err := s.outboxes(ctx)
	if err != nil {
		return nil, err
	}
	work, err := s.openWork(ctx)
	if err != nil {
		return nil, err
	}
	dead, err := l.broker.deadLetters(ctx)
	if err != nil {
		return nil, err
	}
	return []Invariant{inbox, events,
		counted("outboxes_empty", "every event of every service is published", "events wait", outboxes),
		counted("nothing_left_open", "no compensation, refund or notification waits to be finished", "open", work),
		counted("no_dead_letters", "no message lies in a dead-letter queue", "messages", dead),
	}, nil
}

// Busy says what is still under way, "" when nothing is: a look that costs little.
func (l *Lab) Busy(ctx context.Context) (string, error) {
	s, err := takeSnapshot(ctx, l.server)
	if err != nil {
		return "", err
	}
	defer s.close()
	pending, err := s.count(ctx, databases.Orders, `SELECT count(*) FROM orders WHERE status = 'pending'`)
	if err != nil {
		return "", err
	}
	if pending > 0 {
		return fmt.Sprintf("%d orders are pending", pending), nil
	}
	for _, look := range []func(context.Context) (map[string]int, error){s.outboxes, s.openWork} {
		found, err := look(ctx)
		if err != nil {
			return "", err
		}
		for what, n := range found {
			if n > 0 {
				return fmt.Sprintf("%d wait in %s", n, what), nil
			}
		}
	}
	return "", nil
}

// interval is the pause between two looks.
const interval = time.Second

// Settle reconciles until everything is consistent or the time is up, and returns the last report. A part that does not
// answer yet is waited for, too.
func (l *Lab) Settle(ctx context.Context, since time.Time, patience time.Duration, waiting func(why string)) (*Report, error) {
	deadline := time.Now().Add(patience)
	again := time.NewTicker(interval)
	defer again.Stop()
	for {
		last := time.Until(deadline) <= 0
		busy, err := l.Busy(ctx)
		if err == nil && (busy == "" || last) {
			var report *Report
			if report, err = l.Reconcile(ctx, since); err == nil && (report.Consistent || last) {
				return report, nil
			}
			if report != nil {
				busy = "not consistent yet: " + strings.Join(report.broken(), ", ")
			}
		}
		if err != nil {
			if last || ctx.Err() != nil {
				return nil, err
			}
			busy = err.Error()
		}
		waiting(busy)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-again.C:
		}
	}
}
