package artifact

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"oms-lab/lab/internal/progress"
)

func newBuilder(t *testing.T) *Builder {
	t.Helper()
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "src", "node_modules"), 0o755); err != nil {
		t.Fatal(err)
	}
	return &Builder{Root: root, Cache: t.TempDir(), Logs: t.TempDir(), Progress: progress.New(&bytes.Buffer{})}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// counting is an artifact that counts how often it is built.
func counting(builds *atomic.Int32, needs ...*Artifact) *Artifact {
	return &Artifact{Name: "thing", Inputs: []string{"src"}, Needs: needs,
		Build: func(_ context.Context, _ *Builder, dir string) error {
			builds.Add(1)
			return os.WriteFile(filepath.Join(dir, "result"), []byte("done"), 0o600)
		}}
}

func TestAnArtifactIsBuiltOnceUntilItsSourceChanges(t *testing.T) {
	b := newBuilder(t)
	source := filepath.Join(b.Root, "src", "main")
	write(t, source, "one")
	var builds atomic.Int32
	ensure := func(want int32) {
		t.Helper()
		again := &Builder{Root: b.Root, Cache: b.Cache, Logs: b.Logs, Progress: b.Progress}
		if err := again.Ensure(t.Context(), []*Artifact{counting(&builds), counting(&builds)}); err != nil {
			t.Fatal(err)
		}
		if got := builds.Load(); got != want {
			t.Fatalf("built %d times, want %d", got, want)
		}
	}
	ensure(1)
	ensure(1)
	write(t, filepath.Join(b.Root, "src", "node_modules", "left-behind"), "by an editor")
	write(t, filepath.Join(b.Root, "src", "Dockerfile"), "FROM scratch")
	ensure(1)
	write(t, source, "two")
	ensure(2)
	write(t, source, "one")
	ensure(2)
}

func TestAFailedBuildNamesItsLogAndLeavesNothingBehind(t *testing.T) {
	b := newBuilder(t)
	a := &Artifact{Name: "broken", Inputs: []string{"src"}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		write(t, filepath.Join(dir, "half"), "")
		return b.Run(ctx, a, Command{Args: []string{"sh", "-c", "echo the registry does not answer; exit 3"}})
	}
	err := b.Ensure(t.Context(), []*Artifact{a})
	if err == nil {
		t.Fatal("the build fails, but nothing was said")
	}
	log := filepath.Join(b.Logs, "broken.log")
	for _, want := range []string{"building broken failed", "sh: the registry does not answer", log} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	left, _ := filepath.Glob(filepath.Join(b.Cache, "*", "*"))
	drafts, _ := filepath.Glob(filepath.Join(b.Cache, ".broken-*"))
	if len(left)+len(drafts) > 0 {
		t.Errorf("left behind: %v %v", left, drafts)
	}
}

func TestOneFailureDoesNotStopTheOthers(t *testing.T) {
	b := newBuilder(t)
	var builds atomic.Int32
	broken := &Artifact{Name: "broken", Build: func(context.Context, *Builder, string) error { return errors.New("no") }}
	if err := b.Ensure(t.Context(), []*Artifact{broken, counting(&builds)}); err == nil || builds.Load() != 1 {
		t.Errorf("got %v after %d builds", err, builds.Load())
	}
}

func TestAChangedNeedChangesTheKey(t *testing.T) {
	b := newBuilder(t)
	var builds atomic.Int32
	key := func(salt string) string {
		t.Helper()
		k, err := counting(&builds, &Artifact{Name: "need", Salt: []string{salt}}).key(b.Root)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	if first, same := key("a"), key("a"); first != same || first == key("b") {
		t.Error("the key must follow what the artifact needs, and only that")
	}
}

func TestEveryToolHasAPinnedModule(t *testing.T) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	all, err := Tools(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if _, err := a.key(root); err != nil {
			t.Error(err)
		}
		if a.Version == "" && a.Name != "cadvisor" {
			t.Errorf("%s has no version", a.Name)
		}
	}
}
