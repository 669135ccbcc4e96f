package reconcile

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// inboxMails counts the mails that arrived since a moment, by the event that they are about.
func inboxMails(ctx context.Context, address string, since time.Time) (map[uuid.UUID]int, error) {
	query := url.Values{"kind": {"mail"}, "since": {since.UTC().Format(time.RFC3339Nano)}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/api/messages?"+query.Encode(), nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("inbox: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("inbox: it answers %s", response.Status)
	}
	var answer struct {
		Items []struct {
			Labels map[string]string `json:"labels"`
		} `json:"items"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("inbox: %w", err)
	}
	arrived := map[uuid.UUID]int{}
	for _, m := range answer.Items {
		if event, err := uuid.Parse(strings.TrimSpace(m.Labels["event_id"])); err == nil {
			arrived[event]++
		}
	}
	return arrived, nil
}

// delivered judges whether each confirmation arrived once.
func delivered(announced map[uuid.UUID]string, arrived map[uuid.UUID]int) Invariant {
	i := inboxInvariant()
	events := slices.SortedFunc(maps.Keys(announced), func(a, b uuid.UUID) int { return strings.Compare(announced[a], announced[b]) })
	for _, event := range events {
		i.check(arrived[event] == 1, "%s: %d mails arrived", announced[event], arrived[event])
	}
	return i
}

func inboxInvariant() Invariant {
	return Invariant{Name: "inbox_mails", Rule: "exactly one confirmation mail of each order has arrived in the inbox"}
}
