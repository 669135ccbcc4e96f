package native

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"oms-lab/lab/internal/settings"
)

// postgresBin is the folder of the newest PostgreSQL that is installed.
func postgresBin() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(found) == 0 {
		return "", errors.New("PostgreSQL is not installed in /usr/lib/postgresql")
	}
	slices.SortFunc(found, func(a, b string) int {
		return strings.Compare(fmt.Sprintf("%40s", a), fmt.Sprintf("%40s", b))
	})
	return found[len(found)-1], nil
}

// initPostgres makes the database cluster at the first start, with the superuser's password, and
// links the server's programs into bin/.
func initPostgres(ctx context.Context, s *settings.Settings) error {
	bin, err := postgresBin()
	if err != nil {
		return err
	}
	for _, name := range []string{"postgres", "pg_isready", "psql"} {
		at := filepath.Join(s.State, "bin", name)
		if err := removeIfThere(at); err != nil {
			return err
		}
		if err := os.Symlink(filepath.Join(bin, name), at); err != nil {
			return err
		}
	}
	data := filepath.Join(s.State, "data", "postgres")
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	// The password goes by a file: arguments are visible to everyone on the machine.
	password := filepath.Join(s.State, "etc", "postgres", "superuser-password")
	if err := os.WriteFile(password, []byte(s.Get("POSTGRES_PASSWORD")+"\n"), 0o600); err != nil {
		return err
	}
	defer func() { _ = os.Remove(password) }()
	if err := own(password, "postgres"); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(s.State, "bin", "lab"), "exec", "postgres-initdb", "--user", accounts["postgres"], "--",
		filepath.Join(bin, "initdb"), "--pgdata", data, "--username", "postgres", "--pwfile", password,
		"--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--data-checksums")
	cmd.Dir = s.State
	cmd.Env = s.Environ()
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb failed: %w: %s", err, strings.TrimSpace(string(output)))
	}
	return nil
}
