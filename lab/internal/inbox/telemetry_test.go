package inbox

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"
)

// The duration of a request has classic buckets with exemplars and, beside them, a native histogram.
func TestRequestDurationsLeadToTheirTraces(t *testing.T) {
	in := &Inbox{metrics: newMetrics()}
	request := httptest.NewRequest("POST", "/sms", nil)
	request = request.WithContext(trace.ContextWithSpanContext(request.Context(), trace.NewSpanContext(
		trace.SpanContextConfig{TraceID: trace.TraceID{7}, SpanID: trace.SpanID{1}, TraceFlags: trace.FlagsSampled})))
	in.measure(request, "/sms", 202, 30*time.Millisecond)

	families, err := in.metrics.registry.Gather()
	require.NoError(t, err)
	for _, family := range families {
		if family.GetName() != "http_server_request_duration_seconds" {
			continue
		}
		histogram := family.GetMetric()[0].GetHistogram()
		require.Len(t, histogram.GetBucket(), 14)
		require.NotEmpty(t, histogram.GetPositiveSpan())
		bucket := histogram.GetBucket()[3] // up to 0.05 s
		require.Equal(t, "07000000000000000000000000000000", bucket.GetExemplar().GetLabel()[0].GetValue())
		return
	}
	t.Fatal("the duration is not measured")
}
