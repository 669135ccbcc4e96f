package telemetry

import (
	"context"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"
)

func inTrace(traceID trace.TraceID, flags trace.TraceFlags) context.Context {
	return trace.ContextWithSpanContext(context.Background(),
		trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: trace.SpanID{1}, TraceFlags: flags}))
}

// Every histogram has its classic buckets, a native histogram and exemplars.
func TestHistograms(t *testing.T) {
	m := NewMetrics()
	ctx := inTrace(trace.TraceID{7}, trace.FlagsSampled)
	ObserveWithTrace(ctx, m.OrderProcessing, 0.3)
	ObserveWithTrace(ctx, m.HTTPDuration.WithLabelValues("GET", "/api/v1/orders", "200"), 0.3)
	ObserveWithTrace(ctx, m.ClientDuration.WithLabelValues("user-service", "GET", "error"), 0.3)
	ObserveWithTrace(ctx, m.DBDuration.WithLabelValues("postgresql", "order_service", "SELECT"), 0.3)
	ObserveWithTrace(ctx, m.Processed.WithLabelValues("oms.events:payment.refunded", "processed"), 0.3)
	ObserveWithTrace(ctx, m.JobDuration.WithLabelValues("outbox_relay"), 0.3)
	families, err := m.Registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	histograms := 0
	for _, family := range families {
		if strings.HasPrefix(family.GetName(), "go_") || family.GetMetric()[0].GetHistogram() == nil {
			continue
		}
		histograms++
		h := family.GetMetric()[0].GetHistogram()
		if len(h.GetBucket()) == 0 || len(h.GetPositiveSpan()) == 0 {
			t.Errorf("%s: %d classic buckets, %d native spans", family.GetName(), len(h.GetBucket()), len(h.GetPositiveSpan()))
		}
		led := false
		for _, bucket := range h.GetBucket() {
			for _, label := range bucket.GetExemplar().GetLabel() {
				led = led || label.GetName() == "trace_id" && label.GetValue() == "07000000000000000000000000000000"
			}
		}
		if !led || len(h.GetExemplars()) != 1 {
			t.Errorf("%s has no exemplar of its trace", family.GetName())
		}
	}
	if histograms != 6 {
		t.Errorf("%d histograms", histograms)
	}
}

// A trace that was not kept would be a dead link.
func TestNoExemplarOfATraceThatIsNotKept(t *testing.T) {
	h := prometheus.NewHistogram(histogramOptions("x_seconds", "", []float64{1}))
	ObserveWithTrace(inTrace(trace.TraceID{7}, 0), h, 0.3)
	registry := prometheus.NewRegistry()
	registry.MustRegister(h)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := families[0].GetMetric()[0].GetHistogram()
	if got.GetSampleCount() != 1 || got.GetBucket()[0].GetExemplar() != nil || len(got.GetExemplars()) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestLastTraceOfARun(t *testing.T) {
	noting, lastTrace := NoteTraces(context.Background())
	if id := TraceID(lastTrace()); id != "" {
		t.Errorf("trace %s before any work", id)
	}
	for _, digit := range []string{"1", "2"} {
		WithTraceparent(noting, "00-"+strings.Repeat(digit, 32)+"-"+strings.Repeat(digit, 16)+"-01")
	}
	WithTraceparent(noting, "")
	if id := TraceID(lastTrace()); id != strings.Repeat("2", 32) {
		t.Errorf("last trace %q", id)
	}
}
