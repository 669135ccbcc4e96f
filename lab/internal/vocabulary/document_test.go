package vocabulary

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheDocumentIsNotStale(t *testing.T) {
	changes, err := Stale(root)
	require.NoError(t, err)
	for _, c := range changes {
		t.Errorf("%s %s: run `lab generate`", c.File, c.Fault())
	}
}
