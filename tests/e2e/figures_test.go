package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// figures are the numbers of one proof. `make test` prints them below its summary, green or not.
type figures struct{ path string }

func newFigures(t *testing.T, name string) figures {
	t.Helper()
	dir := filepath.Join(os.Getenv("RESULTS"), "figures")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	return figures{filepath.Join(dir, name+".txt")}
}

func (f figures) add(t *testing.T, format string, args ...any) {
	t.Helper()
	file, err := os.OpenFile(f.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	_, err = fmt.Fprintf(file, format+"\n", args...)
	require.NoError(t, err)
}
