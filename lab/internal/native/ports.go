package native

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"

	psnet "github.com/shirou/gopsutil/v4/net"
	"github.com/shirou/gopsutil/v4/process"

	"oms-lab/lab/internal/settings"
)

// checkPorts names every port of the lab that cannot be bound, the process that holds it and the
// variable that moves it.
func checkPorts(ctx context.Context, s *settings.Settings) error {
	var faults []error
	for _, name := range s.Ports() {
		listener, err := net.Listen("tcp", s.Address(name))
		if err == nil {
			_ = listener.Close()
			continue
		}
		faults = append(faults, explainPort(ctx, s, name, err))
	}
	return errors.Join(faults...)
}

func explainPort(ctx context.Context, s *settings.Settings, name string, err error) error {
	port := s.Port(name)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("port %d (%s) is taken by %s: stop it, or set %s to another port in .env",
			port, name, holder(ctx, port), name)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("port %d (%s) may only be bound by root: set %s to one above 1023 in .env", port, name, name)
	default:
		return fmt.Errorf("port %d (%s) cannot be bound: %w", port, name, err)
	}
}

// holder describes the process that listens on a port as far as this user may see it.
func holder(ctx context.Context, port int) string {
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
			return fmt.Sprintf("%s (pid %d)", name, c.Pid)
		}
	}
	return "a process of another user"
}
