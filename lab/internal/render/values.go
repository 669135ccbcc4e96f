package render

import (
	"os"

	"oms-lab/lab/internal/settings"
)

// Values are the settings, and where a person finds Grafana: what is written to people links to it.
func Values(s *settings.Settings) func(name string) string {
	return func(name string) string {
		if name != "GRAFANA_URL" {
			return s.Get(name)
		}
		if url := os.Getenv(name); url != "" {
			return url
		}
		return "http://" + s.Address("GRAFANA_PORT")
	}
}
