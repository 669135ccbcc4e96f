package problem

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"oms-lab/order-service/order"
)

// Codes, statuses and titles are those of the registry that all services share.
func TestKindsAreThoseOfTheRegistry(t *testing.T) {
	raw, err := os.ReadFile("../../../contracts/problems.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var registry struct {
		Problems []struct {
			Code   Code
			Status int
			Title  string
		}
	}
	if err := yaml.Unmarshal(raw, &registry); err != nil {
		t.Fatal(err)
	}
	known := 0
	for _, p := range registry.Problems {
		if kind, ok := kinds[p.Code]; ok {
			known++
			if kind.status != p.Status || kind.title != p.Title {
				t.Errorf("%s: got %d %q, the registry has %d %q", p.Code, kind.status, kind.title, p.Status, p.Title)
			}
		}
	}
	if known != len(kinds) {
		t.Errorf("%d of %d codes are in the registry", known, len(kinds))
	}
}

func TestInternalErrorsAreHidden(t *testing.T) {
	p := From(errors.New("password=secret"))
	if p.Status() != 500 || strings.Contains(string(p.Document("/x", "t")), "secret") {
		t.Errorf("got %s", p.Document("/x", "t"))
	}
}

func TestDocument(t *testing.T) {
	var got map[string]any
	p := From(&order.TransitionError{From: order.Shipped, To: order.Cancelled})
	if err := json.Unmarshal(p.Document("/api/v1/orders/1", "abc"), &got); err != nil {
		t.Fatal(err)
	}
	for member, want := range map[string]any{
		"type": "urn:oms:problem:invalid_transition", "title": "The order cannot change that way", "status": 409.0,
		"instance": "/api/v1/orders/1", "code": "invalid_transition", "trace_id": "abc", "from": "shipped", "to": "cancelled",
		"detail": "An order that is shipped cannot become cancelled.",
	} {
		if got[member] != want {
			t.Errorf("%s: got %v, want %v", member, got[member], want)
		}
	}
}
