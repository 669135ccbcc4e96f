package compose

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// numbers is a user and a group that no passwd file has to know.
var numbers = regexp.MustCompile(`^[1-9][0-9]*:[1-9][0-9]*$`)

// What is in the image is the program, run by a user who owns nothing, stopped by a signal that reaches it.
func TestImagesAreSmallSafeAndStopInOrder(t *testing.T) {
	compilers := regexp.MustCompile(`^(golang|rust|maven|node|gradle|gcc)(:|$)`)
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		require.GreaterOrEqual(t, len(d.stages), 2, "%s builds in the stage that it ships", d.path)
		assert.NotRegexp(t, compilers, d.final().BaseName, "%s ships what it was built with", d.path)
		assert.Regexp(t, numbers, d.user(), "%s: USER must be numbers, such as 10001:10001", d.path)
		for _, command := range commands[*instructions.EntrypointCommand](d.final()) {
			assert.False(t, command.PrependShell, "%s: ENTRYPOINT through a shell, which keeps SIGTERM to itself", d.path)
		}
		for _, command := range commands[*instructions.CmdCommand](d.final()) {
			assert.False(t, command.PrependShell, "%s: CMD through a shell, which keeps SIGTERM to itself", d.path)
		}
		require.NotEmpty(t, d.start(), "%s starts nothing", d.path)
		assert.NotRegexp(t, `^(ba|da|)sh$`, filepath.Base(d.start()[0]), "%s: a shell in between keeps SIGTERM to itself", d.path)
		assert.NotEmpty(t, commands[*instructions.HealthCheckCommand](d.final()), "%s has no HEALTHCHECK", d.path)
		assert.Equal(t, d.name != "lab", d.checksHealth(), "%s: whether the image checks its health; of the lab only the inbox could", d.path)
		for _, command := range commands[*instructions.RunCommand](d.final()) {
			assert.NotRegexp(t, `apt-get|apk |pip |npm |curl |wget `, strings.Join(command.CmdLine, " "), "%s installs into the image that it ships", d.path)
		}
	})
}

// Who looks at an image learns what it is, and where it listens.
func TestImagesSayWhatTheyAre(t *testing.T) {
	ports := portVariables(example)
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		labels := map[string]string{}
		for _, command := range commands[*instructions.LabelCommand](d.final()) {
			for _, pair := range command.Labels {
				labels[pair.Key] = strings.Trim(pair.Value, `"`)
			}
		}
		assert.Equal(t, d.name, labels["org.opencontainers.image.title"], "%s: title", d.path)
		for _, name := range []string{"description", "version", "vendor"} {
			assert.NotEmpty(t, labels["org.opencontainers.image."+name], "%s has no label org.opencontainers.image.%s", d.path, name)
		}
		if d.name == "lab" {
			return
		}
		variable := strings.ToUpper(strings.ReplaceAll(d.name, "-", "_")) + "_PORT"
		assert.Equal(t, variable, ports[d.environment()["HTTP_PORT"]], "%s: the default of HTTP_PORT is another one's port", d.path)
		assert.Equal(t, "0.0.0.0", d.environment()["BIND_ADDRESS"], "%s listens where no other container is", d.path)
		var exposed []string
		for _, command := range commands[*instructions.ExposeCommand](d.final()) {
			exposed = append(exposed, command.Ports...)
		}
		assert.Equal(t, []string{d.environment()["HTTP_PORT"]}, exposed, "%s: EXPOSE", d.path)
	})
}

// Nothing in a Dockerfile follows a tag that moves under it.
func TestBaseImagesAreExactVersions(t *testing.T) {
	tags := map[string]string{}
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		for _, stage := range d.stages {
			name, tag, _ := strings.Cut(stage.BaseName, ":")
			if name == "scratch" || slices.ContainsFunc(d.stages, func(s instructions.Stage) bool { return s.Name == name }) {
				continue
			}
			assert.Regexp(t, exactVersion, tag, "%s: %s is not an exact version", d.path, stage.BaseName)
			if other, is := tags[name]; is {
				assert.Equal(t, other, tag, "%s: %s in another version than in the other Dockerfiles", d.path, name)
			}
			tags[name] = tag
		}
	})
}

// A secret belongs to whoever starts the container; every layer can be read.
func TestDockerfilesHoldNoCredentials(t *testing.T) {
	var secrets []string
	for name, value := range example {
		if strings.HasSuffix(name, "_PASSWORD") || strings.HasSuffix(name, "_SECRET") {
			secrets = append(secrets, value)
		}
	}
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		for _, secret := range secrets {
			assert.False(t, bytes.Contains([]byte(d.text), []byte(secret)), "%s holds %s", d.path, secret)
		}
	})
}
