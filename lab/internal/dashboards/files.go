package dashboards

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// folder is where the files are that Grafana reads, below the root of the checkout. Its sub-folders
// become folders in Grafana.
var folder = filepath.Join("infrastructure", "grafana", "dashboards")

// Change is a file of the checkout that is not as it would be made.
type Change struct {
	// File is its path below the root.
	File string
	// was is nil where there is no such file, is where nothing makes it any more.
	was, is []byte
}

// Fault says what is wrong with the file.
func (c Change) Fault() string {
	switch {
	case c.was == nil:
		return "is missing"
	case c.is == nil:
		return "is not made from anything any more"
	}
	return "does not follow from lab/internal/dashboards"
}

// Done says what Write did about it.
func (c Change) Done() string {
	if c.is == nil {
		return "removed"
	}
	return "written"
}

// Stale lists the files of a checkout that are missing, superfluous or not up to date, by their path.
func Stale(root string) ([]Change, error) {
	made, err := Files(root)
	if err != nil {
		return nil, err
	}
	present, err := presentFiles(root)
	if err != nil {
		return nil, err
	}
	var changes []Change
	for file, is := range made {
		if was := present[file]; !bytes.Equal(was, is) {
			changes = append(changes, Change{file, was, is})
		}
	}
	for file, was := range present {
		if _, is := made[file]; !is {
			changes = append(changes, Change{file, was, nil})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.File, b.File) })
	return changes, nil
}

// Write brings the files of a checkout up to date and says which it changed.
func Write(root string) ([]Change, error) {
	changes, err := Stale(root)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		if err := c.make(root); err != nil {
			return nil, fmt.Errorf("%s: %w", c.File, err)
		}
	}
	return changes, nil
}

func (c Change) make(root string) error {
	file := filepath.Join(root, c.File)
	if c.is == nil {
		return os.Remove(file)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, c.is, 0o644)
}

// Files makes all dashboards with the thresholds of a checkout, by their path below its root.
func Files(root string) (map[string][]byte, error) {
	limits, err := LoadThresholds(root)
	if err != nil {
		return nil, err
	}
	made := map[string][]byte{}
	var faults []error
	for _, define := range definitions() {
		b := define()
		file, content, err := b.file(limits)
		if err == nil && made[file] != nil {
			err = fmt.Errorf("dashboard %s: there are two of that name", b.uid)
		}
		if err != nil {
			faults = append(faults, err)
			continue
		}
		made[file] = content
	}
	return made, errors.Join(faults...)
}

// file is what Grafana reads, and where: <folder>/<uid without the prefix>.json.
func (b *board) file(limits Thresholds) (name string, content []byte, err error) {
	made, err := b.build(limits)
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", "  ")
	// < and > are common in queries, and nobody reads these files as HTML.
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(made); err != nil {
		return "", nil, err
	}
	return filepath.Join(folder, b.folder, strings.TrimPrefix(b.uid, tag+"-")+".json"), out.Bytes(), nil
}

func presentFiles(root string) (map[string][]byte, error) {
	present := map[string][]byte{}
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".json" {
			return err
		}
		file, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		present[file], err = os.ReadFile(path)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return present, nil
	}
	return present, err
}
