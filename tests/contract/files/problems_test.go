package files

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// problem is one entry of the registry.
type problem struct {
	status  string
	title   string
	members []string
}

func registry(t *testing.T) map[string]problem {
	t.Helper()
	byCode := map[string]problem{}
	for _, entry := range list(readYAML(t, filepath.Join(contracts, "problems.yaml"))["problems"]) {
		e := object(entry)
		code := text(e["code"])
		assert.Regexp(t, `^[a-z]+(_[a-z]+)*$`, code)
		assert.NotContains(t, byCode, code, "the registry has a code twice")
		assert.NotEmpty(t, text(e["title"]), code)
		assert.NotEmpty(t, text(e["meaning"]), code)
		byCode[code] = problem{e["status"].(json.Number).String(), text(e["title"]), texts(e["members"])}
	}
	return byCode
}

// quoted are the words in back quotes of a description.
var quoted = regexp.MustCompile("`([a-z_]+)`")

// Every error that is described names its codes and shows one, as the registry has them.
func TestProblemsAreThoseOfTheRegistry(t *testing.T) {
	known := registry(t)
	used := map[string]bool{"method_not_allowed": true} // from everywhere, so it is not described anywhere
	forEachOperation(t, func(t *testing.T, d description, o operation) {
		for status, answer := range d.responses(t, o) {
			if n, err := strconv.Atoi(status); err != nil || n < 400 || (o.path == "/ready" && n == 503) {
				continue
			}
			content := object(answer["content"])
			require.Len(t, content, 1, status)
			media := object(content["application/problem+json"])
			require.NotNil(t, media, status)

			var named []string
			for _, word := range quoted.FindAllStringSubmatch(text(answer["description"]), -1) {
				if p, is := known[word[1]]; is {
					assert.Equal(t, status, p.status, "the status of %s", word[1])
					named = append(named, word[1])
					used[word[1]] = true
				}
			}
			assert.NotEmpty(t, named, "the description of %s names no code: %s", status, answer["description"])
			for _, example := range examplesOf(t, d, media) {
				checkProblem(t, known, status, example)
				assert.Contains(t, named, example["code"], "the description of %s does not name the code of its example", status)
			}
		}
	})
	for code := range known {
		assert.True(t, used[code], "no description names %s", code)
	}
}

func checkProblem(t *testing.T, known map[string]problem, status string, example node) {
	t.Helper()
	code := text(example["code"])
	p, is := known[code]
	if !assert.True(t, is, "contracts/problems.yaml has no %q", code) {
		return
	}
	assert.Equal(t, p.title, example["title"], code)
	assert.Equal(t, "urn:oms:problem:"+code, example["type"])
	assert.Equal(t, status, p.status, code)
	assert.Equal(t, json.Number(status), example["status"], code)
	standard := []string{"type", "title", "status", "detail", "instance", "code", "trace_id", "errors"}
	for member := range example {
		assert.Contains(t, append(standard, p.members...), member, "the registry's %s has no such member", code)
	}
}

func examplesOf(t *testing.T, d description, media node) []node {
	var all []node
	if example := object(media["example"]); example != nil {
		all = append(all, example)
	}
	for _, example := range object(media["examples"]) {
		all = append(all, object(d.follow(t, example)["value"]))
	}
	return all
}
