package native

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"

	"oms-lab/lab/internal/artifact"
	"oms-lab/lab/internal/cgroup"
	"oms-lab/lab/internal/render"
	"oms-lab/lab/internal/settings"
)

// accounts are the unprivileged users that own a part's data when the lab runs as root: PostgreSQL
// refuses to run as root, and RabbitMQ and Redis should not.
var accounts = map[string]string{"postgres": "postgres", "redis": "redis", "rabbitmq": "rabbitmq"}

// dataFolders are the folders below data/, one for each part that keeps something.
var dataFolders = []string{"postgres", "redis", "rabbitmq", "prometheus", "alertmanager", "loki", "tempo", "promtail", "inbox", "grafana"}

// prepareState makes the state folder: data, logs, rendered configuration and links to what was
// built. It is safe to repeat. It removes what a killed run may have left that would block a start.
func prepareState(s *settings.Settings, b *artifact.Builder, built []*artifact.Artifact) error {
	for _, folder := range []string{"bin", "app", "etc", "log", "run"} {
		if err := os.MkdirAll(filepath.Join(s.State, folder), 0o755); err != nil {
			return err
		}
	}
	for _, name := range dataFolders {
		if !s.Half.Has(name) {
			continue
		}
		if err := makeDataFolder(s, name); err != nil {
			return err
		}
	}
	// PostgreSQL takes any live process with the recorded number for its former self. Nothing of
	// this lab runs by now, so the record is stale.
	if err := removeIfThere(filepath.Join(s.State, "data", "postgres", "postmaster.pid")); err != nil {
		return err
	}
	if err := removeIfThere(socket(s)); err != nil {
		return err
	}
	if err := link(s, b, built); err != nil {
		return err
	}
	if err := configuration(s, etc(s)).Run(); err != nil {
		return err
	}
	return s.Remember()
}

// stateElsewhere moves the state folder to /var/lib, with a link to it in the checkout, when the lab
// runs as root from a folder that other users cannot enter (such as root's home): the users that run
// the databases could not reach their data. It tells whether it had to.
func stateElsewhere(s *settings.Settings) (bool, error) {
	if os.Geteuid() != 0 {
		return false, nil
	}
	if s.State != s.StateLink {
		return false, os.MkdirAll(s.State, 0o755)
	}
	if reachable(filepath.Dir(s.State)) {
		return false, nil
	}
	if err := os.RemoveAll(s.StateLink); err != nil {
		return false, err
	}
	sum := sha256.Sum256([]byte(s.StateLink))
	s.State = filepath.Join("/var/lib/oms-lab", fmt.Sprintf("%s-%x", s.Instance, sum[:4]))
	if err := os.MkdirAll(s.State, 0o755); err != nil {
		return false, err
	}
	return true, os.Symlink(s.State, s.StateLink)
}

// reachable tells whether every user may enter the folder.
func reachable(folder string) bool {
	for dir := folder; ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

func makeDataFolder(s *settings.Settings, name string) error {
	dir := filepath.Join(s.State, "data", name)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	return own(dir, name)
}

// own gives a file to the account of the part, when root runs the lab.
func own(path, part string) error {
	account, ok := accounts[part]
	if !ok || os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup(account)
	if err != nil {
		return fmt.Errorf("the user %s, which the package of %s makes, is missing: %w", account, part, err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return os.Chown(path, uid, gid)
}

func link(s *settings.Settings, b *artifact.Builder, built []*artifact.Artifact) error {
	for _, a := range built {
		dir, err := b.Dir(a)
		if err != nil {
			return err
		}
		for name, target := range a.Links {
			at := filepath.Join(s.State, name)
			if err := removeIfThere(at); err != nil {
				return err
			}
			if err := os.Symlink(filepath.Join(dir, target), at); err != nil {
				return err
			}
		}
	}
	return installSelf(filepath.Join(s.State, "bin", "lab"))
}

// installSelf puts a copy of this program where the supervised processes find it, so that
// rebuilding it does not disturb a running lab.
func installSelf(at string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	content, err := os.ReadFile(self)
	if err != nil {
		return err
	}
	if err := os.WriteFile(at+".new", content, 0o755); err != nil {
		return err
	}
	return os.Rename(at+".new", at)
}

// etc is where programs find their rendered configuration.
func etc(s *settings.Settings) string { return filepath.Join(s.State, "etc") }

// configuration is that of the parts that run here, rendered into a folder.
func configuration(s *settings.Settings, into string) *render.Rendering {
	parts := slices.DeleteFunc(slices.Clone(render.Parts), func(part string) bool { return !s.Half.Has(part) })
	return &render.Rendering{From: filepath.Join(s.Root, "infrastructure"), Into: into, Parts: parts,
		Value: s.Get, Absent: absentTargets(s), Mode: 0o640, Own: own}
}

// absentTargets are the targets of Prometheus that this machine cannot run: they would be reported as down for ever.
// What another machine runs is not known here.
func absentTargets(s *settings.Settings) map[string]bool {
	targets := filepath.Join("prometheus", "targets")
	absent := map[string]bool{}
	if cgroup.Available() != nil && !s.Remote() {
		absent[filepath.Join(targets, "cadvisor.yaml")] = true
	}
	if binary, _ := findGrafana(); binary == "" {
		absent[filepath.Join(targets, "grafana.yaml")] = true
	}
	return absent
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
