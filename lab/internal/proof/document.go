package proof

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// fence is the first or the last line of a block of code in Markdown.
var fence = regexp.MustCompile("^\\s*```(\\w*)\\s*$")

// ReadDocument reads the queries of a Markdown file: those in fenced blocks of a query language, separated by empty lines.
// Lines that start with # are comments. name is how results call the file.
func ReadDocument(file, name string) ([]Query, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var queries []Query
	var language Language
	var lines []string
	first := 0
	finish := func() {
		if text := strings.TrimSpace(strings.Join(lines, "\n")); text != "" {
			queries = append(queries, Query{Source: fmt.Sprintf("%s:%d", name, first), Language: language, Text: text})
		}
		lines = nil
	}
	for i, line := range strings.Split(string(content), "\n") {
		if match := fence.FindStringSubmatch(line); match != nil {
			finish()
			language = Language(match[1])
			continue
		}
		if language != PromQL && language != LogQL && language != TraceQL {
			continue
		}
		switch trimmed := strings.TrimSpace(line); {
		case trimmed == "":
			finish()
		case strings.HasPrefix(trimmed, "#"):
		default:
			if len(lines) == 0 {
				first = i + 1
			}
			lines = append(lines, line)
		}
	}
	return queries, nil
}
