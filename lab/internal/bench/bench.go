// Package bench measures what the lab costs: how many orders a second it takes and how long they take, with all telemetry
// and without. Nothing here passes or fails; figures are for people to compare.
package bench

import (
	"slices"
	"time"
)

// Variant is one way to run the lab.
type Variant struct {
	Name string `json:"name"`
	// Settings replace those of .env.example.
	Settings map[string]string `json:"settings,omitempty"`
	// Processes are those that run, with what they depend on; none means all.
	Processes []string `json:"processes,omitempty"`
}

// Variants are the two ways that are compared. The instruments stay in the code of the services in both: what is measured is
// making spans and log lines, being scraped, and the backends that share the machine.
var Variants = []Variant{
	{Name: "everything on", Settings: map[string]string{"TRACES_SAMPLE_RATIO": "1", "LOG_LEVEL": "info", "GATEWAY_ACCESS_LOG": "true"}},
	{Name: "traces, logs and metrics off",
		Settings:  map[string]string{"TRACES_SAMPLE_RATIO": "0", "LOG_LEVEL": "error", "GATEWAY_ACCESS_LOG": "false"},
		Processes: []string{"traefik", "order-service", "inventory-service", "payment-service", "user-service", "notification-service", "inbox"}},
}

// Measurement is what one run of load against one variant has shown.
type Measurement struct {
	Variant string `json:"variant"`
	// OrdersPerSecond counts the orders that were answered 201 or 202.
	OrdersPerSecond float64 `json:"orders_per_second"`
	// P50 and P99 are quantiles of the time until such an answer, in milliseconds.
	P50 float64 `json:"p50_ms"`
	P99 float64 `json:"p99_ms"`
	// Confirmed, Pending and Other count the answers 201, 202 and all others.
	Confirmed int `json:"confirmed"`
	Pending   int `json:"pending"`
	Other     int `json:"other"`
}

// Comparison is the median of the rounds of each variant.
type Comparison struct {
	Rounds  []Measurement `json:"rounds"`
	Medians []Measurement `json:"medians"`
}

func compare(rounds []Measurement) Comparison {
	c := Comparison{Rounds: rounds}
	for _, v := range Variants {
		of := func(value func(Measurement) float64) float64 {
			var values []float64
			for _, m := range rounds {
				if m.Variant == v.Name {
					values = append(values, value(m))
				}
			}
			slices.Sort(values)
			return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
		}
		c.Medians = append(c.Medians, Measurement{Variant: v.Name,
			OrdersPerSecond: of(func(m Measurement) float64 { return m.OrdersPerSecond }),
			P50:             of(func(m Measurement) float64 { return m.P50 }),
			P99:             of(func(m Measurement) float64 { return m.P99 })})
	}
	return c
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
