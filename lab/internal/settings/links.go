package settings

import (
	"fmt"
	"net"
	"net/url"
)

// grafanaURL is where people's browsers find Grafana. It is computed, and whoever sets it, as behind a proxy, has the last word.
const grafanaURL = "GRAFANA_URL"

// Link is where people's browsers find a part: a program on this machine may be told the loopback, they may be anywhere.
func (s *Settings) Link(portVariable string) string {
	return "http://" + net.JoinHostPort(s.linkHost(hostVariable(portVariable)), s.Get(portVariable))
}

func (s *Settings) linkHost(name string) string {
	if host := s.given[name]; host != "" {
		return host
	}
	machine := ""
	switch layers[name] {
	case data:
		return s.Get(name)
	case webapp:
		machine = s.given["WEBAPP_HOST"]
	case grafana:
		machine = s.given["GRAFANA_STACK_HOST"]
	}
	if address := s.Get("BIND_ADDRESS"); machine == "" && !isUnspecified(address) {
		return address
	}
	return firstOf(machine, "localhost")
}

// Given tells whether a file or the environment sets a variable, so that nothing had to be computed.
func (s *Settings) Given(name string) bool { return s.given[name] != "" }

func checkLink(name, value string) error {
	link, err := url.Parse(value)
	if value == "" || err == nil && link.Host != "" && (link.Scheme == "http" || link.Scheme == "https") {
		return nil
	}
	return fmt.Errorf("%s is %q: it must be a URL such as https://grafana.example, or empty", name, value)
}
