//go:build compose

package compose

import (
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var k6Image = regexp.MustCompile(`\S*grafana/k6:\S+`)

// The profile load: k6 in a container keeps its thresholds, and Prometheus gets its results.
func TestTrafficByTheProfileLoad(t *testing.T) {
	output, err := compose(nil, webapp, "--profile", "load", "config", "--images")
	require.NoError(t, err)
	image := k6Image.FindString(output)
	require.NotEmpty(t, image)
	_, err = run(nil, "docker", "image", "inspect", image)
	require.NoError(t, err, "scripts/lab.sh k6 version builds what the stand-in is made of")
	output, err = compose([]string{"LOAD_PROFILE=smoke"}, webapp, "--profile", "load", "run", "--rm", "--no-deps", "load")
	assert.NoError(t, err, tail(output, 40))
	eventually(t, time.Minute, func(c *assert.CollectT) {
		assert.NotEmpty(c, metrics(c, `last_over_time(k6_http_reqs_total{testid=~"smoke-.+Z"}[5m])`))
	})
}
