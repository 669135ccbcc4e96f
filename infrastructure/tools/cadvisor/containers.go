package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/cadvisor/lib/cache/memory"
	"github.com/google/cadvisor/lib/container"
	"github.com/google/cadvisor/lib/container/libcontainer"
	"github.com/google/cadvisor/lib/manager"
	"github.com/google/cadvisor/lib/metrics"
	"github.com/google/cadvisor/lib/model"
	"github.com/google/cadvisor/lib/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/utils/clock"
)

// measured leaves out what is per processor, per socket or per page size: many series, few questions.
var measured = container.MetricSet{
	container.CpuUsageMetrics:    {},
	container.MemoryUsageMetrics: {},
	container.DiskIOMetrics:      {},
	container.OOMMetrics:         {},
	container.ProcessMetrics:     {},
}

// containers is the library's view of the control groups, narrowed to one branch.
type containers struct {
	manager.Manager
	prefix string
	oom    oomCounter
}

// readable says why the control groups cannot be read, or nil.
func readable() error {
	hierarchies, err := libcontainer.GetCgroupSubsystems(measured)
	if err != nil {
		return err
	}
	if len(hierarchies) == 0 {
		return fmt.Errorf("no control group hierarchy is mounted")
	}
	return nil
}

// watchContainers starts to read the control groups; new ones are found as they appear.
func watchContainers(cfg config) (*containers, error) {
	oom, err := newOOMCounter()
	if err != nil {
		return nil, err
	}
	*manager.HousekeepingInterval = cfg.interval
	steady := false // a quiet process is read as often as a busy one: flat lines, no holes
	pace := manager.HousekeepingConfig{Interval: &cfg.interval, AllowDynamic: &steady}
	// Two minutes are enough for the newest reading, the only one that is exported.
	m, err := manager.New(memory.New(2*time.Minute, nil), sysfs.NewRealSysFs(), pace, measured,
		[]string{cfg.prefix}, nil, "", 0)
	if err != nil {
		return nil, fmt.Errorf("reading the control groups: %w", err)
	}
	if err := m.Start(); err != nil {
		return nil, fmt.Errorf("watching the control groups: %w", err)
	}
	return &containers{Manager: m, prefix: cfg.prefix, oom: oom}, nil
}

func (c *containers) collector() prometheus.Collector {
	return metrics.NewPrometheusCollector(c, c.labels, measured, clock.RealClock{},
		model.RequestOptions{IdType: model.TypeName, Count: 1, Recursive: true})
}

// labels gives each process the same labels that a container has: id, and name for the process.
func (c *containers) labels(info *model.ContainerInfo) map[string]string {
	name, _ := strings.CutPrefix(info.Name, c.prefix+"/")
	if name == info.Name {
		name = ""
	}
	return map[string]string{metrics.LabelID: info.Name, metrics.LabelName: name}
}

// GetRequestedContainersInfo implements the collector's source. It keeps the machine as a whole
// ("/") and the chosen branch, and adds the kills for want of memory, which the library leaves at 0.
func (c *containers) GetRequestedContainersInfo(name string, options model.RequestOptions) (map[string]*model.ContainerInfo, error) {
	all, err := c.Manager.GetRequestedContainersInfo(name, options)
	for id, info := range all {
		if id != "/" && id != c.prefix && !strings.HasPrefix(id, c.prefix+"/") {
			delete(all, id)
			continue
		}
		if id != "/" && len(info.Stats) > 0 {
			info.Stats[0].OOMEvents = c.oom.kills(id)
		}
	}
	return all, err
}
