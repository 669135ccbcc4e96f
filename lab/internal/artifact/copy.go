package artifact

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// stage copies files and folders of the checkout to a folder where each has the path that it has in the
// checkout.
func stage(root, dir string, paths ...string) error {
	for _, path := range paths {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o755); err != nil {
			return err
		}
		if err := copyTree(filepath.Join(root, path), filepath.Join(dir, path)); err != nil {
			return err
		}
	}
	return nil
}

// copyTree copies a file, or the source files of a folder, leaving out what builds have left there.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch {
		case entry.IsDir() && slices.Contains(skipped, entry.Name()):
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		case entry.Type().IsRegular():
			return copyFile(path, filepath.Join(to, name))
		}
		return nil
	})
}

// copyFile copies one file with its permissions.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, info.Mode().Perm())
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}
