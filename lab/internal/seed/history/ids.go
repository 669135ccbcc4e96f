package history

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
)

// random is the only source of chance in a history, so that one seed makes one history.
type random struct{ *rand.Rand }

func newRandom(seed uint64) random { return random{rand.New(rand.NewPCG(seed, 0x6f6d732d6c6162))} }

// id makes the UUIDv7 that a service would have made at that moment. The twelve bits after the version hold the
// fraction of the millisecond (RFC 9562, 6.2, method 3), so that ids sort by time down to the microsecond.
func (r random) id(at time.Time) uuid.UUID {
	var id uuid.UUID
	micros := at.UnixMicro()
	binary.BigEndian.PutUint64(id[:8], uint64(micros/1000)<<16|7<<12|uint64(micros%1000*4096/1000))
	binary.BigEndian.PutUint64(id[8:], r.Uint64()>>2|1<<63)
	return id
}

// hex makes that many random bytes in hexadecimal digits.
func (r random) hex(bytes int) string {
	raw := make([]byte, 0, 16)
	for len(raw) < bytes {
		raw = binary.BigEndian.AppendUint64(raw, r.Uint64())
	}
	return hex.EncodeToString(raw[:bytes])
}

// between is a duration from the first to the second, in microseconds as PostgreSQL keeps them.
func (r random) between(from, to time.Duration) time.Duration {
	return (from + time.Duration(r.Float64()*float64(to-from))).Truncate(time.Microsecond)
}

// chance is true in that share of all cases.
func (r random) chance(share float64) bool { return r.Float64() < share }

// weighted picks an index with the chance that its weight has among all.
func (r random) weighted(weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	pick := r.Float64() * sum
	for i, w := range weights {
		if pick -= w; pick < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// IDs makes ids for what a history only implies, such as its messages.
type IDs struct{ random random }

// IDs are those of one purpose: the same number makes the same ids.
func (h *History) IDs(purpose uint64) IDs { return IDs{newRandom(h.Seed ^ purpose<<32)} }

// At is the next id of a moment.
func (i IDs) At(at time.Time) uuid.UUID { return i.random.id(at) }
