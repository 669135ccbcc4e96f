package reconcile

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// eventsBack is how far back events are compared: order-service forgets what it published after a day.
const eventsBack = 23 * time.Hour

// processedEvents checks that no event got lost between the outbox and its consumer.
func (s *snapshot) processedEvents(ctx context.Context) (Invariant, error) {
	i := Invariant{Name: "events_processed", Rule: "each event about an order, published in the last 23 hours, was processed by notification-service"}
	since := s.at.Add(-eventsBack)
	own := func(id *uuid.UUID) uuid.UUID { return *id }
	// An event is processed after it was written: no need to allow for the difference.
	processed, err := open(s.processed(ctx, since), own)
	defer processed.stop()
	if err != nil {
		return i, err
	}
	for event, err := range s.published(ctx, since) {
		if err != nil {
			return i, err
		}
		for processed.least(event) != event {
			if err := processed.next(); err != nil {
				return i, err
			}
		}
		found, err := processed.take(*event)
		if err != nil {
			return i, err
		}
		i.check(found != nil, "event %s", event)
	}
	return i, nil
}
