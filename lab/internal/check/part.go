// Package check asks every part of the lab whether it is well.
package check

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"oms-lab/lab/internal/settings"
)

// Status is the verdict about one part.
type Status string

// The verdicts.
const (
	Healthy   Status = "healthy"
	Unhealthy Status = "unhealthy"
	// NotInstalled is an optional part that its machine does not have; it is no fault.
	NotInstalled Status = "not installed"
)

// Part is one thing to ask.
type Part struct {
	Name    string
	Address string
	// Half is the half of the lab that it belongs to.
	Half settings.Half
	// Probe returns a short detail of a healthy part, or an error that says what is wrong with it.
	Probe func(ctx context.Context) (detail string, err error)
	// Missing explains why nobody answers when the part cannot run where it would be; nil for parts that always run.
	Missing func(ctx context.Context) (reason string, missing bool)
}

// Result is what came of asking a part.
type Result struct {
	Part    string  `json:"part"`
	Address string  `json:"address"`
	Status  Status  `json:"status"`
	Detail  string  `json:"detail"`
	MS      float64 `json:"ms"`
}

// Run asks all parts at the same time, each for at most the timeout, and returns the results in their order.
func Run(ctx context.Context, parts []Part, timeout time.Duration) []Result {
	results := make([]Result, len(parts))
	var group errgroup.Group
	for i, part := range parts {
		group.Go(func() error {
			results[i] = ask(ctx, part, timeout)
			return nil
		})
	}
	_ = group.Wait() // no probe returns an error through the group
	return results
}

func ask(ctx context.Context, part Part, timeout time.Duration) Result {
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	started := time.Now()
	detail, err := part.Probe(bounded)
	result := Result{Part: part.Name, Address: part.Address, Status: Healthy, Detail: detail,
		MS: float64(time.Since(started).Microseconds()) / 1000}
	if err == nil {
		return result
	}
	late := errors.Is(bounded.Err(), context.DeadlineExceeded)
	result.Status, result.Detail = Unhealthy, reason(err)
	if late {
		result.Detail = "no answer within " + timeout.String()
	}
	// A firewall may keep silent about a port where nothing listens.
	if part.Missing != nil && (refused(err) || late) {
		ctx, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		if why, missing := part.Missing(ctx); missing {
			result.Status, result.Detail = NotInstalled, why
		}
	}
	return result
}

// unhealthy returns the results that make the check fail.
func unhealthy(results []Result) []Result {
	var bad []Result
	for _, result := range results {
		if result.Status == Unhealthy {
			bad = append(bad, result)
		}
	}
	return bad
}
