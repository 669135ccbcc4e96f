package compose

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// dockerfile is one of the seven, as BuildKit reads it.
type dockerfile struct {
	// name is the folder's: that of the service, or lab.
	name, path string
	text       string
	stages     []instructions.Stage
	// ignored tells of a path of the checkout whether it is left out of the build's context.
	ignored func(path string) bool
}

// forEachDockerfile runs a check for the six services and the lab.
func forEachDockerfile(t *testing.T, check func(t *testing.T, d dockerfile)) {
	t.Helper()
	paths := append(files(t, "services", "/Dockerfile"), "lab/Dockerfile")
	require.Len(t, paths, 7, "Dockerfiles of six services and the lab: %v", paths)
	for _, path := range paths {
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) { check(t, readDockerfile(t, path)) })
	}
}

func readDockerfile(t *testing.T, path string) dockerfile {
	t.Helper()
	text := readFile(t, path)
	tree, err := parser.Parse(strings.NewReader(text))
	require.NoError(t, err, path)
	stages, _, err := instructions.Parse(tree.AST, nil)
	require.NoError(t, err, path)
	patterns, err := ignorefile.ReadAll(strings.NewReader(readFile(t, path+".dockerignore")))
	require.NoError(t, err, "%s.dockerignore", path)
	matcher, err := patternmatcher.New(patterns)
	require.NoError(t, err, "%s.dockerignore", path)
	return dockerfile{filepath.Base(filepath.Dir(path)), path, text, stages, func(path string) bool {
		ignored, err := matcher.MatchesOrParentMatches(path)
		require.NoError(t, err)
		return ignored
	}}
}

// final is the stage that becomes the image.
func (d dockerfile) final() instructions.Stage { return d.stages[len(d.stages)-1] }

// commands are the instructions of one kind in some stages.
func commands[T instructions.Command](stages ...instructions.Stage) []T {
	var all []T
	for _, stage := range stages {
		for _, command := range stage.Commands {
			if one, is := command.(T); is {
				all = append(all, one)
			}
		}
	}
	return all
}

// user is that of the image; "" when the image has none.
func (d dockerfile) user() string {
	var user string
	for _, command := range commands[*instructions.UserCommand](d.final()) {
		user = command.User
	}
	return user
}

// start is the image's own command.
func (d dockerfile) start() []string {
	var entrypoint, arguments []string
	for _, command := range commands[*instructions.EntrypointCommand](d.final()) {
		entrypoint = command.CmdLine
	}
	for _, command := range commands[*instructions.CmdCommand](d.final()) {
		arguments = command.CmdLine
	}
	return slices.Concat(entrypoint, arguments)
}

// environment is what the image sets.
func (d dockerfile) environment() map[string]string {
	values := map[string]string{}
	for _, command := range commands[*instructions.EnvCommand](d.final()) {
		for _, pair := range command.Env {
			values[pair.Key] = pair.Value
		}
	}
	return values
}

// checksHealth tells whether the image knows how to ask whether it is well.
func (d dockerfile) checksHealth() bool {
	found := false
	for _, command := range commands[*instructions.HealthCheckCommand](d.final()) {
		found = len(command.Health.Test) > 0 && command.Health.Test[0] != "NONE"
	}
	return found
}

// unknownImage answers for every base image as if it were empty: the rules are about the Dockerfile, and no registry is
// asked.
type unknownImage struct{}

func (unknownImage) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	config, err := json.Marshal(ocispecs.Image{Platform: ocispecs.Platform{OS: "linux", Architecture: "amd64"}})
	return ref, digest.FromBytes(config), config, err
}

// All rules of BuildKit, those of `docker build --check`.
func TestBuildKitHasNothingToSayOfTheDockerfiles(t *testing.T) {
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		_, err := dockerfile2llb.Dockerfile2LLB(t.Context(), []byte(d.text), dockerfile2llb.ConvertOpt{MetaResolver: unknownImage{}, AllStages: true,
			Warn: func(rule, _, _, message string, where []parser.Range) {
				t.Errorf("%s:%d: %s: %s", d.path, where[0].Start.Line, rule, message)
			}})
		require.NoError(t, err, "%s cannot be built", d.path)
	})
}

// The BuildKit of an engine of 2020 (0.8) builds them: no frontend is fetched, and nothing is used that came later.
func TestDockerfilesNeedNoOtherFrontend(t *testing.T) {
	forEachDockerfile(t, func(t *testing.T, d dockerfile) {
		syntax, _, _, remote := parser.DetectSyntax([]byte(d.text))
		assert.False(t, remote, "%s asks for the frontend %s", d.path, syntax)
		for _, command := range commands[*instructions.CopyCommand](d.stages...) {
			assert.False(t, command.Link, "%s: COPY --link", d.path)
			assert.False(t, command.Parents, "%s: COPY --parents", d.path)
			assert.Empty(t, command.ExcludePatterns, "%s: COPY --exclude", d.path)
			assert.Empty(t, command.SourceContents, "%s: COPY of a here-document", d.path)
		}
		assert.Empty(t, commands[*instructions.AddCommand](d.stages...), "%s: ADD fetches and unpacks; write COPY", d.path)
		for _, command := range commands[*instructions.RunCommand](d.stages...) {
			assert.Empty(t, command.Files, "%s: RUN with a here-document", d.path)
			for _, flag := range command.FlagsUsed {
				assert.Equal(t, "mount", flag, "%s: RUN --%s", d.path, flag)
			}
		}
		for _, command := range commands[*instructions.HealthCheckCommand](d.stages...) {
			assert.Zero(t, command.Health.StartInterval, "%s: HEALTHCHECK --start-interval", d.path)
		}
	})
}
