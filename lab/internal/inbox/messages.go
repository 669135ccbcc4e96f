package inbox

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// getMessages answers {"items": […]}, newest first. The items are written one by one as they are read, so
// that ten thousand messages need no more memory than one.
func (in *Inbox) getMessages(w http.ResponseWriter, r *http.Request) error {
	filter, err := parseFilter(r.URL.Query())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	encoder, separator := json.NewEncoder(w), `{"items":[`
	encoder.SetEscapeHTML(false)
	write := func(text string) error { _, err := w.Write([]byte(text)); return err }
	err = in.store.Each(filter, func(m Message) error {
		if err := write(separator); err != nil {
			return err
		}
		separator = ","
		return encoder.Encode(m)
	})
	if err != nil {
		return err
	}
	if separator != "," {
		return write(separator + "]}\n")
	}
	return write("]}\n")
}

func (in *Inbox) getMessage(w http.ResponseWriter, r *http.Request) error {
	// An id that is none cannot belong to a message.
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		return notFound("There is no such message")
	}
	m, err := in.store.Get(id)
	if errors.Is(err, ErrNotFound) {
		return notFound("There is no such message; the inbox keeps the newest " + strconv.Itoa(maxMessages))
	}
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, m)
}

func (in *Inbox) deleteMessages(w http.ResponseWriter, r *http.Request) error {
	if err := in.store.Clear(); err != nil {
		return err
	}
	in.stream.announce()
	in.log.InfoContext(r.Context(), "Deleted all messages")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// parseFilter reads the query parameters to, kind, since (RFC 3339), before (a message id) and limit.
func parseFilter(query url.Values) (filter Filter, err error) {
	filter.To = query.Get("to")
	if text := query.Get("kind"); text != "" {
		if filter.Kind, err = ParseKind(text); err != nil {
			return filter, invalid("kind", "%s", err)
		}
	}
	if text := query.Get("since"); text != "" {
		since, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return filter, invalid("since", "must be a time in RFC 3339 form, like 2026-11-22T20:36:00.123Z")
		}
		// Messages carry milliseconds: a finer since would miss those of its own millisecond.
		filter.Since = since.Truncate(time.Millisecond)
	}
	if text := query.Get("before"); text != "" {
		if filter.Before, err = uuid.Parse(text); err != nil {
			return filter, invalid("before", "must be the id of a message")
		}
	}
	if text := query.Get("limit"); text != "" {
		if filter.Limit, err = strconv.Atoi(text); err != nil || filter.Limit < 1 || filter.Limit > maxMessages {
			return filter, invalid("limit", "must be a number from 1 to %d", maxMessages)
		}
	}
	return filter, nil
}
