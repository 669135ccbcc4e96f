package suite

import (
	"os/exec"
	"syscall"
	"time"
)

// grace is how long an interrupted suite may take to clean up.
const grace = 10 * time.Second

// endTogether lets a command end with everything that it has started, such as a browser, when its context is done: asked to at
// first, then killed. A process that is left would hold the output open, and the run would wait for it.
func endTogether(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = grace
	cmd.Cancel = func() error {
		group := -cmd.Process.Pid
		time.AfterFunc(grace, func() { _ = syscall.Kill(group, syscall.SIGKILL) })
		return syscall.Kill(group, syscall.SIGTERM)
	}
}
