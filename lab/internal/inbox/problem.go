package inbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"go.opentelemetry.io/otel/trace"
)

// fieldError names one field or parameter that is not as it should be.
type fieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// problem is an error that has a place in the registry of problems (contracts/problems.yaml).
type problem struct {
	status int
	code   string
	title  string
	detail string
	fields []fieldError
}

func (p *problem) Error() string { return p.code + ": " + p.detail }

func invalid(field, format string, args ...any) *problem {
	message := fmt.Sprintf(format, args...)
	return &problem{http.StatusBadRequest, "invalid_request", "The request is not valid",
		field + ": " + message, []fieldError{{field, message}}}
}

func notFound(detail string) *problem {
	return &problem{http.StatusNotFound, "not_found", "Not found", detail, nil}
}

func methodNotAllowed(method string) *problem {
	return &problem{http.StatusMethodNotAllowed, "method_not_allowed", "Method not allowed",
		method + " is not among the methods of this route", nil}
}

var (
	tooLarge = &problem{http.StatusRequestEntityTooLarge, "payload_too_large", "The body is too large",
		"Request bodies are limited to 1 MiB (1 048 576 bytes)", nil}
	notJSON = &problem{http.StatusUnsupportedMediaType, "unsupported_media_type", "Send JSON",
		"The Content-Type must be application/json", nil}
	internal = &problem{http.StatusInternalServerError, "internal_error", "Something went wrong on our side",
		"An unexpected fault; the trace id leads to the cause", nil}
)

// writeProblem answers with an RFC 9457 document; what is not a problem is internal and stays hidden.
func writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	var p *problem
	if !errors.As(err, &p) {
		p = internal
	}
	document := struct {
		Type     string       `json:"type"`
		Title    string       `json:"title"`
		Status   int          `json:"status"`
		Detail   string       `json:"detail"`
		Instance string       `json:"instance"`
		Code     string       `json:"code"`
		TraceID  string       `json:"trace_id,omitempty"`
		Errors   []fieldError `json:"errors,omitempty"`
	}{"urn:oms:problem:" + p.code, p.title, p.status, p.detail, r.URL.Path, p.code, "", p.fields}
	if span := trace.SpanContextFromContext(r.Context()); span.IsValid() {
		document.TraceID = span.TraceID().String()
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.status)
	_ = json.NewEncoder(w).Encode(document)
}
