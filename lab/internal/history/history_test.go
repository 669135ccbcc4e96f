package history

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
)

// newState makes the state folder of a lab that has nothing but the programs of the one that the tests run in.
func newState(t *testing.T) string {
	t.Helper()
	lab := os.Getenv("LAB_STATE")
	require.NotEmpty(t, lab, "LAB_STATE is not set: run `make test S=lab`")
	state := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(state, "data", "prometheus"), 0o755))
	require.NoError(t, os.Symlink(filepath.Join(lab, "bin"), filepath.Join(state, "bin")))
	return state
}

// startPrometheus starts one that looks for new blocks every second, with the rules of the SLOs.
func startPrometheus(t *testing.T, state string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	rules, err := filepath.Abs(rulesFolder)
	require.NoError(t, err)
	config := filepath.Join(t.TempDir(), "prometheus.yml")
	require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, "rule_files: [%s/sli.yaml, %s/slo/*.yaml]\n"+
		"scrape_configs: [{job_name: prometheus, scrape_interval: 1s, static_configs: [{targets: ['%s']}]}]\n", rules, rules, address), 0o600))
	var output bytes.Buffer
	cmd := exec.Command(filepath.Join(state, "bin", "prometheus"), "--config.file="+config,
		"--storage.tsdb.path="+filepath.Join(state, "data", "prometheus"), "--storage.tsdb.retention.time=35d",
		"--storage.tsdb.block-reload-interval=1s", "--web.listen-address="+address)
	cmd.Stdout, cmd.Stderr = &output, &output
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		if t.Failed() {
			t.Log(output.String())
		}
	})
	base := "http://" + address
	require.Eventually(t, func() bool { return value(t, base, "count(up)") == 1 }, 30*time.Second, 100*time.Millisecond)
	return base
}

// connect is the API of a Prometheus.
func connect(t *testing.T, base string) *server {
	t.Helper()
	s, err := newServer(base)
	require.NoError(t, err)
	return s
}

// value is the answer to a query that has one sample, 0 when there is none.
func value(t *testing.T, base, query string) float64 {
	t.Helper()
	answer, _, _, err := connect(t, base).api.Query(t.Context(), query, time.Now())
	if err != nil {
		return 0
	}
	samples, ok := answer.(model.Vector)
	require.True(t, ok, query)
	if len(samples) == 0 {
		return 0
	}
	require.Len(t, samples, 1, query)
	return float64(samples[0].Value)
}

func options(base, state string) Options {
	return Options{Prometheus: base, State: state, Length: 30 * days, Seed: 7, Now: time.Now(), Say: func(string, ...any) {}}
}

func TestPrometheusHasAMonthBehindIt(t *testing.T) {
	state := newState(t)
	base := startPrometheus(t, state)
	s, err := Write(t.Context(), options(base, state))
	require.NoError(t, err)
	require.False(t, s.Existing)
	require.Greater(t, s.Bytes, int64(1_000_000))
	require.WithinDuration(t, time.Now().Add(-30*days), s.From, 2*time.Hour)
	t.Logf("%d series, %d samples, %d bytes in %.1f s", s.Series, s.Samples, s.Bytes, s.Seconds)
	require.NoDirExists(t, filepath.Join(state, "data", "prometheus-history"))

	// Prometheus spreads its groups of rules over a minute: the last one has its first sample that late.
	rules, err := connect(t, base).sloRules(t.Context())
	require.NoError(t, err)
	slos := 0.0
	for _, each := range rules {
		if each.Name == "slo:objective:ratio" {
			slos++
		}
	}
	require.GreaterOrEqual(t, slos, 14.0)
	require.Eventually(t, func() bool { return value(t, base, "count(slo:objective:ratio)") == slos }, 90*time.Second, 100*time.Millisecond)
	// The month is as long as it should be, and each SLO has one series in it: the past goes on as the present.
	require.InDelta(t, 30*24*12, value(t, base, "count_over_time(lab_synthetic_history[31d])"), 15)
	require.Equal(t, slos, value(t, base, "count(count_over_time(slo:sli_error:ratio_rate5m[30d]) > 43000)"))
	require.Equal(t, slos, value(t, base, "count(count_over_time(slo:sli_error:ratio_rate5m[30d]))"))
	// The rule of 30 days, asked now: it finds the past, and none of the budgets is whole or gone.
	remaining := "1 - sum_over_time(slo:sli_error:ratio_rate5m[30d]) / ignoring(sloth_window) count_over_time(slo:sli_error:ratio_rate5m[30d])" +
		" / on(sloth_id) group_left() slo:error_budget:ratio"
	require.Equal(t, slos, value(t, base, "count((("+remaining+") > 0.2) < 0.95)"))
	require.Greater(t, value(t, base, "sum(increase(orders_created_total[30d]))"), 10_000.0)
	require.InDelta(t, 0.5, value(t, base, "histogram_quantile(0.95, sum by (le) (rate(order_processing_duration_seconds_bucket[30d])))"), 0.4)
	require.Zero(t, value(t, base, "count(ALERTS)"))

	again, err := Write(t.Context(), options(base, state))
	require.NoError(t, err)
	require.True(t, again.Existing)
	require.Equal(t, s.From, again.From)
}

func TestKilledRunIsMadeUpFor(t *testing.T) {
	state := newState(t)
	base := startPrometheus(t, state)
	data := filepath.Join(state, "data", "prometheus")
	// Half a block, from a run that was killed while it made them.
	half := filepath.Join(state, "data", "prometheus-history", "blocks", "01M8CR77JDMR3YZCDGAP8GZRBD")
	require.NoError(t, os.MkdirAll(half, 0o755))

	o := options(base, state)
	o.Length = 7 * days
	made, err := plan(t.Context(), o, connect(t, base))
	require.NoError(t, err)
	d, err := openDraft(state, data)
	require.NoError(t, err)
	require.False(t, d.complete())
	require.NoError(t, d.make(t.Context(), made))
	require.NoDirExists(t, half)
	_, err = Write(t.Context(), o)
	require.EqualError(t, err, "another lab seed --history is under way")
	// Killed again, after one of the blocks was moved.
	blocks, err := os.ReadDir(filepath.Join(d.dir, "blocks"))
	require.NoError(t, err)
	require.NotEmpty(t, blocks)
	require.NoError(t, os.Rename(filepath.Join(d.dir, "blocks", blocks[0].Name()), filepath.Join(data, blocks[0].Name())))
	require.NoError(t, d.close())

	finished, err := Write(t.Context(), o)
	require.NoError(t, err)
	require.Contains(t, finished.String(), "what an earlier run has begun is finished")
	for _, block := range blocks {
		require.DirExists(t, filepath.Join(data, block.Name()))
	}
	require.NoDirExists(t, d.dir)
	require.InDelta(t, 7*24*12, value(t, base, "count_over_time(lab_synthetic_history[31d])"), 15)
}

// fake is a Prometheus that says what it is told to.
func fake(t *testing.T, flags map[string]string, more map[string]string) string {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/v1/status/flags", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"status": "success", "data": flags})
	})
	for path, answer := range more {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) })
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestRefusals(t *testing.T) {
	state := newState(t)
	data := filepath.Join(state, "data", "prometheus")
	here := map[string]string{"storage.tsdb.path": data, "storage.tsdb.retention.time": "35d"}
	none := map[string]string{"/api/v1/query_range": `{"status":"success","data":{"resultType":"matrix","result":[]}}`}
	with := func(path, answer string) map[string]string {
		return map[string]string{"/api/v1/query_range": none["/api/v1/query_range"], "/api/v1/status/tsdb": `{"status":"success","data":{"headStats":{"minTime":9223372036854775807}}}`, path: answer}
	}
	for _, c := range []struct {
		base, want string
	}{
		{"http://127.0.0.1:1", "the lab is not up: no Prometheus answers at http://127.0.0.1:1 (start it with make up)"},
		{fake(t, map[string]string{"storage.tsdb.path": "/prometheus"}, nil), "a history is written only into a native lab"},
		{fake(t, map[string]string{"storage.tsdb.path": data, "storage.tsdb.retention.time": "1w"}, none),
			"the running Prometheus keeps samples for 1w, shorter than the history of 30d: raise METRICS_RETENTION and start the lab anew"},
		{fake(t, here, with("/api/v1/rules", `{"status":"success","data":{"groups":[]}}`)), "Prometheus has no rules of SLOs yet"},
		{fake(t, here, with("/api/v1/status/tsdb", `{"status":"success","data":{"headStats":{"minTime":1000}}}`)),
			"there is no room for a history: Prometheus has real samples since 1970-01-01T00:00:01Z"},
		{fake(t, here, map[string]string{"/api/v1/query_range": `{"status":"error","errorType":"timeout","error":"query timed out"}`}),
			"ask Prometheus: timeout: query timed out"},
		{fake(t, here, map[string]string{"/api/v1/query_range": "<html>"}), "ask Prometheus: bad_response: "},
		{hangUp(t), "EOF"},
	} {
		_, err := Write(context.Background(), options(c.base, state))
		require.ErrorContains(t, err, c.want)
		require.NoDirExists(t, filepath.Join(state, "data", "prometheus-history"))
	}
}

// hangUp is a server that takes every connection and answers nothing.
func hangUp(t *testing.T) string {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	t.Cleanup(server.Close)
	return server.URL
}

// What answers, but not as it should, is not a lab that is down.
func TestOnlyWhatRefusesIsDown(t *testing.T) {
	var down *NotUpError
	_, err := connect(t, "http://127.0.0.1:1").flag(t.Context(), "any")
	require.ErrorAs(t, err, &down)
	_, err = connect(t, hangUp(t)).flag(t.Context(), "any")
	require.Error(t, err)
	require.NotErrorAs(t, err, &down)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = connect(t, "http://127.0.0.1:1").flag(ctx, "any")
	require.ErrorIs(t, err, context.Canceled)
}

func TestAnswerWithoutEndIsNotRead(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		line := bytes.Repeat([]byte(" "), 1<<20)
		for range 2 * maxAnswer / len(line) {
			if _, err := w.Write(line); err != nil {
				return
			}
		}
	}))
	t.Cleanup(server.Close)
	_, err := connect(t, server.URL).flag(t.Context(), "any")
	var tooLarge *http.MaxBytesError
	require.ErrorAs(t, err, &tooLarge)
}

// stubborn is a Prometheus that fails until it has been asked so many times, then has a history.
func stubborn(t *testing.T, failures int64) string {
	var asked atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/api/v1/query_range", func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) <= failures {
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write([]byte(`{"status":"error","errorType":"unavailable","error":"still reading"}`))
			return
		}
		_, _ = w.Write([]byte(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1795600000,"1795600000"]]}]}}`))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestWaitingGoesOnWhenAnAnswerFails(t *testing.T) {
	there, err := connect(t, stubborn(t, 1)).awaitHistory(t.Context(), time.Now(), time.Minute)
	require.NoError(t, err)
	require.Equal(t, int64(1795600000), there.From.Unix())

	_, err = connect(t, stubborn(t, 1000)).awaitHistory(t.Context(), time.Now(), 100*time.Millisecond)
	require.ErrorContains(t, err, "has not read the history after 100ms")
	require.ErrorContains(t, err, "the last time it was asked: ask Prometheus: server_error: server error: 503")
	require.ErrorContains(t, err, "still reading")

	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = connect(t, stubborn(t, 1000)).awaitHistory(ctx, time.Now(), time.Minute)
	require.Equal(t, context.DeadlineExceeded, err)
}

// Also at the moment at which the first has thrown its folder away.
func TestOneDraftAtATime(t *testing.T) {
	state := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(state, "bin"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(state, "bin", "promtool"), nil, 0o600))
	first, err := openDraft(state, "")
	require.NoError(t, err)
	require.NoError(t, first.remove())
	_, err = openDraft(state, "")
	require.EqualError(t, err, "another lab seed --history is under way")
	require.NoError(t, first.close())
	second, err := openDraft(state, "")
	require.NoError(t, err)
	require.NoError(t, second.close())
}

func TestRealSamplesInBlocksAreTheOldest(t *testing.T) {
	data := t.TempDir()
	block := filepath.Join(data, "01M8CR77JDMR3YZCDGAP8GZRBD")
	require.NoError(t, os.Mkdir(block, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(block, "meta.json"), []byte(`{"minTime": 1795600000000}`), 0o600))
	base := fake(t, nil, map[string]string{"/api/v1/status/tsdb": `{"status":"success","data":{"headStats":{"minTime":1795700000000}}}`})
	oldest, err := connect(t, base).oldestSample(t.Context(), data, time.UnixMilli(1795800000000))
	require.NoError(t, err)
	require.Equal(t, int64(1795600000000), oldest.UnixMilli())
}
