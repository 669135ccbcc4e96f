package native

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"oms-lab/lab/internal/artifact"
	"oms-lab/lab/internal/check"
	"oms-lab/lab/internal/settings"
)

// projectFile is what the supervisor reads.
const projectFile = "process-compose.yaml"

// checkMachines refuses, before anything is started, what cannot work on this machine or without the other one.
func checkMachines(ctx context.Context, s *settings.Settings) error {
	own := map[settings.Half]string{settings.Webapp: "WEBAPP_HOST", settings.Grafana: "GRAFANA_STACK_HOST"}[s.Half]
	switch {
	case s.Half == settings.Both && s.Get("WEBAPP_HOST") != "":
		return errors.New("WEBAPP_HOST and GRAFANA_STACK_HOST are set: say which half this machine runs, --only webapp or --only grafana")
	case !s.Remote():
		return nil
	case net.ParseIP(s.Get(own)) == nil && net.ParseIP(s.Get("BIND_ADDRESS")).IsLoopback():
		return fmt.Errorf("%s is the name %s: set BIND_ADDRESS to this machine's own address, so that the other one reaches it", own, s.Get(own))
	case s.Half == settings.Webapp:
		return checkStack(ctx, s)
	}
	return nil
}

// checkStack asks the other machine for what the webapp sends its logs and traces to.
func checkStack(ctx context.Context, s *settings.Settings) error {
	parts, err := check.Parts(s.Get)
	if err != nil {
		return err
	}
	parts = slices.DeleteFunc(parts, func(part check.Part) bool { return part.Name != "loki" && part.Name != "tempo-otlp-http" })
	var faults []string
	for _, result := range check.Run(ctx, parts, 5*time.Second) {
		if result.Status != check.Healthy {
			faults = append(faults, fmt.Sprintf("%s at %s (%s)", result.Part, result.Address, result.Detail))
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("the Grafana stack on GRAFANA_STACK_HOST does not answer: %s: start it there first, and open its ports to this machine",
			strings.Join(faults, ", "))
	}
	return nil
}

// onlyHere leaves what is built for this machine. The supervisor is on both, and so is what holds Promtail.
func onlyHere(half settings.Half, all []*artifact.Artifact) []*artifact.Artifact {
	return slices.DeleteFunc(all, func(a *artifact.Artifact) bool {
		return a.Name != "process-compose" && a.Name != "loki" && !half.Has(a.Name)
	})
}

// project is the file of the processes that run here: process-compose.yaml, or a copy without the other half and
// without what would wait for it.
func project(s *settings.Settings) (file string, err error) {
	whole := filepath.Join(s.Root, projectFile)
	if s.Half == settings.Both {
		return whole, nil
	}
	content, err := os.ReadFile(whole)
	if err != nil {
		return "", err
	}
	content, err = halfOf(content, s.Half)
	if err != nil {
		return "", fmt.Errorf("%s: %w", projectFile, err)
	}
	file = filepath.Join(s.State, "run", projectFile)
	return file, os.WriteFile(file, content, 0o644)
}

func halfOf(content []byte, half settings.Half) ([]byte, error) {
	var document map[string]any
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, err
	}
	processes, ok := document["processes"].(map[string]any)
	if !ok {
		return nil, errors.New("it has no processes")
	}
	for name, value := range processes {
		if !half.Has(name) {
			delete(processes, name)
			continue
		}
		process, _ := value.(map[string]any)
		dependencies, _ := process["depends_on"].(map[string]any)
		for dependency := range dependencies {
			if !half.Has(dependency) {
				delete(dependencies, dependency)
			}
		}
	}
	return yaml.Marshal(document)
}
