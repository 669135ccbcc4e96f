// Package stack is the tests' own lab, which `make test` and `make bench` start and remove beside any other.
package stack

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"oms-lab/lab/internal/lock"
	"oms-lab/lab/internal/native"
	"oms-lab/lab/internal/progress"
	"oms-lab/lab/internal/settings"
)

// env holds the ports and the state folder of the tests' lab.
const env = "tests/stack.env"

// errBusy refuses a second user: each would remove the lab of the other.
var errBusy = errors.New("another make test or make bench is running, or make lint")

// Enter makes the tests' lab the one that settings.Load finds, whatever lab the environment belongs to, and keeps every
// other process from it until leave is called or this process ends.
func Enter() (leave func(), err error) {
	restore, err := settings.Isolate(env)
	if err != nil {
		return nil, err
	}
	release, err := hold()
	if err != nil {
		restore()
		return nil, err
	}
	return func() { release(); restore() }, nil
}

// hold takes the lock of the lab. It is beside the state folder, which is removed while it is held, in a folder that
// .gitignore knows.
func hold() (release func(), err error) {
	s, err := settings.Load()
	if err != nil {
		return nil, err
	}
	held, err := lock.Take(filepath.Join(s.StateLink+"-lock", "lock"))
	if errors.Is(err, lock.ErrTaken) {
		return nil, errBusy
	}
	if err != nil {
		return nil, err
	}
	return func() { _ = held.Close() }, nil
}

// Remove ends the lab and removes its data: whoever uses it starts from nothing and leaves nothing.
func Remove(ctx context.Context, s *settings.Settings) error {
	if err := native.Down(ctx, s, progress.New(io.Discard)); err != nil {
		return err
	}
	return native.Clean(s, io.Discard)
}
