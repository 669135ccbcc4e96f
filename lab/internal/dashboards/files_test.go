package dashboards

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"oms-lab/lab/internal/progress"
)

func TestCommittedFilesAreUpToDate(t *testing.T) {
	changes, err := Stale(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		t.Errorf("%s %s: run `lab dashboards`", c.File, c.Fault())
	}
}

// checkout is a folder with nothing but the thresholds.
func checkout(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, thresholdsFile))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	put(t, filepath.Join(dir, thresholdsFile), content)
	return dir
}

func put(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestCheckNamesEachFileThatIsNotAsItWouldBeMade(t *testing.T) {
	dir := checkout(t)
	if _, err := Write(dir); err != nil {
		t.Fatal(err)
	}
	if changes, err := Stale(dir); err != nil || len(changes) > 0 {
		t.Fatalf("after writing: %v, %v", changes, err)
	}
	overview := filepath.Join(folder, business, "overview.json")
	put(t, filepath.Join(dir, overview), []byte("{}"))
	put(t, filepath.Join(dir, folder, business, "gone.json"), []byte("{}"))
	if err := os.Remove(filepath.Join(dir, folder, services, "red.json")); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := dashboardsRun(&options{root: dir, check: true, log: progress.New(&out)}); !errors.Is(err, errStale) {
		t.Errorf("got %v", err)
	}
	for _, want := range []string{
		"Business/overview.json does not follow from", "Business/gone.json is not made from anything any more", "Services/red.json is missing",
	} {
		if !strings.Contains(filepath.ToSlash(out.String()), want) {
			t.Errorf("%q is not said:\n%s", want, out.String())
		}
	}
	if content, _ := os.ReadFile(filepath.Join(dir, overview)); string(content) != "{}" {
		t.Error("a check has written")
	}
	if err := dashboardsRun(&options{root: dir, log: progress.New(&out)}); err != nil {
		t.Fatal(err)
	}
	if changes, err := Stale(dir); err != nil || len(changes) > 0 {
		t.Errorf("left over: %v, %v", changes, err)
	}
}

func TestTheSameCodeMakesTheSameFiles(t *testing.T) {
	first, err := Files(root)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Files(root)
	if err != nil {
		t.Fatal(err)
	}
	for file := range first {
		if !bytes.Equal(first[file], second[file]) {
			t.Errorf("%s is another each time", file)
		}
	}
}
