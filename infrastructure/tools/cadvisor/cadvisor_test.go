package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/cadvisor/lib/model"
)

func lookupIn(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok
	}
}

func TestReadConfig(t *testing.T) {
	cfg, err := readConfig([]string{"-prefix", "/oms-lab-test"}, lookupIn(map[string]string{"CADVISOR_PORT": "30081"}))
	if err != nil {
		t.Fatal(err)
	}
	want := config{address: "127.0.0.1:30081", prefix: "/oms-lab-test", interval: 5 * time.Second}
	if cfg != want {
		t.Errorf("got %+v, want %+v", cfg, want)
	}
}

func TestReadConfigNamesTheFault(t *testing.T) {
	for want, given := range map[string]struct {
		args []string
		env  map[string]string
	}{
		`CADVISOR_PORT is "none": it must be a port number from 1 to 65535`:                  {env: map[string]string{"CADVISOR_PORT": "none"}},
		`BIND_ADDRESS is "here": it must be an IP address`:                                   {env: map[string]string{"BIND_ADDRESS": "here"}},
		`-prefix is "oms-lab": it must be an absolute control group such as /oms-lab`:        {args: []string{"-prefix", "oms-lab"}},
		`-prefix is "/oms-lab/../..": it must be an absolute control group such as /oms-lab`: {args: []string{"-prefix", "/oms-lab/../.."}},
		`-interval is 1ms: it must be at least 1s`:                                           {args: []string{"-interval", "1ms"}},
	} {
		_, err := readConfig(given.args, lookupIn(given.env))
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestLabelsNameTheProcess(t *testing.T) {
	c := &containers{prefix: "/oms-lab"}
	for id, want := range map[string]string{"/": "", "/oms-lab": "", "/oms-lab/order-service": "order-service"} {
		info := &model.ContainerInfo{ContainerReference: model.ContainerReference{Name: id}}
		if got := c.labels(info)["name"]; got != want {
			t.Errorf("name of %s is %q, want %q", id, got, want)
		}
	}
}

func TestOOMKillsOfBothHierarchies(t *testing.T) {
	root := t.TempDir()
	group := filepath.Join(root, "oms-lab", "order-service")
	if err := os.MkdirAll(group, 0o755); err != nil {
		t.Fatal(err)
	}
	for file, content := range map[string]string{
		"memory.events":      "low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 0\n",
		"memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
	} {
		if err := os.WriteFile(filepath.Join(group, file), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		counter := oomCounter{root: root, file: file}
		if got := counter.kills("/oms-lab/order-service"); got != 2 {
			t.Errorf("%s: got %d kills, want 2", file, got)
		}
		if got := counter.kills("/oms-lab/gone"); got != 0 {
			t.Errorf("%s: got %d kills of a group that is gone, want 0", file, got)
		}
	}
}

func TestLogLineHasTheFieldsOfTheLab(t *testing.T) {
	var out bytes.Buffer
	newLogger(&out).Warn("watch lost", slog.Duration("after", 1500*time.Millisecond))
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	ts, _ := line["ts"].(string)
	if _, err := time.Parse("2006-01-02T15:04:05.000Z", ts); err != nil {
		t.Errorf("ts: %v", err)
	}
	delete(line, "ts")
	want := map[string]any{"level": "warn", "service": "cadvisor", "msg": "watch lost", "after_ms": 1500.0}
	for key, value := range want {
		if line[key] != value {
			t.Errorf("%s is %v, want %v", key, line[key], value)
		}
	}
}
