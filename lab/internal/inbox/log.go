package inbox

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"
)

const serviceName = "lab-inbox"

// newLogger writes the lab's log shape: one JSON object a line with ts, level, service, msg, and the ids of
// the span in the context.
func newLogger(out io.Writer, level slog.Level) *slog.Logger {
	handler := slog.NewJSONHandler(out, &slog.HandlerOptions{Level: level, ReplaceAttr: rename})
	return slog.New(spanHandler{handler}).With("service", serviceName)
}

func rename(groups []string, attr slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return attr
	}
	switch attr.Key {
	case slog.TimeKey:
		return slog.String("ts", attr.Value.Time().UTC().Format(timeLayout))
	case slog.LevelKey:
		return slog.String("level", strings.ToLower(attr.Value.String()))
	}
	if attr.Value.Kind() == slog.KindDuration {
		return slog.Float64(attr.Key, milliseconds(attr.Value.Duration()))
	}
	return attr
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

type spanHandler struct{ slog.Handler }

func (h spanHandler) Handle(ctx context.Context, record slog.Record) error {
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		record.AddAttrs(slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	return h.Handler.Handle(ctx, record)
}

func (h spanHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return spanHandler{h.Handler.WithAttrs(attrs)}
}

func (h spanHandler) WithGroup(name string) slog.Handler {
	return spanHandler{h.Handler.WithGroup(name)}
}
