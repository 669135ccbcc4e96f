package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/opencontainers/cgroups"
)

// oomCounter reads how many processes of a control group the kernel has killed for want of memory.
type oomCounter struct {
	// root is the mount point of the hierarchy and file the name of the file that has the count:
	// both differ between version 1 and version 2 of control groups.
	root, file string
}

func newOOMCounter() (oomCounter, error) {
	if cgroups.IsCgroup2UnifiedMode() {
		return oomCounter{root: "/sys/fs/cgroup", file: "memory.events"}, nil
	}
	root, err := cgroups.FindCgroupMountpoint("", "memory")
	if err != nil {
		return oomCounter{}, fmt.Errorf("the memory hierarchy of the control groups: %w", err)
	}
	return oomCounter{root: root, file: "memory.oom_control"}, nil
}

// kills is 0 for a group without the count: one that has just gone, or an old kernel.
func (c oomCounter) kills(group string) uint64 {
	content, err := os.ReadFile(filepath.Join(c.root, group, c.file))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(content)) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "oom_kill "); ok {
			count, err := strconv.ParseUint(value, 10, 64)
			if err != nil {
				return 0
			}
			return count
		}
	}
	return 0
}
