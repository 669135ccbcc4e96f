package compose

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The machine's own folders and the checkout are there to be read; data is in volumes with names, so that it survives.
func TestDataIsInNamedVolumes(t *testing.T) {
	project := lab(t)
	used := map[string]bool{}
	for _, name := range project.ServiceNames() {
		for _, volume := range project.Services[name].Volumes {
			switch volume.Type {
			case types.VolumeTypeBind:
				assert.True(t, volume.ReadOnly, "%s may write to %s of the machine", name, volume.Source)
				if strings.HasSuffix(volume.Source, "docker.sock") {
					assert.Equal(t, "cadvisor", name, "%s has Docker's socket", name)
				}
			case types.VolumeTypeVolume:
				assert.NotEmpty(t, volume.Source, "%s keeps %s in a volume without a name", name, volume.Target)
				assert.Contains(t, project.Volumes, volume.Source, "%s", name)
				used[volume.Source] = true
			}
		}
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(project.Volumes)), slices.Collect(maps.Keys(used)), "volumes declared, and those used")
	for _, name := range []string{"postgres", "redis", "rabbitmq", "inbox", "promtail", "alloy", "prometheus", "loki", "tempo", "alertmanager", "grafana"} {
		keeps := slices.ContainsFunc(project.Services[name].Volumes, func(v types.ServiceVolumeConfig) bool {
			return v.Type == types.VolumeTypeVolume && !v.ReadOnly
		})
		assert.True(t, keeps, "%s keeps its data in no volume: `docker compose down` loses it", name)
	}
}

// Alloy's image gives its folder, and so a new volume, to its user and group alone, and root without capabilities is
// somebody else there.
func TestAlloyMayEnterItsVolume(t *testing.T) {
	alloy := lab(t).Services["alloy"]
	assert.Contains(t, alloy.GroupAdd, "473", "the group of the image's user")
	assert.NotContains(t, alloy.CapAdd, "DAC_OVERRIDE")
}

// Files of the checkout that are mounted are there; Docker would make folders in their place.
func TestWhatIsMountedIsThere(t *testing.T) {
	folder, err := filepath.Abs(root)
	require.NoError(t, err)
	forEachService(t, func(t *testing.T, s types.ServiceConfig) {
		for _, volume := range s.Volumes {
			if path, inside := strings.CutPrefix(volume.Source, folder+"/"); volume.Type == types.VolumeTypeBind && inside {
				assert.True(t, exists(path), "%s mounts %s, which is not in the checkout", s.Name, path)
			}
		}
	})
}
