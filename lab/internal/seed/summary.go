package seed

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"oms-lab/contracts/client/orders"
	"oms-lab/lab/internal/seed/history"
	"oms-lab/lab/internal/terminal"
)

// Summary is what `lab seed` did.
type Summary struct {
	Metrics *MetricsSummary `json:"metrics,omitempty"`
	History *HistorySummary `json:"history,omitempty"`
	Live    *LiveSummary    `json:"live,omitempty"`
}

// HistorySummary is what was written into the databases.
type HistorySummary struct {
	// Seed makes the same history again, with the same Until.
	Seed       uint64                 `json:"seed"`
	From       time.Time              `json:"from"`
	Until      time.Time              `json:"until"`
	Registered int                    `json:"customers_registered"`
	Orders     map[history.Status]int `json:"orders"`
	// Revenue is what was captured and not refunded.
	Revenue orders.Amount `json:"revenue"`
	Rows    int64         `json:"rows"`
	Seconds float64       `json:"seconds"`
}

func (s *Summary) print(opts *Options) error {
	if opts.JSON {
		encoder := json.NewEncoder(opts.Out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(s)
	}
	var b strings.Builder
	if s.Metrics != nil {
		b.WriteString(metricsText(s.Metrics))
	}
	if s.History != nil {
		s.History.print(&b)
	}
	if s.Live != nil {
		s.Live.print(&b)
	}
	_, err := io.WriteString(opts.Out, b.String())
	return err
}

func (s *HistorySummary) print(b *strings.Builder) {
	total := 0
	var parts []string
	for _, status := range history.Statuses {
		if n := s.Orders[status]; n > 0 {
			total += n
			parts = append(parts, fmt.Sprintf("%d %s", n, status))
		}
	}
	fmt.Fprintf(b, "History:   %d orders from %s to %s, %d customers registered (--seed %d)\n", total,
		s.From.Format(time.DateOnly), s.Until.Format(time.DateOnly), s.Registered, s.Seed)
	fmt.Fprintf(b, "           %s\n", strings.Join(parts, ", "))
	fmt.Fprintf(b, "           revenue %s; %d rows in %.1f s\n", money(s.Revenue), s.Rows, s.Seconds)
}

func (s *LiveSummary) print(b *strings.Builder) {
	fmt.Fprintf(b, "Customers: %d registered, %d already there\n", s.Customers.Registered, s.Customers.Existing)
	b.WriteString("Orders:    ")
	for i, o := range outcomes {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(b, "%d %s", s.Orders[o], strings.ReplaceAll(string(o), "_", " "))
	}
	fmt.Fprintf(b, "\nRevenue:   %s in %.1f s\n", money(s.Revenue), s.Seconds)
	if s.Example != nil {
		fmt.Fprintf(b, "Follow     %s through the lab by its trace %s\n", s.Example.Number, s.Example.TraceID)
	}
}

func money(a orders.Amount) string {
	return fmt.Sprintf("%d.%02d %s", a.AmountMinor/100, a.AmountMinor%100, a.Currency)
}

// progressTo counts along on a terminal and stays silent elsewhere.
func progressTo(out io.Writer) func(done, total int, what string) {
	if !terminal.Is(out) {
		return func(int, int, string) {}
	}
	return func(done, total int, what string) {
		end := ""
		if done == total {
			end = "\n"
		}
		_, _ = fmt.Fprintf(out, "\r%d of %d %s%s", done, total, what, end)
	}
}
