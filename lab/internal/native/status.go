package native

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"text/tabwriter"

	"github.com/docker/go-units"
	"github.com/shirou/gopsutil/v4/process"
	"github.com/spf13/cobra"

	"oms-lab/lab/internal/settings"
)

// part is one line of the table that up prints.
type part struct {
	process, title, variable, path string
}

// parts are what a person opens or connects to, in the order of interest.
var parts = []part{
	{"frontend", "Dashboard (through the gateway)", "GATEWAY_PORT", "/"},
	{"inbox", "Inbox: mail, SMS, pages", "INBOX_HTTP_PORT", "/"},
	{"grafana", "Grafana", "GRAFANA_PORT", "/"},
	{"prometheus", "Prometheus", "PROMETHEUS_PORT", "/"},
	{"loki", "Loki", "LOKI_PORT", "/ready"},
	{"tempo", "Tempo", "TEMPO_PORT", "/ready"},
	{"alertmanager", "Alertmanager", "ALERTMANAGER_PORT", "/"},
	{"traefik", "Gateway: API and metrics", "GATEWAY_ADMIN_PORT", "/api/rawdata"},
	{"rabbitmq", "RabbitMQ management", "RABBITMQ_MANAGEMENT_PORT", "/"},
	{"order-service", "order-service (Go)", "ORDER_SERVICE_PORT", "/ready"},
	{"inventory-service", "inventory-service (Rust)", "INVENTORY_SERVICE_PORT", "/ready"},
	{"payment-service", "payment-service (Python)", "PAYMENT_SERVICE_PORT", "/ready"},
	{"user-service", "user-service (Java)", "USER_SERVICE_PORT", "/ready"},
	{"notification-service", "notification-service (Node.js)", "NOTIFICATION_SERVICE_PORT", "/ready"},
}

func printTable(ctx context.Context, out io.Writer, s *settings.Settings) error {
	states, err := States(ctx, s)
	if err != nil {
		return err
	}
	status := map[string]string{}
	for _, state := range states {
		status[state.Name] = describe(state)
	}
	table := tabwriter.NewWriter(out, 0, 4, 3, ' ', 0)
	_, _ = fmt.Fprintln(table, "\nWHAT\tWHERE\tSTATE")
	for _, p := range parts {
		if !s.Half.Has(p.process) {
			continue
		}
		where := s.Link(p.variable) + p.path
		if status[p.process] == "off" {
			where = "-"
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", p.title, where, status[p.process])
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if s.Half == settings.Grafana {
		return nil
	}
	_, err = fmt.Fprintf(out, "\nSign in as customer@oms.example, operator@oms.example or admin@oms.example with the password %s\n"+
		"Next: place an order, or see `make help`\n", s.Get("LAB_PASSWORD"))
	return err
}

func describe(state State) string {
	switch {
	case state.Status == "Disabled":
		return "off"
	case state.Healthy():
		return "healthy"
	default:
		return state.Status
	}
}

// NewCmdStatus is `lab status`.
func NewCmdStatus() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "status",
		Short:   "Show every process with its state, restarts and memory",
		Example: "  lab status\n  lab status --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settings.Load()
			if err != nil {
				return err
			}
			states, err := States(cmd.Context(), s)
			if err != nil {
				return err
			}
			return printStatus(cmd.Context(), cmd.OutOrStdout(), states, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// processStatus is one process as `lab status --json` prints it; memory is the resident set of the
// process and its children, in bytes.
type processStatus struct {
	Name     string `json:"name"`
	State    string `json:"state"`
	PID      int32  `json:"pid"`
	Restarts int    `json:"restarts"`
	Memory   uint64 `json:"memory_bytes"`
}

func printStatus(ctx context.Context, out io.Writer, states []State, asJSON bool) error {
	var all []processStatus
	var total uint64
	for _, state := range states {
		memory := uint64(0)
		if state.IsRunning {
			memory = residentMemory(ctx, state.PID)
		}
		total += memory
		all = append(all, processStatus{state.Name, describe(state), state.PID, state.Restarts, memory})
	}
	if asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(map[string]any{"processes": all, "memory_bytes": total})
	}
	table := tabwriter.NewWriter(out, 0, 4, 3, ' ', 0)
	_, _ = fmt.Fprintln(table, "PROCESS\tSTATE\tPID\tRESTARTS\tMEMORY")
	for _, p := range all {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%s\n", p.Name, p.State, p.PID, p.Restarts, units.BytesSize(float64(p.Memory)))
	}
	_, _ = fmt.Fprintf(table, "total\t\t\t\t%s\n", units.BytesSize(float64(total)))
	return table.Flush()
}

// residentMemory adds up a process and its children. Pages that several of them share (PostgreSQL's
// buffers) are divided among them, as the kernel's proportional set size does.
func residentMemory(ctx context.Context, pid int32) uint64 {
	p, err := process.NewProcessWithContext(ctx, pid)
	if err != nil {
		return 0
	}
	total := proportional(p)
	children, _ := p.ChildrenWithContext(ctx)
	for _, child := range children {
		total += residentMemory(ctx, child.Pid)
	}
	return total
}

func proportional(p *process.Process) uint64 {
	if maps, err := p.MemoryMaps(true); err == nil && len(*maps) > 0 && (*maps)[0].Pss > 0 {
		return (*maps)[0].Pss * 1024
	}
	info, err := p.MemoryInfo()
	if err != nil {
		return 0
	}
	return info.RSS
}

// NewCmdLogs is `lab logs`.
func NewCmdLogs() *cobra.Command {
	var follow bool
	cmd := &cobra.Command{
		Use:     "logs [NAME]",
		Short:   "Show the end of the logs of one process, or of all",
		Example: "  lab logs order-service\n  lab logs --follow=false",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := settings.Load()
			if err != nil {
				return err
			}
			return logsRun(cmd, s, args, follow)
		},
	}
	cmd.Flags().BoolVarP(&follow, "follow", "f", true, "go on as lines arrive")
	return cmd
}

func logsRun(cmd *cobra.Command, s *settings.Settings, args []string, follow bool) error {
	pattern := "*"
	if len(args) == 1 {
		pattern = args[0]
	}
	files, err := filepath.Glob(filepath.Join(s.State, "log", pattern+".log"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("there is no log of %s in %s: lab status lists the names", pattern, filepath.Join(s.State, "log"))
	}
	tailArgs := []string{"-n", "50"}
	if follow {
		tailArgs = append(tailArgs, "-F")
	}
	show := exec.CommandContext(cmd.Context(), "tail", append(tailArgs, files...)...)
	show.Stdout, show.Stderr = cmd.OutOrStdout(), os.Stderr
	return show.Run()
}
