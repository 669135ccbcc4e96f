//go:build compose

package compose

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patience is how long a program may take to stop; the engine kills most after as long, and the exit code tells.
const patience = 10 * time.Second

// stopped are the exit codes of a program that ended in order: 0, or 143 of one that ends by the signal itself once its
// hooks have run, as Java does.
var stopped = []int{0, 143}

// withoutHandler are programs in Go that hold nothing and leave the signal to Go's runtime, which as the first process
// of a container ends with 2.
var withoutHandler = []string{"cadvisor", "postgres-exporter", "redis-exporter"}

// traffic is customers who buy until they are told to stop. Like a careful client, they ask again with the same key when
// there was no answer or one that says "later".
type traffic struct {
	sync.Mutex
	stop     context.CancelFunc
	buyers   sync.WaitGroup
	accepted map[string]customer // by order, whose it is: confirmed at once (201), or to be settled later (202)
	later    int                 // of these, the latter
	refused  map[string]int      // by what was said instead, how often since the last look
	again    int                 // of all times
}

func startTraffic(t *testing.T, buyers int) *traffic {
	ctx, stop := context.WithCancel(t.Context())
	all := &traffic{stop: stop, accepted: map[string]customer{}, refused: map[string]int{}}
	for n := range buyers {
		by := newCustomer(t)
		products := onSale(t, by)
		all.buyers.Go(func() {
			pace := time.NewTicker(600 * time.Millisecond)
			defer pace.Stop()
			for i := n; ; i += buyers {
				all.order(ctx, by, products[i%len(products)])
				select {
				case <-ctx.Done():
					return
				case <-pace.C:
				}
			}
		})
	}
	return all
}

// order asks for one until there is an answer that stands.
func (f *traffic) order(ctx context.Context, by customer, sku string) {
	key := uuid.NewString()
	// What was refused in the end is in the notes.
	_, _ = backoff.Retry(ctx, func() (order, error) {
		var o order
		status, err := callWithKey(http.MethodPost, gateway()+"/api/v1/orders", by.token, key, wish(sku),
			http.StatusCreated, &o)
		f.note(o, by, status, err)
		if status == http.StatusAccepted ||
			status >= 400 && status < 500 && status != http.StatusConflict && status != http.StatusTooManyRequests {
			return o, backoff.Permanent(err)
		}
		return o, err
	}, backoff.WithBackOff(backoff.NewConstantBackOff(500*time.Millisecond)), backoff.WithMaxElapsedTime(0))
}

func (f *traffic) note(o order, by customer, status int, err error) {
	f.Lock()
	defer f.Unlock()
	switch {
	case err == nil:
		f.accepted[o.ID] = by
	case status == http.StatusAccepted:
		f.accepted[o.ID] = by
		f.later++
	default:
		f.refused[err.Error()]++
		f.again++
	}
}

// awaitOrders waits until so many orders more have been accepted; when they are not, it tells what was said instead.
func (f *traffic) awaitOrders(t *testing.T, more int) {
	t.Helper()
	f.Lock()
	before := len(f.accepted)
	clear(f.refused)
	f.Unlock()
	eventually(t, time.Minute, func(ct *assert.CollectT) {
		f.Lock()
		defer f.Unlock()
		assert.GreaterOrEqual(ct, len(f.accepted)-before, more, "orders accepted; instead: %v", f.refused)
	})
}

func TestStoppingAnyContainerUnderLoadLosesNothing(t *testing.T) {
	load := startTraffic(t, 4)
	for _, c := range containers(t) {
		if c.oneShot() {
			continue
		}
		t.Run(c.service(), func(t *testing.T) {
			load.awaitOrders(t, 5)
			began := time.Now()
			_, err := run(nil, "docker", "stop", c.Name)
			require.NoError(t, err)
			took := time.Since(began)
			code := containerOf(t, c.service()).State.ExitCode
			fmt.Printf("stop %-22s %4.1f s, exit code %d\n", c.service(), took.Seconds(), code)
			assert.LessOrEqual(t, took, patience)
			if !slices.Contains(withoutHandler, c.service()) || code != 2 {
				assert.Contains(t, stopped, code)
			}

			_, err = run(nil, "docker", "start", c.Name)
			require.NoError(t, err)
			eventually(t, 2*time.Minute, func(ct *assert.CollectT) {
				assert.Equal(ct, "healthy", containerOf(ct, c.service()).State.Health.Status)
			})
		})
	}
	load.awaitOrders(t, 20)
	load.stop()
	load.buyers.Wait()
	fmt.Printf("%d orders accepted, %d of them to be settled later; %d requests repeated\n",
		len(load.accepted), load.later, load.again)

	for id, by := range load.accepted {
		eventually(t, time.Minute, func(ct *assert.CollectT) {
			var o order
			_, err := call(http.MethodGet, gateway()+"/api/v1/orders/"+id, by.token, nil, http.StatusOK, &o)
			assert.NoError(ct, err)
			assert.NotContains(ct, []string{"", "pending"}, o.Status, id)
		})
	}
	judge(t)
}

// The peak that cannot be given back, of the time under load, beside the limit.
func TestNothingComesNearItsMemoryLimit(t *testing.T) {
	limits := map[string]float64{}
	for _, s := range metrics(t, "service_name:container_memory_limit_bytes:sum") {
		limits[s.labels["service_name"]] = s.value
	}
	peaks := metrics(t, "sort_desc(max_over_time(service_name:container_memory_unreclaimable_bytes:sum[30m]))")
	require.NotEmpty(t, peaks)
	for _, peak := range peaks {
		limit := limits[peak.labels["service_name"]]
		if limit == 0 {
			continue
		}
		fmt.Printf("memory %-22s %4.0f of %4.0f MiB, %2.0f %%\n", peak.labels["service_name"],
			peak.value/(1<<20), limit/(1<<20), 100*peak.value/limit)
		assert.Less(t, peak.value, 0.85*limit, peak.labels["service_name"])
	}
}
