package compose

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readers are the files that a program fills with its environment when it starts, and the service whose environment it is.
var readers = map[string][]string{
	"loki":          {"infrastructure/loki/loki.yaml"},
	"tempo":         {"infrastructure/tempo/tempo.yaml"},
	"promtail":      {"infrastructure/promtail/promtail.yaml"},
	"alloy":         {"infrastructure/alloy/config.alloy"},
	"traefik":       {"infrastructure/traefik/dynamic/routes.yml", "infrastructure/traefik/dynamic/services.yml"},
	"grafana":       {"infrastructure/grafana/provisioning"},
	"configuration": {"infrastructure/redis", "infrastructure/rabbitmq"},

	"grafana-configuration": {"infrastructure/prometheus/prometheus.yml", "infrastructure/prometheus/targets", "infrastructure/alertmanager"},
}

// What the shared configuration takes from the environment is there in the container as well.
func TestContainersHaveTheVariablesOfTheirConfiguration(t *testing.T) {
	for service, paths := range readers {
		require.Contains(t, lab(t).ServiceNames(), service)
		given := environment(lab(t).Services[service])
		if host, is := given["RABBITMQ_HOST"]; is {
			// The lab's settings take it from there.
			given["RABBITMQ_METRICS_HOST"] = host
		}
		for _, path := range paths {
			for _, file := range files(t, path, "") {
				for _, name := range wanting(withoutComments(readFile(t, file)), given) {
					t.Errorf("%s uses %s and the service %s does not get it", file, name, service)
				}
			}
		}
	}
}

// wanting lists the variables that a text needs and an environment does not have. A default counts, and what stands in
// it matters only when it is taken.
func wanting(text string, given map[string]string) []string {
	var missing []string
	for _, match := range taken.FindAllStringSubmatch(text, -1) {
		if given[match[1]] == "" && !defaulted(text, match[1]) {
			missing = append(missing, match[1])
		}
	}
	for {
		start := used.FindStringSubmatchIndex(text)
		if start == nil {
			return missing
		}
		name, rest := text[start[2]:start[3]], text[start[1]:]
		end := closing(rest)
		fallback, has := strings.CutPrefix(rest[:end], ":-")
		_, is := given[name]
		switch {
		case has && given[name] == "":
			missing = append(missing, wanting(fallback, given)...)
		case !has && !is:
			missing = append(missing, name)
		}
		text = rest[end:]
	}
}

// closing is where the brace is closed that was opened before a text.
func closing(text string) int {
	depth := 1
	for i, character := range text {
		switch character {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	return len(text)
}

// defaulted tells whether a text takes a variable with a default.
func defaulted(text, name string) bool {
	return regexp.MustCompile(`\$\{` + name + `:-|env "` + name + `" \| default|coalesce\(sys\.env\("` + name + `"\)|coalesce\([^)]*\), *sys\.env\("` + name + `"\)`).MatchString(text)
}

// The lab's own containers are told every port.
func TestTheLabsContainersKnowThePorts(t *testing.T) {
	given := environment(lab(t).Services["check"])
	for name, value := range telling() {
		if strings.HasSuffix(name, "_PORT") {
			assert.Equal(t, value, given[name], "%s of check: is it in infrastructure/compose/ports.env?", name)
		}
	}
	for _, line := range strings.Fields(withoutComments(readFile(t, "infrastructure/compose/ports.env"))) {
		assert.Contains(t, example, line, "infrastructure/compose/ports.env")
	}
}

// Nobody holds a secret that he does not use: the inbox takes mail from everybody.
func TestTheLabsContainersKnowNoSecretTheyDoNotNeed(t *testing.T) {
	needed := map[string][]string{
		"inbox":                 nil,
		"grafana-configuration": nil,
		"grafana-check":         nil,
		"configuration":         {"RABBITMQ_PASSWORD", "REDIS_PASSWORD"},
		"check":                 {"POSTGRES_PASSWORD", "RABBITMQ_PASSWORD", "REDIS_PASSWORD"},
	}
	for service, secrets := range needed {
		var held []string
		for name := range environment(lab(t).Services[service]) {
			if regexp.MustCompile(`(PASSWORD|SECRET)$`).MatchString(name) {
				held = append(held, name)
			}
		}
		assert.ElementsMatch(t, secrets, held, service)
	}
}
