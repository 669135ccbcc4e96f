// Package native runs the lab as local processes: it installs and builds what is missing, prepares
// the state folder, and hands process-compose.yaml to process-compose, which supervises.
package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/spf13/cobra"

	"oms-lab/lab/internal/artifact"
	"oms-lab/lab/internal/cgroup"
	"oms-lab/lab/internal/progress"
	"oms-lab/lab/internal/settings"
)

// patience is how long the whole lab may take to become healthy before up gives up.
const patience = 4 * time.Minute

// NewCmdUp is `lab up`.
func NewCmdUp() *cobra.Command {
	var only string
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Install, build and start everything, and wait until it is healthy",
		Long: "Install what is missing from the distribution, build the pinned tools and the services into the\n" +
			"cache, start all of it in dependency order and wait until every part is ready. When the lab\n" +
			"runs already, nothing is changed.\n\n" +
			"With --only this machine runs one half: the shop and its data (webapp), or what observes it (grafana). Set\n" +
			"WEBAPP_HOST and GRAFANA_STACK_HOST on both machines, and start the Grafana stack first. The half is remembered\n" +
			"for up, check, status, reload and down; --only both takes it back.",
		Example: "  lab up\n  lab up --only grafana\n  lab --env-file tests/stack.env up",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settings.Load()
			if err != nil {
				return err
			}
			if err := chooseHalf(cmd.Context(), s, only); err != nil {
				return err
			}
			log := progress.New(cmd.OutOrStdout())
			already, err := Up(cmd.Context(), s, log)
			if err != nil {
				return err
			}
			if already {
				log.Printf("the lab is running already: nothing was changed")
			} else {
				log.Printf("the lab is healthy")
			}
			return printTable(cmd.Context(), cmd.OutOrStdout(), s)
		},
	}
	cmd.Flags().StringVar(&only, "only", "", "what this machine runs: webapp, grafana or both (default what it ran last, at first both)")
	return cmd
}

// chooseHalf takes the value of --only, which a running lab cannot follow.
func chooseHalf(ctx context.Context, s *settings.Settings, only string) error {
	if only == "" {
		return nil
	}
	half, err := settings.ParseHalf(only)
	if err != nil || half == s.Half {
		return err
	}
	if _, err := States(ctx, s); err == nil {
		return fmt.Errorf("the lab runs already, and not with --only %s: stop it first, with lab down", only)
	}
	s.Choose(half)
	return nil
}

// Up brings the lab up, or only the named processes and what they depend on, and waits until it is
// healthy. already says that it was running and that nothing was changed.
func Up(ctx context.Context, s *settings.Settings, log *progress.Log, processes ...string) (already bool, err error) {
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go log.Watch(watching)

	if _, err := States(ctx, s); err == nil {
		return true, awaitHealthy(ctx, s, log)
	}
	if ended, err := endLeftovers(ctx, s); err != nil {
		return false, fmt.Errorf("an earlier start left processes behind that do not end: %w", err)
	} else if ended > 0 {
		log.Printf("ended %d processes that an earlier start had left behind", ended)
	}
	if err := checkMachines(ctx, s); err != nil {
		return false, err
	}
	if err := checkPorts(ctx, s); err != nil {
		return false, err
	}
	built, builder, err := Build(ctx, s, log)
	if err != nil {
		return false, err
	}
	if err := Prepare(ctx, s, builder, built); err != nil {
		return false, err
	}
	extra, notes := surroundings(s)
	for _, note := range notes {
		log.Printf("note: %s", note)
	}
	log.Printf("starting; the logs are in %s", filepath.Join(s.State, "log"))
	if err := startSupervisor(ctx, s, environment(s, extra), processes); err != nil {
		return false, err
	}
	return false, awaitHealthy(ctx, s, log)
}

// Prepare makes the state folder ready for a start: links, rendered configuration, database cluster.
func Prepare(ctx context.Context, s *settings.Settings, builder *artifact.Builder, built []*artifact.Artifact) error {
	if err := prepareState(s, builder, built); err != nil {
		return fmt.Errorf("preparing %s: %w", s.State, err)
	}
	if !s.Half.Has("postgres") {
		return nil
	}
	return initPostgres(ctx, s)
}

// Build installs the distribution's packages and builds the tools and services.
func Build(ctx context.Context, s *settings.Settings, log *progress.Log) ([]*artifact.Artifact, *artifact.Builder, error) {
	moved, err := stateElsewhere(s)
	if err != nil {
		return nil, nil, err
	}
	if moved {
		log.Printf("note: the databases' users cannot enter this folder, so %s leads to %s", s.StateLink, s.State)
	}
	logs := filepath.Join(s.State, "log", "build")
	if err := os.MkdirAll(logs, 0o755); err != nil {
		return nil, nil, err
	}
	if s.Half != settings.Grafana {
		if err := installPackages(ctx, log, filepath.Join(logs, "apt-get.log"), debianPackages); err != nil {
			return nil, nil, err
		}
	}
	tools, err := artifact.Tools(s.Root)
	if err != nil {
		return nil, nil, err
	}
	all := onlyHere(s.Half, append(tools, artifact.Services()...))
	builder := &artifact.Builder{Root: s.Root, Cache: s.Cache, Logs: logs, Progress: log}
	return all, builder, builder.Ensure(ctx, all)
}

// surroundings finds out what this machine offers and turns it into variables that
// process-compose.yaml reads, with a note for the reader on what is left out and why.
func surroundings(s *settings.Settings) (extra map[string]string, notes []string) {
	extra = map[string]string{"JAVA_HOME": artifact.JavaHome(),
		"CGROUP_PARENT":     cgroup.Parent(s.Instance),
		"CADVISOR_DISABLED": "false", "GRAFANA_DISABLED": "false"}
	if err := cgroup.Available(); err != nil {
		extra["CADVISOR_DISABLED"] = "true"
		notes = append(notes, "no memory limits and no container metrics: "+err.Error())
	}
	grafana, grafanaHome := findGrafana()
	extra["GRAFANA_BIN"], extra["GRAFANA_HOME"] = grafana, grafanaHome
	if elsewhere := s.Half == settings.Webapp && s.Remote(); grafana == "" && !elsewhere && !s.Given("GRAFANA_URL") {
		// Trace ids become links where this is set.
		extra["GRAFANA_URL"] = ""
	}
	if grafana == "" {
		extra["GRAFANA_DISABLED"] = "true"
	}
	if grafana == "" && s.Half != settings.Webapp {
		notes = append(notes, "Grafana is not installed, so it is not started: put a grafana binary (version 11 or later) on the PATH or set GRAFANA_HOME")
	}
	return extra, notes
}

// awaitHealthy reports each process as it becomes ready and returns when all are. The error names
// those that are not, with the end of their logs.
func awaitHealthy(ctx context.Context, s *settings.Settings, log *progress.Log) error {
	reported := map[string]bool{}
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		states, err := States(ctx, s)
		if err != nil {
			return struct{}{}, err
		}
		var waiting []string
		for _, state := range states {
			switch {
			case !state.Healthy():
				waiting = append(waiting, state.Name)
				if state.Restarts >= maxRestarts || state.Status == "Completed" || state.Status == "Error" {
					return struct{}{}, backoff.Permanent(errUnhealthy(s, state.Name))
				}
			case !reported[state.Name] && state.Status != "Disabled":
				reported[state.Name] = true
				log.Printf("ready: %s", state.Name)
			}
		}
		if len(waiting) > 0 {
			return struct{}{}, errUnhealthy(s, waiting...)
		}
		names, err := unrouted(ctx, s, states)
		if err != nil {
			return struct{}{}, err
		}
		if len(names) > 0 {
			return struct{}{}, fmt.Errorf("the gateway sends nothing to %s; its log is %s",
				strings.Join(names, ", "), filepath.Join(s.State, "log", "traefik.log"))
		}
		return struct{}{}, nil
	}, backoff.WithBackOff(backoff.NewConstantBackOff(250*time.Millisecond)), backoff.WithMaxElapsedTime(patience))
	return err
}

// maxRestarts is how often a process may die while the lab starts before up says so.
const maxRestarts = 5

func errUnhealthy(s *settings.Settings, names ...string) error {
	var faults []error
	for _, name := range names {
		text := fmt.Sprintf("%s is not healthy; its log is %s", name, filepath.Join(s.State, "log", name+".log"))
		for _, line := range tail(s, name, 3) {
			text += "\n    " + strings.TrimSpace(line)
		}
		faults = append(faults, errors.New(text))
	}
	return errors.Join(faults...)
}
