package inbox

import (
	"net/http"
	"regexp"
	"strings"
)

// smsRequest is the body of POST /sms.
type smsRequest struct {
	From   string            `json:"from"`
	To     string            `json:"to"`
	Text   string            `json:"text"`
	Labels map[string]string `json:"labels"`
}

// phoneNumber is E.164: a plus sign and up to fifteen digits.
var phoneNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// maxSMS is ten parts of a concatenated message.
const maxSMS = 1530

func (s smsRequest) check() error {
	switch {
	case strings.TrimSpace(s.From) == "":
		return invalid("from", "is required")
	case !phoneNumber.MatchString(s.To):
		return invalid("to", "must be a phone number in E.164 form, like +447700900123")
	case strings.TrimSpace(s.Text) == "":
		return invalid("text", "is required")
	case len(s.Text) > maxSMS:
		return invalid("text", "must not be longer than %d bytes", maxSMS)
	}
	return nil
}

func (in *Inbox) postSMS(w http.ResponseWriter, r *http.Request) error {
	var request smsRequest
	if err := readJSON(w, r, &request, rejectUnknown); err != nil {
		return err
	}
	if err := request.check(); err != nil {
		return err
	}
	m := NewMessage(SMS, in.now())
	m.From, m.To, m.Text, m.Labels = request.From, []string{request.To}, request.Text, request.Labels
	m.Subject = firstLine(request.Text)
	if key := r.Header.Get("Idempotency-Key"); key != "" {
		m.Delivery = string(SMS) + " " + key
	}
	return in.accept(w, r, m)
}

// firstLine is a subject for messages that have none.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if runes := []rune(line); len(runes) > 80 {
		return string(runes[:79]) + "…"
	}
	return line
}
