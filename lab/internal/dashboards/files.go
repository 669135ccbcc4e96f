package dashboards

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"oms-lab/lab/internal/generated"
)

// folder is where the files are that Grafana reads, below the root of the checkout. Its sub-folders
// become folders in Grafana.
var folder = filepath.Join("infrastructure", "grafana", "dashboards")

// Stale lists the files of a checkout that are missing, superfluous or not up to date, by their path.
func Stale(root string) ([]generated.Change, error) {
	made, err := Files(root)
	if err != nil {
		return nil, err
	}
	present, err := presentFiles(root)
	if err != nil {
		return nil, err
	}
	return generated.Compare(present, made, func(string) string { return "lab/internal/dashboards" }), nil
}

// Write brings the files of a checkout up to date and says which it changed.
func Write(root string) ([]generated.Change, error) {
	changes, err := Stale(root)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		if err := c.Make(root); err != nil {
			return nil, fmt.Errorf("%s: %w", c.File, err)
		}
	}
	return changes, nil
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
