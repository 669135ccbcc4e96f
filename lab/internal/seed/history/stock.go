package history

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"
)

// closeness is the cosine of the angle between two places on the globe: the larger, the nearer.
func closeness(a, b Point) float64 {
	const degree = math.Pi / 180
	return math.Sin(a.Latitude*degree)*math.Sin(b.Latitude*degree) +
		math.Cos(a.Latitude*degree)*math.Cos(b.Latitude*degree)*math.Cos((a.Longitude-b.Longitude)*degree)
}

// nearest sorts the warehouses by their distance from each country.
func nearest(s Shape) map[string][]string {
	ranked := map[string][]string{}
	for country, there := range s.Countries {
		warehouses := slices.SortedStableFunc(slices.Values(s.Warehouses), func(a, b Warehouse) int {
			return cmp.Compare(closeness(b.Point, there), closeness(a.Point, there))
		})
		for _, w := range warehouses {
			ranked[country] = append(ranked[country], w.Code)
		}
	}
	return ranked
}

// movements writes one row of the ledger for each allocation of an order.
func (o *Order) movements(random random, at time.Time, kind, reason string, sign int) {
	for _, line := range o.Lines {
		for _, a := range line.Allocations {
			o.Reservation.Movements = append(o.Reservation.Movements, Movement{ID: random.id(at), SKU: line.SKU,
				Warehouse: a.Warehouse, Kind: kind, Quantity: sign * a.Quantity, Reason: reason, At: at})
			// Ids within one transaction follow each other, as those of the service do.
			at = at.Add(time.Microsecond)
		}
	}
}

// reserve holds the order's pieces.
func (o *Order) reserve(random random, at time.Time) {
	o.Reservation = &Reservation{ID: random.id(at), Status: "reserved", At: at, ChangedAt: at}
	o.movements(random, at, "reserve", "", -1)
}

// commit ends the hold and takes the goods; a commit is two rows for each allocation.
func (o *Order) commit(random random, at time.Time) {
	o.Reservation.Status, o.Reservation.ChangedAt = "committed", at
	o.movements(random, at, "release", "committed", 1)
	o.movements(random, at.Add(100*time.Microsecond), "commit", "", -1)
}

// giveBack lifts the hold, or brings committed goods back.
func (o *Order) giveBack(random random, at time.Time) {
	status, kind := "released", "release"
	if o.Reservation.Status == "committed" {
		status, kind = "returned", "return"
	}
	o.Reservation.Status, o.Reservation.ChangedAt = status, at
	o.movements(random, at, kind, "cancelled", 1)
}

const week = 7 * 24 * time.Hour

type place struct{ sku, warehouse string }

// deliveries fills every shelf before each week with what the week will take from it, so that the ledger never goes
// below zero at any moment, and ends where it began, save for what came back in the last week.
func deliveries(random random, s Shape, orders []Order) []Movement {
	weeks := int(s.Until.Sub(s.From)/week) + 1
	taken, back := make([]map[place]int, weeks), make([]map[place]int, weeks)
	for i := range weeks {
		taken[i], back[i] = map[place]int{}, map[place]int{}
	}
	for i := range orders {
		if orders[i].Reservation == nil {
			continue
		}
		for _, m := range orders[i].Reservation.Movements {
			of := min(int(m.At.Sub(s.From)/week), weeks-1)
			switch m.Kind {
			case "reserve":
				taken[of][place{m.SKU, m.Warehouse}] -= m.Quantity
			case "return":
				back[of][place{m.SKU, m.Warehouse}] += m.Quantity
			case "release":
				if m.Reason != "committed" {
					back[of][place{m.SKU, m.Warehouse}] += m.Quantity
				}
			}
		}
	}
	var all []Movement
	left := map[place]int{}
	for i := range weeks {
		at := s.From.Add(time.Duration(i)*week - 2*time.Hour)
		shelves := slices.SortedFunc(maps.Keys(taken[i]), func(a, b place) int {
			return cmp.Or(cmp.Compare(a.sku, b.sku), cmp.Compare(a.warehouse, b.warehouse))
		})
		for _, shelf := range shelves {
			if missing := taken[i][shelf] - left[shelf]; missing > 0 {
				at = at.Add(random.between(time.Second, 20*time.Second))
				all = append(all, Movement{ID: random.id(at), SKU: shelf.sku, Warehouse: shelf.warehouse,
					Kind: "receipt", Quantity: missing, Reason: "delivery", At: at})
				left[shelf] += missing
			}
			left[shelf] -= taken[i][shelf]
		}
		for shelf, quantity := range back[i] {
			left[shelf] += quantity
		}
	}
	return all
}

// Level is what the movements of a history change one stock row by.
type Level struct {
	SKU, Warehouse   string
	OnHand, Reserved int
}

// Levels are the changes that are not nothing, in the order of their keys.
func (h *History) Levels() []Level {
	sums := map[place]*Level{}
	add := func(m *Movement) {
		level := sums[place{m.SKU, m.Warehouse}]
		if level == nil {
			level = &Level{SKU: m.SKU, Warehouse: m.Warehouse}
			sums[place{m.SKU, m.Warehouse}] = level
		}
		switch m.Kind {
		case "reserve", "release":
			level.Reserved -= m.Quantity
		default:
			level.OnHand += m.Quantity
		}
	}
	for i := range h.Deliveries {
		add(&h.Deliveries[i])
	}
	for i := range h.Orders {
		if r := h.Orders[i].Reservation; r != nil {
			for j := range r.Movements {
				add(&r.Movements[j])
			}
		}
	}
	var levels []Level
	for _, level := range sums {
		if level.OnHand != 0 || level.Reserved != 0 {
			levels = append(levels, *level)
		}
	}
	slices.SortFunc(levels, func(a, b Level) int {
		return cmp.Or(cmp.Compare(a.SKU, b.SKU), cmp.Compare(a.Warehouse, b.Warehouse))
	})
	return levels
}
