package conformance

import (
	"context"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"oms-lab/lab/internal/vocabulary"
)

// Lab is where a running lab is: base URLs.
type Lab struct {
	// Programs are ours, by service.name.
	Programs                map[string]string
	Prometheus, Loki, Tempo string
}

// Options bound a comparison.
type Options struct {
	// Timeout is for each single question.
	Timeout time.Duration
	// Since is how far back logs and traces are looked at.
	Since time.Duration
}

// atOnce is how many questions are asked at the same time: the lab has other work to do.
const atOnce = 4

// checker holds a lab to a vocabulary.
type checker struct {
	v       *vocabulary.Vocabulary
	lab     Lab
	options Options
	now     time.Time
	tempo   backend
	loki    backend
	// prometheus also answers for those parts of the lab that are not ours.
	prometheus backend
}

// Run compares the lab with the vocabulary. A backend that does not answer is one fault, and what needs it is left out.
func Run(ctx context.Context, v *vocabulary.Vocabulary, lab Lab, options Options) Report {
	c := &checker{v: v, lab: lab, options: options, now: time.Now()}
	c.prometheus = backend{lab.Prometheus, options.Timeout}
	c.loki = backend{lab.Loki, options.Timeout}
	c.tempo = backend{lab.Tempo, options.Timeout}

	var findings []Finding
	stored, down := c.stored(ctx)
	findings = append(findings, down...)
	programs := slices.Sorted(maps.Keys(v.Programs))
	findings = append(findings, c.each(programs, func(program string) Finding { return c.metrics(ctx, program, stored) })...)
	if stored != nil {
		findings = append(findings, c.others(stored)...)
	}
	findings = append(findings, c.logs(ctx, programs)...)
	return newReport(append(findings, c.traces(ctx, programs)...))
}

// each makes the findings about several owners, a few at a time, in their order.
func (c *checker) each(owners []string, find func(owner string) Finding) []Finding {
	findings := make([]Finding, len(owners))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, owner := range owners {
		group.Go(func() error {
			findings[i] = find(owner)
			return nil
		})
	}
	_ = group.Wait() // no finding returns an error through the group
	return findings
}
