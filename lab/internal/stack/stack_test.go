package stack

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/settings"
)

// checkout makes one with the project's own settings, and a running lab's environment around this process.
func checkout(t *testing.T) (root string) {
	t.Helper()
	root = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "process-compose.yaml"), nil, 0o600))
	require.NoError(t, os.Mkdir(filepath.Join(root, "tests"), 0o755))
	for _, name := range []string{".env.example", env} {
		content, err := os.ReadFile(filepath.Join("../../..", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(root, name), content, 0o600))
	}
	for name, value := range map[string]string{"LAB_ROOT": root, "LAB_ENV_FILE": os.DevNull, "LAB_STATE": "/running", "LAB_INSTANCE": "lab", "GATEWAY_PORT": "80"} {
		t.Setenv(name, value)
	}
	return root
}

func TestTheTestsLabIsEnteredByOneAtATime(t *testing.T) {
	root := checkout(t)
	leave, err := Enter()
	require.NoError(t, err)
	s, err := settings.Load()
	require.NoError(t, err)
	require.Equal(t, filepath.Join(root, ".lab-test"), s.State)
	require.Equal(t, "test", s.Instance)
	require.NotEqual(t, 80, s.Port("GATEWAY_PORT"))

	// Not even when the lab was removed meanwhile.
	require.NoError(t, os.RemoveAll(s.State))
	_, err = Enter()
	require.EqualError(t, err, "another make test or make bench is running, or make lint")
	require.Equal(t, ".lab-test", os.Getenv("LAB_STATE"))

	leave()
	require.Equal(t, "/running", os.Getenv("LAB_STATE"))
	leave, err = Enter()
	require.NoError(t, err)
	leave()
}
