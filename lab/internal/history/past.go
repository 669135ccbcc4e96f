package history

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

const (
	// fine is how often Sloth's 5-minute ratio is recorded, of which the 30-day average is made: were the history
	// coarser, it would weigh less than the present. All else is coarse, just as fine as it takes to answer at every
	// moment: Prometheus looks back five minutes for a sample.
	fine   = time.Minute
	coarse = 5 * time.Minute

	mark     = "lab_synthetic_history"
	instance = "synthetic-history"
)

// past is a history: series between two moments, the second excluded.
type past struct {
	from, until time.Time
	series      []series
}

// series is a series with a sample each step.
type series struct {
	// id is the name with the labels, as OpenMetrics has it.
	id   string
	step time.Duration
	// at is the value of a sample, by its number from the beginning.
	at func(i int) float64
}

// count is how many samples of a step there are.
func (p *past) count(step time.Duration) int {
	return int((p.until.Sub(p.from) + step - 1) / step)
}

func (p *past) samples() (sum int) {
	for _, s := range p.series {
		sum += p.count(s.step)
	}
	return sum
}

// add adds a series; labels are pairs of a name and a value.
func (p *past) add(name string, step time.Duration, at func(i int) float64, labels ...string) {
	var id strings.Builder
	id.WriteString(name)
	for i := 0; i < len(labels); i += 2 {
		id.WriteByte("{,"[min(i, 1)])
		id.WriteString(labels[i] + "=" + strconv.Quote(labels[i+1]))
	}
	if len(labels) > 0 {
		id.WriteByte('}')
	}
	p.series = append(p.series, series{id.String(), step, at})
}

// addMark adds what tells dashboards that all this is made up.
func (p *past) addMark() {
	p.add(mark, coarse, func(int) float64 { return 1 })
}

// write writes the samples from one moment until before another as OpenMetrics text.
func (p *past) write(out io.Writer, from, until time.Time) error {
	w := bufio.NewWriterSize(out, 1<<20)
	var line []byte
	for _, s := range p.series {
		first := int(max(0, (from.Sub(p.from)+s.step-1)/s.step))
		for i := first; i < p.count(s.step); i++ {
			at := p.from.Add(time.Duration(i) * s.step)
			if !at.Before(until) {
				break
			}
			line = append(append(line[:0], s.id...), ' ')
			line = append(appendValue(line, s.at(i)), ' ')
			line = append(strconv.AppendInt(line, at.Unix(), 10), '\n')
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
	}
	if _, err := w.WriteString("# EOF\n"); err != nil {
		return err
	}
	return w.Flush()
}

// appendValue keeps whole numbers as they are; of others six digits are plenty, and half as long to store.
func appendValue(line []byte, value float64) []byte {
	if value == math.Trunc(value) {
		return strconv.AppendFloat(line, value, 'f', -1, 64)
	}
	return strconv.AppendFloat(line, value, 'g', 6, 64)
}
