package vocabulary

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write docs/METRICS.md anew")

func TestTheDocumentIsNotStale(t *testing.T) {
	v, err := Load(root)
	require.NoError(t, err)
	file := filepath.Join(root, DocumentFile)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(v.Document()), 0o644))
	}
	committed, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, v.Document(), string(committed), "docs/METRICS.md does not follow from contracts/telemetry.yaml: run `lab generate`")
}
