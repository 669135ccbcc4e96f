// Package artifact builds what the native lab runs, each thing once: the pinned tools of
// infrastructure/tools and the services. A build lands in the cache under its name and a key made of
// everything that goes into it, so that an unchanged part is never built twice, on any checkout.
package artifact

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Artifact is one thing that can be built.
type Artifact struct {
	// Name is its folder in the cache and its name in progress lines.
	Name string
	// Version is shown to the reader; empty for the services, whose key is their source.
	Version string
	// Inputs are files and folders below the project's root whose contents make the key.
	Inputs []string
	// Salt is whatever else the result depends on: compiler versions and flags.
	Salt []string
	// Needs are built first; Build finds them by Builder.Dir.
	Needs []*Artifact
	// Links maps a path below the state folder to a path below the artifact's folder.
	Links map[string]string
	// Build writes the result into dir.
	Build func(ctx context.Context, b *Builder, dir string) error
}

// title is how progress lines name the artifact.
func (a *Artifact) title() string {
	if a.Version == "" {
		return a.Name
	}
	return a.Name + " " + a.Version
}

// skipped are folders that builds and editors leave in a checkout; none of them is source.
var skipped = []string{"node_modules", "target", ".next", "dist", ".venv", "__pycache__",
	".mypy_cache", ".ruff_cache", ".pytest_cache", ".git", "test-results"}

// forImages are files that say how an image is built; nothing native follows from them.
const forImages = "Dockerfile"

// key is the hash of the artifact's inputs and salt, in 16 hexadecimal digits.
func (a *Artifact) key(root string) (string, error) {
	sum := sha256.New()
	for _, salt := range a.Salt {
		_, _ = fmt.Fprintf(sum, "salt %s\n", salt)
	}
	for _, need := range a.Needs {
		key, err := need.key(root)
		if err != nil {
			return "", err
		}
		_, _ = fmt.Fprintf(sum, "need %s %s\n", need.Name, key)
	}
	for _, input := range a.Inputs {
		if err := hashTree(sum, root, filepath.Join(root, input)); err != nil {
			return "", fmt.Errorf("%s: %w", a.Name, err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}

func hashTree(sum io.Writer, root, path string) error {
	return filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains(skipped, entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), forImages) {
			return nil
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, file)
		_, err = fmt.Fprintf(sum, "file %s %x\n", name, sha256.Sum256(content))
		return err
	})
}

// kept is how many versions of one artifact stay in the cache.
const kept = 4

// prune removes the versions of an artifact that were used longest ago.
func prune(folder string) {
	versions, err := os.ReadDir(folder)
	if err != nil || len(versions) <= kept {
		return
	}
	used := func(entry fs.DirEntry) time.Time {
		info, err := entry.Info()
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	slices.SortFunc(versions, func(a, b fs.DirEntry) int { return used(b).Compare(used(a)) })
	for _, old := range versions[kept:] {
		_ = os.RemoveAll(filepath.Join(folder, old.Name()))
	}
}
