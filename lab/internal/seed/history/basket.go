package history

import (
	"math"
	"slices"
)

var (
	// lineCounts and quantities are weights of 1, 2, 3 … lines in an order and pieces in a line.
	lineCounts = []float64{46, 27, 14, 8, 5}
	quantities = []float64{76, 14, 5, 3, 2}
)

const (
	// popularityTail is Zipf's exponent: how much the best sellers outsell the rest.
	popularityTail = 0.9
	// dear is the price in minor units from which one orders a single piece.
	dear = 40_000
	// split is the share of lines of several pieces that come from two warehouses.
	split = 0.04
)

// baskets fills orders.
type baskets struct {
	random    random
	catalogue []Product
	// sums holds the popularity of each product and all before it.
	sums    []float64
	nearest map[string][]string
}

// newBaskets ranks the catalogue by chance: what sells best differs from seed to seed.
func newBaskets(random random, s Shape) *baskets {
	b := &baskets{random: random, catalogue: slices.Clone(s.Catalogue), nearest: nearest(s)}
	random.Shuffle(len(b.catalogue), func(i, j int) { b.catalogue[i], b.catalogue[j] = b.catalogue[j], b.catalogue[i] })
	total := 0.0
	for rank, p := range b.catalogue {
		// What is dear is bought less often.
		total += math.Pow(float64(rank+1), -popularityTail) / math.Sqrt(1+float64(p.PriceMinor)/20_000)
		b.sums = append(b.sums, total)
	}
	return b
}

func (b *baskets) fill(country string) []Line {
	count := min(1+b.random.weighted(lineCounts), len(b.catalogue))
	lines := make([]Line, 0, count)
	for len(lines) < count {
		p := b.product()
		if slices.ContainsFunc(lines, func(l Line) bool { return l.SKU == p.SKU }) {
			continue
		}
		quantity := 1
		if p.PriceMinor < dear {
			quantity += b.random.weighted(quantities)
		}
		lines = append(lines, Line{SKU: p.SKU, Name: p.Name, Quantity: quantity, PriceMinor: p.PriceMinor,
			Allocations: b.allocate(country, quantity)})
	}
	return lines
}

func (b *baskets) product() Product {
	wanted := b.random.Float64() * b.sums[len(b.sums)-1]
	i, _ := slices.BinarySearch(b.sums, wanted)
	return b.catalogue[min(i, len(b.catalogue)-1)]
}

// scarce is a product of which there is little, which is what runs out.
func (b *baskets) scarce() Product {
	byStock := slices.Clone(b.catalogue)
	slices.SortFunc(byStock, func(x, y Product) int { return x.Available - y.Available })
	return byStock[b.random.IntN(min(len(byStock), 4))]
}

// allocate takes the pieces from the nearest warehouse, now and then a part of them from the second.
func (b *baskets) allocate(country string, quantity int) []Allocation {
	near := b.nearest[country]
	if quantity < 2 || len(near) < 2 || !b.random.chance(split) {
		return []Allocation{{near[0], quantity}}
	}
	first := 1 + b.random.IntN(quantity-1)
	return []Allocation{{near[0], first}, {near[1], quantity - first}}
}
