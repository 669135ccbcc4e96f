package telemetry

import "context"

type requestIDKey struct{}

// WithRequestID puts the request's id into the context, for logs and for calls to others.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID is the id of the request that the work belongs to; "" when there is none.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}
