// Package render puts the values of the settings into the configuration of the programs that do not read the
// environment themselves. Natively and in containers it is the same files and the same values.
package render

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Parts are the folders of infrastructure/ with ${VARIABLE} in their files.
var Parts = []string{"postgres", "redis", "rabbitmq", "prometheus", "alertmanager"}

// Rendering is a copy of such folders with the values put in.
type Rendering struct {
	// From is infrastructure/, Into the folder that gets a folder for each part.
	From, Into string
	Parts      []string
	// Value is what a variable stands for; "" when there is no such variable.
	Value func(name string) string
	// Absent are files that are left out, as paths from Into.
	Absent map[string]bool
	// Mode of the files. Some of them hold credentials.
	Mode fs.FileMode
	// Own gives a file to whoever reads it; nil leaves it to the user that runs this.
	Own func(path, part string) error
}

var variable = regexp.MustCompile(`\$\{([A-Z][A-Z0-9_]*)\}`)

// foreign is what a file system of its own has in its root, for nobody but itself.
const foreign = "lost+found"

// Run writes the copy and removes what no file of From stands for any more. Folders stay where they are and files
// change at once: a program that runs may be watching them. The error names the file and the variable.
func (r *Rendering) Run() error {
	for _, part := range r.Parts {
		if !slices.Contains(Parts, part) {
			return fmt.Errorf("there is no configuration of %q: choose from %s", part, strings.Join(Parts, ", "))
		}
	}
	for _, part := range r.Parts {
		if err := r.part(part); err != nil {
			return err
		}
	}
	return nil
}

func (r *Rendering) part(part string) error {
	from, to := filepath.Join(r.From, part), filepath.Join(r.Into, part)
	fresh := map[string]bool{}
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(from, path)
		target := filepath.Join(to, name)
		switch {
		case entry.IsDir():
			return makeFolder(target)
		case r.Absent[filepath.Join(part, name)]:
			return nil
		}
		fresh[target] = true
		return r.file(part, path, target)
	})
	if err != nil {
		return err
	}
	return removeOthers(to, fresh)
}

// makeFolder makes a folder that everybody may look into. One that is there, such as the mount point of a volume, may
// be somebody else's.
func makeFolder(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	return os.Chmod(path, 0o755)
}

func (r *Rendering) file(part, from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var unknown error
	content = variable.ReplaceAllFunc(content, func(match []byte) []byte {
		name := string(match[2 : len(match)-1])
		value := r.Value(name)
		if value == "" {
			file, _ := filepath.Rel(filepath.Dir(r.From), from)
			unknown = fmt.Errorf("%s uses %s, which has no value: it is no variable of .env.example", file, name)
		}
		return []byte(value)
	})
	if unknown != nil {
		return unknown
	}
	if old, err := os.ReadFile(to); err != nil || !bytes.Equal(old, content) {
		if err := replace(to, content, r.Mode); err != nil {
			return err
		}
	} else if err := os.Chmod(to, r.Mode); err != nil {
		return err
	}
	if r.Own == nil {
		return nil
	}
	return r.Own(to, part)
}

// replace writes a file beside the one that it then takes the place of. No program looks for files with such a name.
func replace(path string, content []byte, mode fs.FileMode) error {
	beside := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".new")
	err := os.WriteFile(beside, content, mode)
	if err == nil {
		err = os.Chmod(beside, mode)
	}
	if err == nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(beside))
	}
	return nil
}

// removeOthers removes the files below a folder that are not among those to keep.
func removeOthers(folder string, keep map[string]bool) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case entry != nil && entry.IsDir() && entry.Name() == foreign:
			return fs.SkipDir
		case err != nil || entry.IsDir() || keep[path]:
			return err
		}
		return os.Remove(path)
	})
}
