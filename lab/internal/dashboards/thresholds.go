package dashboards

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// thresholdsFile is where panels and alerts have their limits from, below the root of the checkout.
var thresholdsFile = filepath.Join("infrastructure", "thresholds.yaml")

// Threshold is where a value becomes worrying and where it becomes bad.
type Threshold struct {
	Unit     string  `yaml:"unit"`
	Warning  float64 `yaml:"warning"`
	Critical float64 `yaml:"critical"`
	// Direction is below where a low value is the bad one.
	Direction string `yaml:"direction"`
	// Alerts names the rule that fires at each of the two values, by severity.
	Alerts map[string]string `yaml:"alerts"`
}

// Thresholds are the limits of thresholds.yaml by their name.
type Thresholds map[string]Threshold

// LoadThresholds reads the limits of a checkout. An error names file and line.
func LoadThresholds(root string) (Thresholds, error) {
	content, err := os.ReadFile(filepath.Join(root, thresholdsFile))
	if err != nil {
		return nil, err
	}
	return parseThresholds(content)
}

func parseThresholds(content []byte) (Thresholds, error) {
	var read Thresholds
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&read); err != nil {
		return nil, located(err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, located(err)
	}
	// Keys and values of a YAML mapping follow each other.
	entries := document.Content[0].Content
	for i := 0; i < len(entries); i += 2 {
		name := entries[i].Value
		if err := read[name].valid(); err != nil {
			return nil, fmt.Errorf("%s:%d: %s: %w", thresholdsFile, entries[i].Line, name, err)
		}
	}
	return read, nil
}

func (t Threshold) valid() error {
	switch {
	case t.Unit == "":
		return errors.New("has no unit")
	case t.Direction != "" && t.Direction != "above" && t.Direction != "below":
		return fmt.Errorf("direction is %q, not above or below", t.Direction)
	case t.below() && t.Warning <= t.Critical:
		return fmt.Errorf("warning %g is not above critical %g although low is bad", t.Warning, t.Critical)
	case !t.below() && t.Warning >= t.Critical:
		return fmt.Errorf("warning %g is not below critical %g", t.Warning, t.Critical)
	}
	return nil
}

func (t Threshold) below() bool { return t.Direction == "below" }

// yamlLine is how the YAML library says where: "yaml: line 3: …", or "line 3: …" for each of several faults.
var yamlLine = regexp.MustCompile(`(?m)^(?:yaml: )?\s*line (\d+): (.*)$`)

// located says a YAML error in the form file:line: fault, one a line.
func located(err error) error {
	var faults []string
	for _, match := range yamlLine.FindAllStringSubmatch(err.Error(), -1) {
		faults = append(faults, fmt.Sprintf("%s:%s: %s", thresholdsFile, match[1], match[2]))
	}
	if faults == nil {
		return fmt.Errorf("%s: %w", thresholdsFile, err)
	}
	return errors.New(strings.Join(faults, "\n"))
}

// The colors of a value: well, worrying, bad.
const (
	good    = "green"
	warning = "yellow"
	bad     = "red"
)

// steps are the colors from low to high.
func (t Threshold) steps() *dashboard.ThresholdsConfig {
	steps := []dashboard.Threshold{{Color: good}, {Value: &t.Warning, Color: warning}, {Value: &t.Critical, Color: bad}}
	if t.below() {
		steps = []dashboard.Threshold{{Color: bad}, {Value: &t.Critical, Color: warning}, {Value: &t.Warning, Color: good}}
	}
	return &dashboard.ThresholdsConfig{Mode: dashboard.ThresholdsModeAbsolute, Steps: steps}
}
