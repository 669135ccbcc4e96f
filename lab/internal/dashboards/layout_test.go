package dashboards

import (
	"slices"
	"testing"
)

func TestALineIsAlwaysFull(t *testing.T) {
	wide := func(columns uint32) *panel { return (&panel{}).width(columns) }
	for name, c := range map[string]struct {
		panels []*panel
		want   []uint32
	}{
		"equal shares":           {[]*panel{wide(0), wide(0), wide(0)}, []uint32{8, 8, 8}},
		"a remainder":            {[]*panel{wide(0), wide(0), wide(0), wide(0), wide(0)}, []uint32{4, 5, 5, 5, 5}},
		"what is fixed is fixed": {[]*panel{wide(10), wide(0), wide(0)}, []uint32{10, 7, 7}},
	} {
		if got, err := (line{8, c.panels}).widths(); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	for name, panels := range map[string][]*panel{
		"too wide": {wide(20), wide(5)}, "too narrow": {wide(20)}, "no room": {wide(24), wide(0)},
	} {
		if got, err := (line{8, panels}).widths(); err == nil {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
