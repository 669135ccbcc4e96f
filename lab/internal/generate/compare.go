package generate

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"oms-lab/lab/internal/artifact"
)

// folders are where generated files may be, below the root of the checkout.
var folders = []string{filepath.Join("contracts", "client"), filepath.Join("services", "frontend"), rules}

// rules are made of the specs in infrastructure/slo, all else of contracts/openapi.
var rules = filepath.Join("infrastructure", "prometheus", "rules", "slo")

// change is one generated file of the checkout that is not as it would be made.
type change struct {
	// file is its path below the root.
	file string
	// was is nil where there is no such file, is where nothing makes it any more.
	was, is []byte
}

func (c change) fault() string {
	switch {
	case c.was == nil:
		return "is missing"
	case c.is == nil:
		return "is not made from anything any more"
	}
	return "does not follow from " + c.source()
}

func (c change) source() string {
	if filepath.Dir(c.file) == rules {
		return "infrastructure/slo"
	}
	return "contracts/openapi"
}

func (c change) done() string {
	if c.is == nil {
		return "removed"
	}
	return "written"
}

func (c change) make(root string) error {
	file := filepath.Join(root, c.file)
	if c.is == nil {
		return os.Remove(file)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, c.is, 0o644)
}

// compare finds the generated files of a checkout that differ from those in the drafts, which are laid
// out like it.
func compare(root string, drafts []string) ([]change, error) {
	made := map[string][]byte{}
	for _, draft := range drafts {
		files, err := artifact.GeneratedFiles(draft, ".")
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if made[file], err = os.ReadFile(filepath.Join(draft, file)); err != nil {
				return nil, err
			}
		}
	}
	present, err := presentFiles(root)
	if err != nil {
		return nil, err
	}
	var changes []change
	for file, was := range present {
		if is := made[file]; !bytes.Equal(was, is) {
			changes = append(changes, change{file, was, is})
		}
		delete(made, file)
	}
	for file, is := range made {
		changes = append(changes, change{file, nil, is})
	}
	slices.SortFunc(changes, func(a, b change) int { return bytes.Compare([]byte(a.file), []byte(b.file)) })
	return changes, nil
}

func presentFiles(root string) (map[string][]byte, error) {
	present := map[string][]byte{}
	for _, folder := range folders {
		files, err := artifact.GeneratedFiles(root, folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if present[file], err = os.ReadFile(filepath.Join(root, file)); err != nil {
				return nil, err
			}
		}
	}
	return present, nil
}
