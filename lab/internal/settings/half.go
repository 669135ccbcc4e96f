package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Half is what a machine runs of the lab.
type Half string

// One machine runs both halves, or each of two machines one.
const (
	Both    Half = ""
	Webapp  Half = "webapp"
	Grafana Half = "grafana"
)

// ParseHalf reads the value of --only.
func ParseHalf(text string) (Half, error) {
	switch text {
	case "both":
		return Both, nil
	case string(Webapp), string(Grafana):
		return Half(text), nil
	}
	return Both, fmt.Errorf("--only is %q: it must be webapp, grafana or both", text)
}

// Has tells whether the half runs a process of process-compose.yaml, or keeps the folder of that name.
func (h Half) Has(process string) bool {
	switch h {
	case Webapp, Grafana:
		return halfOf(strings.ToUpper(strings.ReplaceAll(process, "-", "_"))+"_HOST") == h
	}
	return true
}

// HasPort tells whether a part of the half listens at the port that the variable holds.
func (h Half) HasPort(portVariable string) bool {
	return h == Both || halfOf(hostVariable(portVariable)) == h
}

func halfOf(hostVariable string) Half {
	if layers[hostVariable] == grafana {
		return Grafana
	}
	return Webapp
}

// halfFile remembers in the state folder what `lab up --only` has started.
const halfFile = "half"

// Remember keeps the half in the state folder, for the commands that follow.
func (s *Settings) Remember() error {
	file := filepath.Join(s.State, halfFile)
	if s.Half == Both {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return os.WriteFile(file, []byte(string(s.Half)+"\n"), 0o644)
}

// remembered is the half that is kept in a state folder.
func remembered(state string) (Half, error) {
	file := filepath.Join(state, halfFile)
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return Both, nil
	}
	if err != nil {
		return Both, err
	}
	switch half := Half(strings.TrimSpace(string(content))); half {
	case Webapp, Grafana:
		return half, nil
	}
	return Both, fmt.Errorf("%s says neither webapp nor grafana: remove it", file)
}

// Choose makes these the settings of a machine that runs the half.
func (s *Settings) Choose(half Half) {
	s.Half = half
	s.locate()
}
