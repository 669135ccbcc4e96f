package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"oms-lab/lab/internal/progress"
	"oms-lab/lab/internal/settings"
)

// debianPackage is a program that the lab takes from the distribution.
type debianPackage struct {
	name string
	// file tells whether it is installed; a pattern of filepath.Glob.
	file string
	// unit is the systemd unit that must not start by itself: the lab runs its own instance.
	unit string
}

var debianPackages = []debianPackage{
	{"postgresql", "/usr/lib/postgresql/*/bin/postgres", "postgresql"},
	{"redis-server", "/usr/bin/redis-server", "redis-server"},
	{"rabbitmq-server", "/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server"},
	{"prometheus-postgres-exporter", "/usr/bin/prometheus-postgres-exporter", "prometheus-postgres-exporter"},
	{"prometheus-redis-exporter", "/usr/bin/prometheus-redis-exporter", "prometheus-redis-exporter"},
}

// testPackages are what only the tests need: a browser and a linter of shell scripts.
var testPackages = []debianPackage{
	{"chromium", "/usr/bin/chromium", ""},
	{"shellcheck", "/usr/bin/shellcheck", ""},
}

// InstallTestPackages installs what only the tests need from the distribution.
func InstallTestPackages(ctx context.Context, s *settings.Settings, log *progress.Log) error {
	return installPackages(ctx, log, filepath.Join(s.State, "log", "build", "apt-get-tests.log"), testPackages)
}

func missing(packages []debianPackage) []debianPackage {
	var absent []debianPackage
	for _, p := range packages {
		if found, _ := filepath.Glob(p.file); len(found) == 0 {
			absent = append(absent, p)
		}
	}
	return absent
}

// installPackages installs what is missing from the distribution, without letting the packages
// start their services, now or at the next boot.
func installPackages(ctx context.Context, log *progress.Log, logFile string, wanted []debianPackage) error {
	absent := missing(wanted)
	if len(absent) == 0 {
		return nil
	}
	var names, units []string
	for _, p := range absent {
		names = append(names, p.name)
		if p.unit != "" {
			units = append(units, p.unit)
		}
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return fmt.Errorf("this machine has no apt-get: install %s yourself, then run this again", strings.Join(names, ", "))
	}
	done := log.Task("installing", strings.Join(names, ", "))
	err := aptInstall(ctx, logFile, names, units)
	done(err)
	if err != nil {
		return fmt.Errorf("apt-get could not install %s: %w; its output is in %s", strings.Join(names, ", "), err, logFile)
	}
	return nil
}

// installScript forbids service starts through the distribution's own switch (policy-rc.d, see
// invoke-rc.d(8)) for as long as it runs, then takes the units out of the boot sequence.
const installScript = `set -eu
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends $PACKAGES
if command -v systemctl >/dev/null; then
  for unit in $UNITS; do systemctl disable "$unit" || true; done
fi
`

func aptInstall(ctx context.Context, logFile string, names, units []string) error {
	if err := os.MkdirAll(filepath.Dir(logFile), 0o755); err != nil {
		return err
	}
	out, err := os.Create(logFile)
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }()

	args := []string{"env", "PACKAGES=" + strings.Join(names, " "), "UNITS=" + strings.Join(units, " "), "sh", "-c", installScript}
	if os.Geteuid() != 0 {
		if _, err := exec.LookPath("sudo"); err != nil {
			return errors.New("it needs root or sudo")
		}
		args = append([]string{"sudo"}, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, out, out
	return cmd.Run()
}
