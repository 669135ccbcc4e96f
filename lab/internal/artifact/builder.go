package artifact

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"oms-lab/lab/internal/progress"
)

// parallel is how many builds run at once: compilers use several cores by themselves, and
// package downloads use none.
const parallel = 2

// Builder builds artifacts of one checkout into the cache.
type Builder struct {
	// Root is the checkout, Cache the cache folder, Logs where each build's output goes.
	Root, Cache, Logs string
	Progress          *progress.Log

	mu   sync.Mutex
	once map[string]func() (string, error)
	// dirs remembers where an artifact goes: somebody may edit its source while it is built.
	dirs map[string]string
}

// Ensure builds what is missing of the artifacts and of what they need. The error names every
// build that failed and its log file.
func (b *Builder) Ensure(ctx context.Context, artifacts []*Artifact) error {
	if err := os.MkdirAll(b.Logs, 0o755); err != nil {
		return err
	}
	// One failure does not stop the others: what they build is kept for the next time.
	var group errgroup.Group
	group.SetLimit(parallel)
	faults := make([]error, len(artifacts))
	for i, a := range artifacts {
		group.Go(func() error {
			_, faults[i] = b.dir(ctx, a)
			return nil
		})
	}
	_ = group.Wait()
	return errors.Join(faults...)
}

// Dir is the folder of an artifact that Ensure has built.
func (b *Builder) Dir(a *Artifact) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if dir, known := b.dirs[a.Name]; known {
		return dir, nil
	}
	key, err := a.key(b.Root)
	if err != nil {
		return "", err
	}
	if b.dirs == nil {
		b.dirs = map[string]string{}
	}
	b.dirs[a.Name] = filepath.Join(b.Cache, a.Name, key)
	return b.dirs[a.Name], nil
}

// dir builds the artifact unless it is there, once however many ask for it.
func (b *Builder) dir(ctx context.Context, a *Artifact) (string, error) {
	b.mu.Lock()
	if b.once == nil {
		b.once = map[string]func() (string, error){}
	}
	build, known := b.once[a.Name]
	if !known {
		build = sync.OnceValues(func() (string, error) { return b.build(ctx, a) })
		b.once[a.Name] = build
	}
	b.mu.Unlock()
	return build()
}

func (b *Builder) build(ctx context.Context, a *Artifact) (string, error) {
	for _, need := range a.Needs {
		if _, err := b.dir(ctx, need); err != nil {
			return "", err
		}
	}
	dir, err := b.Dir(a)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(dir); err == nil {
		now := time.Now()
		return dir, os.Chtimes(dir, now, now)
	}
	done := b.Progress.Task("building", a.title())
	err = b.buildInto(ctx, a, dir)
	done(err)
	if err != nil && ctx.Err() == nil {
		return "", fmt.Errorf("building %s failed: %w; its output is in %s", a.title(), err, b.logFile(a))
	}
	return dir, err
}

// buildInto builds next to the final place and moves the result there when it is whole, so that
// a killed build leaves nothing that looks finished.
func (b *Builder) buildInto(ctx context.Context, a *Artifact, dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	prune(filepath.Dir(dir))
	if err := os.WriteFile(b.logFile(a), nil, 0o644); err != nil {
		return err
	}
	draft, err := os.MkdirTemp(filepath.Join(b.Cache), "."+a.Name+"-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(draft) }()
	if err := os.Chmod(draft, 0o755); err != nil {
		return err
	}
	if err := a.Build(ctx, b, draft); err != nil {
		return err
	}
	if err := os.Rename(draft, dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// Command is one step of a build.
type Command struct {
	// Dir is where it runs; Env is added to this process's environment.
	Dir  string
	Env  []string
	Args []string
}

// Run runs a step of the artifact's build with its output in the build's log. The error is the
// command's last line of output.
func (b *Builder) Run(ctx context.Context, a *Artifact, command Command) error {
	log, err := os.OpenFile(b.logFile(a), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	_, _ = fmt.Fprintf(log, "$ %s\n", strings.Join(command.Args, " "))

	cmd := exec.CommandContext(ctx, command.Args[0], command.Args[1:]...)
	cmd.Dir = command.Dir
	cmd.Env = append(os.Environ(), command.Env...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %s", command.Args[0], b.lastLine(a, err))
	}
	return nil
}

func (b *Builder) logFile(a *Artifact) string { return filepath.Join(b.Logs, a.Name+".log") }

func (b *Builder) lastLine(a *Artifact, err error) string {
	content, _ := os.ReadFile(b.logFile(a))
	lines := bytes.Split(bytes.TrimSpace(content), []byte("\n"))
	last := strings.TrimSpace(string(lines[len(lines)-1]))
	if last == "" || strings.HasPrefix(last, "$ ") {
		return err.Error()
	}
	return last
}
