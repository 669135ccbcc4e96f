package native

import (
	"context"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/shirou/gopsutil/v4/process"

	"oms-lab/lab/internal/settings"
)

// leftovers are the processes that an earlier start of this lab has left behind, for example
// because their supervisor was killed. Every process of the lab inherits the variable LAB_STATE;
// the file-system path in it belongs to exactly one lab.
func leftovers(ctx context.Context, s *settings.Settings) []*process.Process {
	mark := "LAB_STATE=" + s.State
	self := []int32{int32(os.Getpid()), int32(os.Getppid())}
	all, _ := process.ProcessesWithContext(ctx)
	var ours []*process.Process
	for _, p := range all {
		environ, err := p.EnvironWithContext(ctx)
		if err != nil || slices.Contains(self, p.Pid) || !slices.Contains(environ, mark) || !slices.Contains(environ, "LAB_SUPERVISED=1") {
			continue
		}
		ours = append(ours, p)
	}
	return ours
}

// endLeftovers ends them politely, by pid, then firmly, and waits until they are gone.
func endLeftovers(ctx context.Context, s *settings.Settings) (int, error) {
	found := leftovers(ctx, s)
	if len(found) == 0 {
		return 0, nil
	}
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		for _, p := range leftovers(ctx, s) {
			_ = p.SendSignalWithContext(ctx, signal)
		}
		if err := waitGone(ctx, s, 10*time.Second); err == nil {
			break
		} else if signal == syscall.SIGKILL {
			return len(found), err
		}
	}
	return len(found), nil
}

func waitGone(ctx context.Context, s *settings.Settings, limit time.Duration) error {
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		if rest := leftovers(ctx, s); len(rest) > 0 {
			return struct{}{}, errStillRunning(rest)
		}
		return struct{}{}, nil
	}, backoff.WithBackOff(backoff.NewConstantBackOff(100*time.Millisecond)), backoff.WithMaxElapsedTime(limit))
	return err
}
