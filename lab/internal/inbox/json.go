package inbox

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
)

// unknownFields says what becomes of fields that a request body should not have.
type unknownFields bool

const (
	rejectUnknown unknownFields = true
	acceptUnknown unknownFields = false
)

// readJSON reads one JSON value from a bounded body; what is wrong with it comes back as a problem.
func readJSON(w http.ResponseWriter, r *http.Request, into any, unknown unknownFields) error {
	if mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || mediaType != "application/json" {
		return notJSON
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	if unknown == rejectUnknown {
		decoder.DisallowUnknownFields()
	}
	if err := decoder.Decode(into); err != nil {
		return bodyProblem(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		if p := bodyProblem(err); p == tooLarge {
			return p
		}
		return invalid("body", "must be one JSON value")
	}
	return nil
}

func bodyProblem(err error) *problem {
	var large *http.MaxBytesError
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &large):
		return tooLarge
	case errors.As(err, &wrongType) && wrongType.Field != "":
		return invalid(wrongType.Field, "must be of another type than %s", wrongType.Value)
	case errors.As(err, &wrongType):
		return invalid("body", "must be a JSON object")
	}
	// encoding/json has no type for this error, only the text.
	if err != nil {
		if name, found := strings.CutPrefix(err.Error(), "json: unknown field "); found {
			return invalid(strings.Trim(name, `"`), "is not a field of this request")
		}
	}
	return invalid("body", "is not valid JSON")
}

func writeJSON(w http.ResponseWriter, status int, value any) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(value)
}

// accept stores what a POST brought and answers 202 with the message's id.
func (in *Inbox) accept(w http.ResponseWriter, r *http.Request, m Message) error {
	id, err := in.receive(r.Context(), m, r.Header.Get("Traceparent") != "")
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusAccepted, map[string]string{"id": id.String()})
}
