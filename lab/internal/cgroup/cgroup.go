// Package cgroup gives each native process a control group of its own with a memory limit, so
// that container metrics and limits are real without containers. Both hierarchies are served:
// version 1 (older kernels and some virtual machines) and version 2.
package cgroup

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/containerd/cgroups/v3"
	"github.com/containerd/cgroups/v3/cgroup1"
	"github.com/containerd/cgroups/v3/cgroup2"
	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// Parent is the control group above all processes of one instance of the lab.
func Parent(instance string) string {
	if instance == "lab" {
		return "/oms-lab"
	}
	return "/oms-lab-" + instance
}

// Available says why control groups cannot be used, or nil: they need root and a writable hierarchy. Processes that
// start at the same time all ask, so it leaves no trace that another could stumble over.
func Available() error {
	if os.Geteuid() != 0 {
		return fmt.Errorf("not root")
	}
	root := "/sys/fs/cgroup"
	if cgroups.Mode() != cgroups.Unified {
		root = filepath.Join(root, "memory")
	}
	if unix.Access(root, unix.W_OK) != nil {
		return fmt.Errorf("the control groups of this machine are not writable")
	}
	return nil
}

// Join moves this process into the control group of the named process of an instance and limits
// the group's memory, in bytes; 0 sets no limit. What the process starts later stays in the group.
func Join(instance, process string, memory int64) error {
	path := filepath.Join(Parent(instance), process)
	resources := &specs.LinuxResources{}
	if memory > 0 {
		resources.Memory = &specs.LinuxMemory{Limit: &memory}
	}
	if cgroups.Mode() == cgroups.Unified {
		group, err := cgroup2.NewManager("/sys/fs/cgroup", path, cgroup2.ToResources(resources))
		if err != nil {
			return err
		}
		return group.AddProc(uint64(os.Getpid()))
	}
	group, err := cgroup1.New(cgroup1.StaticPath(path), resources, cgroup1.WithHierarchy(accounted))
	if err != nil {
		return err
	}
	return group.AddProc(uint64(os.Getpid()))
}

// Remove deletes the empty control groups of an instance; groups that still hold processes stay.
func Remove(instance string) {
	roots := []string{"/sys/fs/cgroup"}
	if cgroups.Mode() != cgroups.Unified {
		roots, _ = filepath.Glob("/sys/fs/cgroup/*")
	}
	for _, root := range roots {
		parent := filepath.Join(root, Parent(instance))
		children, _ := filepath.Glob(filepath.Join(parent, "*", "cgroup.procs"))
		for _, file := range children {
			_ = os.Remove(filepath.Dir(file))
		}
		_ = os.Remove(parent)
	}
}

// accounted is the part of the version 1 hierarchy that limits and container metrics need.
func accounted() ([]cgroup1.Subsystem, error) {
	all, err := cgroup1.Default()
	if err != nil {
		return nil, err
	}
	var wanted []cgroup1.Subsystem
	for _, subsystem := range all {
		switch subsystem.Name() {
		case cgroup1.Memory, cgroup1.Cpu, cgroup1.Cpuacct, cgroup1.Pids:
			wanted = append(wanted, subsystem)
		}
	}
	return wanted, nil
}
