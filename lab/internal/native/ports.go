package native

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/cenkalti/backoff/v5"
	psnet "github.com/shirou/gopsutil/v4/net"
	"github.com/shirou/gopsutil/v4/process"

	"oms-lab/lab/internal/settings"
)

// dying is how long a process that was just killed may hold on to its ports: the kernel takes its
// memory apart first and its sockets last.
const dying = 5 * time.Second

// checkPorts names every port of this machine's part of the lab that cannot be bound, the process that holds it and the
// variable that moves it.
func checkPorts(ctx context.Context, s *settings.Settings) error {
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		faults, final := portFaults(ctx, s)
		if final {
			return struct{}{}, backoff.Permanent(faults)
		}
		return struct{}{}, faults
	}, backoff.WithBackOff(backoff.NewConstantBackOff(200*time.Millisecond)), backoff.WithMaxElapsedTime(dying))
	return err
}

// portFaults tries all ports once. final says that waiting will not help: a living process holds one.
func portFaults(ctx context.Context, s *settings.Settings) (faults error, final bool) {
	for _, name := range s.Ports() {
		if !s.Half.HasPort(name) {
			continue
		}
		listener, err := net.Listen("tcp", s.ListenAddress(name))
		if err == nil {
			_ = listener.Close()
			continue
		}
		fault, lasting := explainPort(ctx, s, name, err)
		faults, final = errors.Join(faults, fault), final || lasting
	}
	return faults, final
}

func explainPort(ctx context.Context, s *settings.Settings, name string, err error) (fault error, lasting bool) {
	port := s.Port(name)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		holder, alive := portHolder(ctx, port)
		return fmt.Errorf("port %d (%s) is taken by %s: stop it, or set %s to another port in .env",
			port, name, holder, name), alive
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("port %d (%s) may only be bound by root: set %s to one above 1023 in .env", port, name, name), true
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		host, _, _ := net.SplitHostPort(s.ListenAddress(name))
		return fmt.Errorf("port %d (%s) cannot be bound: this machine does not have the address %s", port, name, host), true
	default:
		return fmt.Errorf("port %d (%s) cannot be bound: %w", port, name, err), true
	}
}

// portHolder describes the process that listens on a port as far as this user may see it, and tells
// whether it is seen to be alive: one that is being taken apart has no environment any more.
func portHolder(ctx context.Context, port int) (description string, alive bool) {
	connections, _ := psnet.ConnectionsWithContext(ctx, "tcp")
	for _, c := range connections {
		if c.Status != "LISTEN" || int(c.Laddr.Port) != port || c.Pid == 0 {
			continue
		}
		owner, err := process.NewProcessWithContext(ctx, c.Pid)
		if err != nil {
			continue
		}
		if name, err := owner.NameWithContext(ctx); err == nil {
			environ, err := owner.EnvironWithContext(ctx)
			return fmt.Sprintf("%s (pid %d)", name, c.Pid), err == nil && strings.Join(environ, "") != ""
		}
	}
	return "a process of another user", false
}
