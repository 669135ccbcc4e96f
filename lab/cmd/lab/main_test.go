package main

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// What comes before k6's own command is this tool's, what comes after it k6's.
func TestTheEnvFileIsNotHandedOnToK6(t *testing.T) {
	for name, c := range map[string]struct{ args, want []string }{
		"before":         {[]string{"--env-file", "other.env", "k6", "run", "--vus", "1", "lab.js"}, []string{"run", "--vus", "1", "lab.js"}},
		"before, joined": {[]string{"--env-file=other.env", "k6", "version"}, []string{"version"}},
		"between":        {[]string{"k6", "--env-file", "other.env", "run", "--quiet"}, []string{"run", "--quiet"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := handedOn(t, c.args...)
			require.Equal(t, c.want, got)
			require.Equal(t, "other.env", os.Getenv("LAB_ENV_FILE"))
		})
	}
	require.Equal(t, []string{"run", "--env-file", "k6s.env"}, handedOn(t, "k6", "run", "--env-file", "k6s.env"))
	require.Empty(t, os.Getenv("LAB_ENV_FILE"))
}

// handedOn are the arguments that k6 would get.
func handedOn(t *testing.T, args ...string) (got []string) {
	t.Helper()
	t.Setenv("LAB_ENV_FILE", "")
	root := newRoot()
	k6, _, err := root.Find([]string{"k6"})
	require.NoError(t, err)
	reached := errors.New("reached")
	k6.RunE = func(_ *cobra.Command, args []string) error {
		got = args
		return reached
	}
	root.SetArgs(args)
	require.ErrorIs(t, root.Execute(), reached)
	return got
}

func TestTheHelpOfK6IsThisTools(t *testing.T) {
	var out bytes.Buffer
	root := newRoot()
	root.SetOut(&out)
	root.SetArgs([]string{"k6", "--help"})
	require.NoError(t, root.Execute())
	require.Contains(t, out.String(), "Run the pinned k6")
}
