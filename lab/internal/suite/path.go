package suite

import (
	"os"
	"path/filepath"
)

// pathWith is the variable PATH with a folder in front.
func pathWith(parts ...string) string {
	return "PATH=" + filepath.Join(parts...) + string(os.PathListSeparator) + os.Getenv("PATH")
}
