package native

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/progress"
	"oms-lab/lab/internal/settings"
)

// reloaded are the parts that read rendered configuration anew when they are asked to, with the variables of their ports.
// Loki, Grafana and Traefik see changes of their files by themselves.
var reloaded = []struct{ part, portVariable string }{{"Prometheus", "PROMETHEUS_PORT"}, {"Alertmanager", "ALERTMANAGER_PORT"}}

// NewCmdReload is `lab reload`.
func NewCmdReload() *cobra.Command {
	return &cobra.Command{
		Use:   "reload",
		Short: "Have the running lab read changed rules, targets and routes",
		Long: "Render the configuration of infrastructure/ anew and have Prometheus and Alertmanager read it, without a restart:\n" +
			"rules, SLOs, scrape targets, receivers, routes. What cannot be read is refused with its file and line, and the\n" +
			"configuration of before stays in force. Changed log rules, dashboards and gateway routes need no reload.",
		Example: "  lab reload",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settings.Load()
			if err != nil {
				return err
			}
			return reloadRun(cmd.Context(), s, progress.New(cmd.OutOrStdout()))
		},
	}
}

func reloadRun(ctx context.Context, s *settings.Settings, log *progress.Log) (err error) {
	if _, err := States(ctx, s); err != nil {
		return err
	}
	if s.Half == settings.Webapp {
		return errors.New("this machine runs the webapp alone: reload where Prometheus and Alertmanager are")
	}
	draft := etc(s) + ".draft"
	defer func() { err = errors.Join(err, os.RemoveAll(draft)) }()
	if err := configuration(s, draft).Run(); err != nil {
		return err
	}
	if err := checkConfiguration(ctx, s, draft); err != nil {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	if err := configuration(s, etc(s)).Run(); err != nil {
		return err
	}
	var faults []error
	for _, r := range reloaded {
		if err := reload(ctx, "http://"+s.Address(r.portVariable)+"/-/reload"); err != nil {
			faults = append(faults, fmt.Errorf("%s keeps its configuration of before: %w", r.part, err))
			continue
		}
		log.Printf("%s has read its configuration", r.part)
	}
	return errors.Join(faults...)
}

// checkConfiguration lets the parts' own tools look at a rendered configuration; the error is what they say of it, with file
// and line.
func checkConfiguration(ctx context.Context, s *settings.Settings, folder string) error {
	var faults []error
	for _, check := range [][]string{
		{"promtool", "check", "config", filepath.Join(folder, "prometheus", "prometheus.yml")},
		{"amtool", "check-config", filepath.Join(folder, "alertmanager", "alertmanager.yml")},
	} {
		output, err := exec.CommandContext(ctx, filepath.Join(s.State, "bin", check[0]), check[1:]...).CombinedOutput()
		if err != nil {
			// What is said is about the draft; people have the files that it was made of.
			said := strings.ReplaceAll(complaints(string(output)), folder+string(filepath.Separator), "infrastructure"+string(filepath.Separator))
			faults = append(faults, fmt.Errorf("%s: %s", check[0], cmp.Or(said, err.Error())))
		}
	}
	return errors.Join(faults...)
}

// complaints are the lines of a checking tool's output that are no good news.
func complaints(output string) string {
	var bad []string
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "Checking ") && !strings.Contains(line, "WARNING: ") && !strings.Contains(line, "SUCCESS") && line != "FAILED:" {
			bad = append(bad, strings.TrimSpace(strings.TrimPrefix(line, "FAILED:")))
		}
	}
	return strings.Join(bad, "\n  ")
}

// reload asks one part; the error is what it says is wrong.
func reload(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return errors.New(strings.TrimSpace(string(body)))
	}
	return nil
}
