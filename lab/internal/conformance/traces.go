package conformance

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"oms-lab/lab/internal/vocabulary"
)

// kinds are the kinds of spans.
var kinds = []string{"server", "client", "producer", "consumer", "internal"}

// traces holds the recent spans of the programs, and of those parts that have documented spans, to the vocabulary.
func (c *checker) traces(ctx context.Context, programs []string) []Finding {
	if _, err := c.tempo.get(ctx, "/api/status/buildinfo", nil, nil); err != nil {
		f := Finding{Signal: Traces, Owner: "tempo"}
		f.add(Unreachable, "tempo", err.Error())
		return []Finding{f}
	}
	owners := slices.Clone(programs)
	for name, part := range c.v.Parts {
		if len(part.Spans) > 0 {
			owners = append(owners, name)
		}
	}
	slices.Sort(owners)
	return c.each(owners, func(owner string) Finding {
		f := Finding{Signal: Traces, Owner: owner}
		if err := c.spans(ctx, &f); err != nil {
			f.add(Unreachable, "tempo", err.Error())
		}
		return f
	})
}

func (c *checker) spans(ctx context.Context, f *Finding) error {
	documented := c.v.SpansOf(f.Owner)
	seen := make([]bool, len(documented))
	any := false
	for _, kind := range kinds {
		found, err := c.names(ctx, f.Owner, kind)
		if err != nil {
			return err
		}
		for _, name := range found {
			any = true
			known := false
			for i, s := range documented {
				if s.Kind == kind && s.Matches(name) {
					known, seen[i] = true, true
				}
			}
			if known {
				continue
			}
			recent, err := c.exists(ctx, spansOf(f.Owner, kind, fmt.Sprintf("name = %q", name)))
			if err != nil {
				return err
			}
			if recent {
				f.add(Undocumented, name, "a span of the kind "+kind)
			}
		}
	}
	if !any {
		f.missing(f.Owner, "Tempo has no span of it within "+c.options.Since.String(), "")
		return nil
	}
	for i, s := range documented {
		is := spansOf(f.Owner, s.Kind, named(s))
		var err error
		if seen[i] {
			seen[i], err = c.exists(ctx, is)
		}
		switch {
		case err != nil:
		case seen[i]:
			f.Checked.Spans++
			err = c.attributes(ctx, f, s, is)
		case s.Appears == "":
			f.missing(s.Title(), "Tempo has no such span of the kind "+s.Kind, "")
		}
		if err != nil {
			return err
		}
	}
	return c.resource(ctx, f)
}

// spansOf are the conditions for the spans of an owner with a kind and a name.
func spansOf(owner, kind, name string) []string {
	return []string{fmt.Sprintf("resource.service.name = %q", owner), "kind = " + kind, name}
}

// during limits a question to the time that is looked at.
func (c *checker) during(more url.Values) url.Values {
	more.Set("start", strconv.FormatInt(c.now.Add(-c.options.Since).Unix(), 10))
	more.Set("end", strconv.FormatInt(c.now.Unix()+1, 10))
	return more
}

// names are the names of the spans of one kind that an owner has made; Tempo also gives those of whole blocks, a
// part of which is older than was asked for.
func (c *checker) names(ctx context.Context, owner, kind string) ([]string, error) {
	var answer struct {
		TagValues []struct {
			Value string `json:"value"`
		} `json:"tagValues"`
	}
	query := url.Values{"q": {fmt.Sprintf(`{ resource.service.name = %q && kind = %s }`, owner, kind)}}
	if err := c.tempo.getJSON(ctx, "/api/v2/search/tag/name/values", c.during(query), nil, &answer); err != nil {
		return nil, err
	}
	var all []string
	for _, value := range answer.TagValues {
		all = append(all, value.Value)
	}
	slices.Sort(all)
	return all, nil
}

// attributes looks for a span that has all its attributes; when there is none it names those that are on none.
func (c *checker) attributes(ctx context.Context, f *Finding, s vocabulary.Span, is []string) error {
	var wanted []string
	for _, name := range s.Attributes {
		wanted = append(wanted, "span."+name+" != nil")
	}
	complete, err := c.exists(ctx, slices.Concat(is, wanted))
	if err != nil || complete {
		return err
	}
	for i, condition := range wanted {
		some, err := c.exists(ctx, append(slices.Clone(is), condition))
		if err != nil {
			return err
		}
		if !some {
			f.missing(s.Title(), "no such span has the attribute "+s.Attributes[i], "")
			complete = true // it is told
		}
	}
	if !complete {
		f.missing(s.Title(), "no such span has all of "+strings.Join(s.Attributes, ", "), "")
	}
	return nil
}

// resource looks for spans of the owner with each resource attribute, and with its value.
func (c *checker) resource(ctx context.Context, f *Finding) error {
	for _, r := range c.v.Resource {
		condition := "resource." + r.Name + " != nil"
		if r.Value != "" {
			condition = fmt.Sprintf("resource.%s = %q", r.Name, r.Value)
		}
		found, err := c.exists(ctx, []string{fmt.Sprintf("resource.service.name = %q", f.Owner), condition})
		if err != nil {
			return err
		}
		if !found {
			f.missing("resource "+r.Name, "no span has it"+with(r.Value), "")
		}
	}
	return nil
}

func with(value string) string {
	if value == "" {
		return ""
	}
	return " with the value " + value
}

func named(s vocabulary.Span) string {
	if s.Pattern != "" {
		return fmt.Sprintf("name =~ %q", s.Pattern)
	}
	return fmt.Sprintf("name = %q", s.Name)
}

// exists reports whether a span fulfils all conditions.
func (c *checker) exists(ctx context.Context, conditions []string) (bool, error) {
	var answer struct {
		Traces []struct {
			ID string `json:"traceID"`
		} `json:"traces"`
	}
	query := url.Values{"q": {"{ " + strings.Join(conditions, " && ") + " }"}, "limit": {"1"}, "spss": {"1"}}
	if err := c.tempo.getJSON(ctx, "/api/search", c.during(query), nil, &answer); err != nil {
		return false, err
	}
	return len(answer.Traces) > 0, nil
}
