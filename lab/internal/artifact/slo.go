package artifact

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// sloSpecs are the objectives of the services, and sloRulesFolder is where the rules made of them are committed: a
// file of the same name for each.
var (
	sloSpecs       = filepath.Join("infrastructure", "slo")
	sloRulesFolder = filepath.Join("infrastructure", "prometheus", "rules", "slo")
)

// sloIntervals slow the rules down: windows are five minutes at least, and the 30-day average reads every sample of the
// 5-minute ratio each time. Once a minute is also the rate at which `lab seed --history` writes that ratio, so that the
// past and the present weigh the same. An alert looks at what is recorded as often as any other.
const sloIntervals = `{"id": "sloth.dev/contrib/rule_intervals/v1", "priority": 100,
	"config": {"interval": {"default": "1m", "alert": "15s"}}}`

// sloRules are the recording rules and alerts that Sloth makes of the specs.
func sloRules(root string, sloth *Artifact) *Artifact {
	a := &Artifact{Name: "slo-rules", Inputs: []string{sloSpecs}, Needs: []*Artifact{sloth}, Salt: []string{sloIntervals}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		program, err := b.Dir(sloth)
		if err != nil {
			return err
		}
		specs, err := filepath.Glob(filepath.Join(root, sloSpecs, "*.yaml"))
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(dir, sloRulesFolder), 0o755); err != nil {
			return err
		}
		for _, file := range specs {
			spec := filepath.Join(sloSpecs, filepath.Base(file))
			outline, err := readSpec(root, spec)
			if err != nil {
				return err
			}
			err = b.Run(ctx, a, Command{Dir: b.Root, Args: []string{filepath.Join(program, "sloth"), "generate", "--no-log",
				"--slo-plugins", sloIntervals, "--input", spec, "--out", filepath.Join(dir, sloRulesFolder, filepath.Base(file))}})
			if err != nil {
				return outline.locate(err)
			}
		}
		return nil
	}
	return a
}

// specOutline is what of a spec finds the place of a fault.
type specOutline struct {
	file    string
	Service string      `yaml:"service"`
	SLOs    []yaml.Node `yaml:"slos"`
}

// yamlFault is how the parser names the line of a fault, the first of them where it lists several.
var yamlFault = regexp.MustCompile(`line (\d+): (.+)`)

// readSpec reads a spec before Sloth does, which names neither file nor line.
func readSpec(root, file string) (*specOutline, error) {
	content, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		return nil, err
	}
	outline := &specOutline{file: file}
	if err := yaml.Unmarshal(content, outline); err != nil {
		if fault := yamlFault.FindStringSubmatch(err.Error()); fault != nil {
			return nil, fmt.Errorf("%s:%s: %s", file, fault[1], fault[2])
		}
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if want := strings.TrimSuffix(filepath.Base(file), ".yaml"); outline.Service != want {
		return nil, fmt.Errorf("%s: its service is %q, and must be %q as the file's name says", file, outline.Service, want)
	}
	return outline, nil
}

// locate puts file and line before what Sloth says, and leaves out what only programmers of Sloth understand.
func (o *specOutline) locate(err error) error {
	_, fault, found := strings.Cut(err.Error(), "could not generate SLOs: ")
	if !found {
		return fmt.Errorf("%s: %w", o.file, err)
	}
	if _, reason, found := strings.Cut(fault, "slo processor failed: "); found {
		fault = reason
	}
	for _, slo := range o.SLOs {
		var named struct{ Name string }
		if slo.Decode(&named) == nil && strings.Contains(fault, strconv.Quote(o.Service+"-"+named.Name)) {
			return fmt.Errorf("%s:%d: %s", o.file, slo.Line, fault)
		}
	}
	return errors.New(o.file + ": " + fault)
}
