package vocabulary

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"oms-lab/lab/internal/generated"
)

// Stale finds out whether the document of a checkout follows from its vocabulary.
func Stale(root string) ([]generated.Change, error) {
	v, err := Load(root)
	if err != nil {
		return nil, err
	}
	present := map[string][]byte{}
	switch content, err := os.ReadFile(filepath.Join(root, DocumentFile)); {
	case err == nil:
		present[DocumentFile] = content
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	made := map[string][]byte{DocumentFile: []byte(v.Document())}
	return generated.Compare(present, made, func(string) string { return "contracts/telemetry.yaml" }), nil
}
