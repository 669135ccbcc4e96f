package telemetry

import (
	"context"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"
)

// ObserveWithTrace adds the trace as an exemplar, when it is one that is kept.
func ObserveWithTrace(ctx context.Context, o prometheus.Observer, value float64) {
	sc := trace.SpanContextFromContext(ctx)
	if e, ok := o.(prometheus.ExemplarObserver); ok && sc.IsSampled() {
		e.ObserveWithExemplar(value, prometheus.Labels{"trace_id": sc.TraceID().String()})
		return
	}
	o.Observe(value)
}

type lastTraceKey struct{}

// NoteTraces is for work that goes on in one stored trace after the other, such as a run of a job: under the
// context it notes the last of them, and the returned function gives a context of that trace.
func NoteTraces(ctx context.Context) (noting context.Context, lastTrace func() context.Context) {
	last := &atomic.Pointer[trace.SpanContext]{}
	return context.WithValue(ctx, lastTraceKey{}, last), func() context.Context {
		if sc := last.Load(); sc != nil {
			return trace.ContextWithRemoteSpanContext(ctx, *sc)
		}
		return ctx
	}
}

func noteTrace(ctx context.Context) {
	if last, ok := ctx.Value(lastTraceKey{}).(*atomic.Pointer[trace.SpanContext]); ok {
		if sc := trace.SpanContextFromContext(ctx); sc.IsValid() {
			last.Store(&sc)
		}
	}
}
