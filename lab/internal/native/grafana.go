package native

import (
	"os"
	"os/exec"
	"path/filepath"
)

// findGrafana finds the Grafana that this machine has: its binary and its home folder, which holds
// the web pages. GRAFANA_HOME names an unpacked archive; otherwise the PATH is searched. Both are ""
// when there is none.
func findGrafana() (binary, home string) {
	if home := os.Getenv("GRAFANA_HOME"); home != "" {
		return filepath.Join(home, "bin", "grafana"), home
	}
	binary, err := exec.LookPath("grafana")
	if err != nil {
		return "", ""
	}
	if binary, err = filepath.EvalSymlinks(binary); err != nil {
		return "", ""
	}
	// Distribution packages keep the home apart from the binary; archives keep bin/ inside it.
	for _, home := range []string{"/usr/share/grafana", filepath.Dir(filepath.Dir(binary))} {
		if _, err := os.Stat(filepath.Join(home, "conf", "defaults.ini")); err == nil {
			return binary, home
		}
	}
	return "", ""
}
