package check

import (
	"errors"
	"net"
	"net/url"
	"strings"
	"syscall"
)

// refused reports whether nothing listens at the address.
func refused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

// reason says in a few words why a probe failed: the address stands in the table beside it.
func reason(err error) string {
	var dns *net.DNSError
	var request *url.Error
	switch {
	case refused(err):
		return "nothing listens there"
	case errors.Is(err, syscall.ECONNRESET):
		return "the connection was reset"
	case errors.As(err, &dns):
		return "the host " + dns.Name + " is not known"
	case errors.As(err, &request):
		return reason(request.Err)
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}
