package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// The tests of this file judge the whole lab by `lab reconcile`, so nothing else may run beside them.

func TestResilienceASeededHistoryIsConsistent(t *testing.T) {
	shown := newFigures(t, "a history of 5,000 orders")
	shown.add(t, "%s", labTool(t, "seed", "--orders", "5000", "--live", "0"))
	shown.add(t, "%s", labTool(t, "reconcile", "--wait", "5m"))
}

// victims are killed one after the other, every victimInterval, while orders arrive.
var victims = []string{"order-service", "inventory-service", "payment-service", "user-service", "notification-service",
	"redis", "rabbitmq", "postgres"}

const (
	ordersPerSecond = 20
	victimInterval  = 8 * time.Second
)

// Each of the eight is killed by SIGKILL while twenty orders a second arrive. Afterwards nothing is lost, doubled or half done.
func TestResilienceKillsUnderLoad(t *testing.T) {
	shown := newFigures(t, "kills under load")
	buyers := []person{newCustomer(t), newCustomer(t), newCustomer(t), newCustomer(t)}
	skus := make([]string, 10)
	for i := range skus {
		skus[i] = newProduct(t, int64(1000+i*777), map[string]int{"BER": 150, "MAD": 100, "RTM": 100})
	}
	began := time.Now().UTC()

	accepted, statuses := map[string]bool{}, map[int]int{}
	var mu sync.Mutex
	var load sync.WaitGroup
	load.Go(func() {
		for result := range orderAtARate(t.Context(), buyers, skus, ordersPerSecond, time.Duration(len(victims)+1)*victimInterval) {
			mu.Lock()
			statuses[int(result.Code)]++
			if result.Code == http.StatusCreated || result.Code == http.StatusAccepted {
				var o order
				assert.NoError(t, json.Unmarshal(result.Body, &o))
				accepted[o.ID] = true
			}
			mu.Unlock()
		}
	})
	killInTurn(t)
	load.Wait()
	offered := 0
	for _, n := range statuses {
		offered += n
	}
	shown.add(t, "%d orders offered in %s, %d accepted; answers by status: %v; killed: %s", offered, time.Since(began).Round(time.Second),
		len(accepted), statuses, strings.Join(victims, ", "))
	require.GreaterOrEqual(t, offered, ordersPerSecond*60, "too little load for a proof")

	for _, name := range victims {
		eventually(t, 2*time.Minute, func(c *assert.CollectT) { assert.Equal(c, "Ready", supervised(c, name).Ready, name) })
		if strings.HasSuffix(name, "-service") { // the gateway sees it a little later
			eventually(t, time.Minute, func(c *assert.CollectT) {
				assert.Equal(c, http.StatusOK, call{method: http.MethodGet, url: gateway() + "/docs/" + name + "/openapi.yaml"}.do(t).status, name)
			})
		}
	}
	require.Greater(t, len(accepted), ordersPerSecond*int(victimInterval.Seconds()), "hardly an order was accepted")

	staff := operator(t)
	// Everybody catches up at this moment, so it may be told to come again.
	a, err := call{method: http.MethodPost, url: gateway() + "/api/v1/notifications/dead-letters/replay", token: staff.token}.persist(t)
	require.NoError(t, err)
	require.Equal(t, http.StatusAccepted, a.status, string(a.body))
	shown.add(t, "dead letters replayed: %s", a.body)

	shown.add(t, "%s", labTool(t, "reconcile", "--wait", "5m", "--since", began.Format(time.RFC3339)))
	final := map[string]int{}
	for _, buyer := range buyers {
		for _, o := range allOrders(t, buyer) {
			final[o.Status]++
			delete(accepted, o.ID)
		}
	}
	require.Empty(t, accepted, "orders that were accepted and are gone")
	require.Subset(t, []string{"confirmed", "rejected", "processing", "shipped", "delivered"}, slices.Collect(maps.Keys(final)))
	shown.add(t, "orders by status in the end: %v", final)
}

// orderAtARate sends so many orders a second, whatever becomes of them, until the time is over or the context is done.
func orderAtARate(ctx context.Context, buyers []person, skus []string, perSecond int, duration time.Duration) <-chan *vegeta.Result {
	n := 0 // the targeter is called by several attackers, but one at a time
	var mu sync.Mutex
	targeter := func(target *vegeta.Target) error {
		mu.Lock()
		n++
		buyer, sku := buyers[n%len(buyers)], skus[n%len(skus)]
		card := "tok_visa"
		if n%10 == 0 {
			card = "tok_declined"
		}
		mu.Unlock()
		body, err := json.Marshal(wish(sku, 1, card))
		*target = vegeta.Target{Method: http.MethodPost, URL: gateway() + "/api/v1/orders", Body: body, Header: http.Header{
			"Authorization": {"Bearer " + buyer.token}, "Content-Type": {"application/json"}, "Idempotency-Key": {uuid.NewString()}}}
		return err
	}
	attacker := vegeta.NewAttacker(vegeta.Timeout(15*time.Second), vegeta.MaxWorkers(200))
	context.AfterFunc(ctx, func() { attacker.Stop() })
	return attacker.Attack(targeter, vegeta.Rate{Freq: perSecond, Per: time.Second}, duration, "orders")
}

// killInTurn kills each victim and waits until the supervisor has started another in its place.
func killInTurn(t *testing.T) {
	t.Helper()
	turn := time.NewTicker(victimInterval)
	defer turn.Stop()
	for _, name := range victims {
		<-turn.C
		killed := supervised(t, name)
		require.Positive(t, killed.PID, name)
		require.NoError(t, syscall.Kill(killed.PID, syscall.SIGKILL), name)
		eventually(t, time.Minute, func(c *assert.CollectT) {
			assert.NotEqual(c, killed.PID, supervised(c, name).PID, name)
		})
	}
	<-turn.C
}

// labTool runs the lab's tool against this lab and returns what it printed; it must succeed.
func labTool(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(os.Getenv("LAB_STATE"), "bin", "lab"),
		append([]string{"--env-file", "tests/stack.env"}, args...)...)
	cmd.Dir = os.Getenv("LAB_ROOT")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Run(), out.String())
	return out.String()
}
