package compose

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/grafana/alloy/syntax/ast"
	"github.com/grafana/alloy/syntax/parser"
	"github.com/grafana/alloy/syntax/printer"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	promtailFile = "infrastructure/promtail/promtail.yaml"
	alloyFile    = "infrastructure/alloy/config.alloy"
)

// The two shippers of logs make the same labels and metadata of the same lines: their pipelines are the same stages.
func TestPromtailAndAlloyHaveTheSamePipeline(t *testing.T) {
	promtail, alloy := promtailStages(t), alloyStages(t)
	for i := range max(len(promtail), len(alloy)) {
		if i >= len(promtail) || i >= len(alloy) {
			t.Fatalf("%s has %d stages and %s %d", promtailFile, len(promtail), alloyFile, len(alloy))
		}
		assert.Equal(t, promtail[i], alloy[i], "stage %d of %s and of %s", i+1, promtailFile, alloyFile)
	}
}

// What a shipper keeps of a line as labels is what the contract of Loki allows; the rest would be a stream for each value.
func TestThePipelineKeepsThePromisedLabels(t *testing.T) {
	stages := alloyStages(t)
	var kept, metadata any
	for _, stage := range stages {
		switch stage["stage"] {
		case "label_keep":
			kept = stage["values"]
		case "structured_metadata":
			metadata = stage["values"]
		}
	}
	assert.ElementsMatch(t, []any{"service_name", "level", "environment"}, kept)
	assert.Equal(t, stage{"trace_id": "", "span_id": ""}, metadata)
}

// Both read the same files under the same label, and neither needs Docker's socket.
func TestPromtailAndAlloyReadTheSameFiles(t *testing.T) {
	promtail, alloy := readFile(t, promtailFile), readFile(t, alloyFile)
	for _, name := range []string{"LOG_FILES", "LOG_DIR", "LOKI_URL"} {
		assert.Contains(t, withoutComments(promtail), name, promtailFile)
		assert.Contains(t, withoutComments(alloy), name, alloyFile)
	}
	for file, text := range map[string]string{promtailFile: promtail, alloyFile: alloy} {
		assert.NotContains(t, text, "docker.sock", file)
		assert.Regexp(t, `environment"?:?\s*=?\s*"?lab`, text, "%s gives no label environment", file)
		assert.Regexp(t, regexp.QuoteMeta(`-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*.log`), text, "%s reads rotated files twice", file)
	}
}

// Both try as long before they give lines up: the alerts about that mean the same.
func TestPromtailAndAlloyTryAsLong(t *testing.T) {
	var config struct {
		Clients []struct {
			Wait    string `yaml:"batchwait"`
			Backoff struct {
				Least   string `yaml:"min_period"`
				Most    string `yaml:"max_period"`
				Retries int    `yaml:"max_retries"`
			} `yaml:"backoff_config"`
		} `yaml:"clients"`
	}
	readYAML(t, promtailFile, &config)
	require.Len(t, config.Clients, 1, promtailFile)
	client, alloy := config.Clients[0], readFile(t, alloyFile)
	for name, value := range map[string]string{
		"batch_wait":          strconv.Quote(client.Wait),
		"min_backoff_period":  strconv.Quote(client.Backoff.Least),
		"max_backoff_period":  strconv.Quote(client.Backoff.Most),
		"max_backoff_retries": strconv.Itoa(client.Backoff.Retries),
	} {
		assert.Regexp(t, name+` +=\s+`+regexp.QuoteMeta(value)+`\n`, alloy, "%s of %s", name, alloyFile)
	}
}

// stage is one step of a pipeline in the form of Alloy: its kind under "stage", its settings, and the stages within it
// under "stages".
type stage = map[string]any

// promtailStages reads the pipeline of Promtail, with Alloy's names for what is called otherwise there.
func promtailStages(t *testing.T) []stage {
	t.Helper()
	var config struct {
		ScrapeConfigs []struct {
			Stages []map[string]any `yaml:"pipeline_stages"`
		} `yaml:"scrape_configs"`
	}
	readYAML(t, promtailFile, &config)
	require.Len(t, config.ScrapeConfigs, 1, "%s has one source", promtailFile)
	stages := translate(config.ScrapeConfigs[0].Stages)
	require.NotEmpty(t, stages, promtailFile)
	return stages
}

func translate(raw []map[string]any) []stage {
	var stages []stage
	for _, one := range raw {
		for kind, body := range one {
			result := stage{"stage": kind}
			switch settings := body.(type) {
			case []any: // labelallow, labeldrop: a list
				result["values"] = settings
			case map[string]any:
				if kind == "labels" || kind == "structured_metadata" || kind == "static_labels" {
					settings = map[string]any{"values": settings}
				}
				for name, value := range settings {
					if list, nested := value.([]any); nested && name == "stages" {
						var within []map[string]any
						for _, inner := range list {
							within = append(within, inner.(map[string]any))
						}
						result["stages"] = translate(within)
						continue
					}
					result[name] = plain(value)
				}
			}
			if renamed, is := map[string]string{"labelallow": "label_keep", "labeldrop": "label_drop"}[kind]; is {
				result["stage"] = renamed
			}
			stages = append(stages, result)
		}
	}
	return stages
}

// plain is a value as both files can have it: text, lists and objects. Trimmed white space of templates is none.
func plain(value any) any {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return regexp.MustCompile(`\s+(\{\{-)`).ReplaceAllString(regexp.MustCompile(`(-\}\})\s+`).ReplaceAllString(value, "$1"), "$1")
	case []any:
		list := make([]any, len(value))
		for i, one := range value {
			list[i] = plain(one)
		}
		return list
	case map[string]any:
		object := stage{}
		for name, one := range value {
			object[name] = plain(one)
		}
		return object
	}
	return fmt.Sprint(value)
}

// alloyStages reads the stages of the one loki.process block.
func alloyStages(t *testing.T) []stage {
	t.Helper()
	file, err := parser.ParseFile(alloyFile, []byte(readFile(t, alloyFile)))
	require.NoError(t, err, alloyFile)
	for _, statement := range file.Body {
		if block, is := statement.(*ast.BlockStmt); is && strings.Join(block.Name, ".") == "loki.process" {
			stages, _ := body(t, block.Body)
			require.NotEmpty(t, stages, alloyFile)
			return stages
		}
	}
	t.Fatalf("%s has no loki.process", alloyFile)
	return nil
}

// body reads the blocks stage.… and the settings of a block.
func body(t *testing.T, statements ast.Body) (stages []stage, settings stage) {
	t.Helper()
	settings = stage{}
	for _, statement := range statements {
		switch statement := statement.(type) {
		case *ast.AttributeStmt:
			settings[statement.Name.Name] = value(t, statement.Value)
		case *ast.BlockStmt:
			within, its := body(t, statement.Body)
			if within != nil {
				its["stages"] = within
			}
			its["stage"] = strings.TrimPrefix(strings.Join(statement.Name, "."), "stage.")
			stages = append(stages, its)
		}
	}
	return stages, settings
}

func value(t *testing.T, expression ast.Expr) any {
	t.Helper()
	switch expression := expression.(type) {
	case *ast.LiteralExpr:
		if text, err := strconv.Unquote(expression.Value); err == nil {
			return plain(text)
		}
		return expression.Value
	case *ast.ArrayExpr:
		list := []any{}
		for _, element := range expression.Elements {
			list = append(list, value(t, element))
		}
		return list
	case *ast.ObjectExpr:
		object := stage{}
		for _, field := range expression.Fields {
			object[field.Name.Name] = value(t, field.Value)
		}
		return object
	}
	var text strings.Builder
	require.NoError(t, printer.Fprint(&text, expression))
	return text.String()
}

// The parts of the lab whose lines the pipeline tells apart by name are called so in the compose files.
func TestThePipelineKnowsTheServicesByTheirNames(t *testing.T) {
	names := lab(t).ServiceNames()
	selected := regexp.MustCompile(`process="([a-z-]+)"`)
	for _, match := range selected.FindAllStringSubmatch(readFile(t, promtailFile), -1) {
		assert.Contains(t, slices.Concat(names, []string{"lab-inbox"}), match[1], "%s", promtailFile)
	}
	assert.NotEmpty(t, slices.Collect(maps.Keys(lab(t).Services)))
}
