// Package generated compares committed files that follow from something with what would be made, and brings them up to date.
package generated

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"slices"
)

// Change is one file of the checkout that is not as it would be made.
type Change struct {
	// File is its path below the root of the checkout.
	File string
	// Source is what it follows from.
	Source string
	// was is nil where there is no such file, is where nothing makes it any more.
	was, is []byte
}

// Compare finds the files that are missing, superfluous or not up to date, by their path. present are those of the checkout,
// made those that would be made; source says what a file follows from.
func Compare(present, made map[string][]byte, source func(file string) string) []Change {
	var changes []Change
	for file, is := range made {
		if was := present[file]; !bytes.Equal(was, is) {
			changes = append(changes, Change{file, source(file), was, is})
		}
	}
	for file, was := range present {
		if _, is := made[file]; !is {
			changes = append(changes, Change{file, source(file), was, nil})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Compare(a.File, b.File) })
	return changes
}

// Fault says what is wrong with the file.
func (c Change) Fault() string {
	switch {
	case c.was == nil:
		return "is missing"
	case c.is == nil:
		return "is not made from anything any more"
	}
	return "does not follow from " + c.Source
}

// Done says what Make did.
func (c Change) Done() string {
	if c.is == nil {
		return "removed"
	}
	return "written"
}

// Make brings the file of a checkout up to date.
func (c Change) Make(root string) error {
	file := filepath.Join(root, c.File)
	if c.is == nil {
		return os.Remove(file)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, c.is, 0o644)
}
