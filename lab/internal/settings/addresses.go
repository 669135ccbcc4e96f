package settings

import (
	"fmt"
	"net"
	"net/netip"
	"regexp"
)

// hostName is the form of a name that can be resolved (RFC 1123).
var hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$`)

// checkMachines finds what is wrong with the addresses of two machines. An IPv6 address is refused: URLs and the port lists
// of Compose are put together from host and port, and would need brackets around it.
func (s *Settings) checkMachines() []error {
	var faults []error
	for _, pair := range [][2]string{{"WEBAPP_HOST", "GRAFANA_STACK_HOST"}, {"GRAFANA_STACK_HOST", "WEBAPP_HOST"}} {
		name, host, other := pair[0], s.given[pair[0]], s.given[pair[1]]
		switch {
		case host == "" && other != "":
			faults = append(faults, fmt.Errorf("%s is set and %s is empty: two machines need both, one machine neither", pair[1], name))
		case host == "":
		case isUnspecified(host) && isIPv4(host):
			faults = append(faults, fmt.Errorf("%s is %q: it must be the address at which the other machine reaches this one", name, host))
		case !isIPv4(host) && (!hostName.MatchString(host) || dotted.MatchString(host)):
			faults = append(faults, fmt.Errorf("%s is %q: it must be an IPv4 address or a host name", name, host))
		}
	}
	if address := s.given["PUBLISH_ADDRESS"]; address != "" && !isIPv4(address) {
		faults = append(faults, fmt.Errorf("PUBLISH_ADDRESS is %q: it must be an IPv4 address, or empty", address))
	}
	return faults
}

// dotted is what was meant to be an IP address, whether it is one or not.
var dotted = regexp.MustCompile(`^[0-9.]+$`)

func isIPv4(address string) bool {
	ip, err := netip.ParseAddr(address)
	return err == nil && ip.Is4()
}

func isLoopback(address string) bool {
	ip := net.ParseIP(address)
	return ip != nil && ip.IsLoopback()
}

// isUnspecified tells whether an address stands for all that a machine has.
func isUnspecified(address string) bool {
	ip := net.ParseIP(address)
	return ip != nil && ip.IsUnspecified()
}
