package vocabulary

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLimits(t *testing.T) {
	v, err := Parse("telemetry.yaml", []byte(`classes:
  route: {meaning: r, pattern: '/[a-z]*', max: 2}
  state: {meaning: s, values: [open, shut]}
  job: {meaning: j, by_owner: {a-service: [sweep]}}
`))
	require.NoError(t, err)
	for _, test := range []struct {
		bound Bound
		seen  []string
		want  string
	}{
		{Bound{Class: "route"}, []string{"/a", "/b"}, ""},
		{Bound{Class: "route"}, []string{"/a", "/42"}, `"/42" is not of the form /[a-z]*`},
		{Bound{Class: "route"}, []string{"/a", "/b", "/c"}, `3 values, at most 2 are promised; one is "/a"`},
		{Bound{Class: "state"}, []string{"open"}, ""},
		{Bound{Class: "state"}, []string{"ajar"}, `"ajar" is none of open, shut`},
		{Bound{Class: "job"}, []string{"sweep"}, ""},
		{Bound{Class: "job"}, []string{"dust"}, `"dust" is none of sweep`},
		{Bound{Values: []string{"x"}}, []string{"y"}, `"y" is none of x`},
	} {
		require.Equal(t, test.want, v.Limits(test.bound, "a-service").Judge(test.seen))
	}
}
