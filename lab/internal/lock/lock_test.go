package lock

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALockIsTakenOnceAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some", "lock")
	held, err := Take(path)
	require.NoError(t, err)
	_, err = Take(path)
	require.ErrorIs(t, err, ErrTaken)
	require.NoError(t, held.Close())
	again, err := Take(path)
	require.NoError(t, err)
	require.NoError(t, again.Close())
}

func TestWhatCannotBeLockedIsNotTaken(t *testing.T) {
	_, err := Take(t.TempDir())
	require.Error(t, err)
	require.NotErrorIs(t, err, ErrTaken)
}
