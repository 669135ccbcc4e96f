package generate

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"oms-lab/lab/internal/artifact"
	"oms-lab/lab/internal/generated"
)

// folders are where files that a tool generates may be, below the root of the checkout.
var folders = []string{filepath.Join("contracts", "client"), filepath.Join("services", "frontend"), rules}

// rules are made of the specs in infrastructure/slo, all else of contracts/openapi.
var rules = filepath.Join("infrastructure", "prometheus", "rules", "slo")

func source(file string) string {
	if filepath.Dir(file) == rules {
		return "infrastructure/slo"
	}
	return "contracts/openapi"
}

// compare finds the generated files of a checkout that differ from those in the drafts, which are laid
// out like it.
func compare(root string, drafts []string) ([]generated.Change, error) {
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
	return generated.Compare(present, made, source), nil
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
