package history

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// random draws the numbers of one part of a history: the same for the same seed, whatever else there is.
type random struct{ *rand.Rand }

func newRandom(seed uint64, part string) random {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(part)) // cannot fail
	return random{rand.New(rand.NewPCG(seed, hash.Sum64()))}
}

// poisson draws how many of many rare events occur when mean are expected.
func (r random) poisson(mean float64) float64 {
	if mean > 30 {
		return max(0, math.Round(mean+math.Sqrt(mean)*r.NormFloat64()))
	}
	limit, product, n := math.Exp(-mean), r.Float64(), 0.0
	for product > limit {
		product *= r.Float64()
		n++
	}
	return n
}

// lognormal draws a duration or a price whose median is given.
func (r random) lognormal(median, sigma float64) float64 {
	return median * math.Exp(sigma*r.NormFloat64())
}
