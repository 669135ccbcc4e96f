package inbox

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // decoders for charsets other than UTF-8
	"github.com/emersion/go-message/mail"
	"golang.org/x/net/html"
)

// labelPrefix marks the header fields that become labels: X-OMS-Event-Id is the label event_id.
const labelPrefix = "X-Oms-"

// readMail fills a message from an RFC 5322 mail: subject, sender, text, HTML and labels. Recipients are not
// taken from the header, since those of the envelope are the true ones. A part in an unknown charset is kept as it is.
func readMail(r io.Reader, m *Message) (mail.Header, error) {
	reader, err := mail.CreateReader(r)
	if reader == nil {
		return mail.Header{}, fmt.Errorf("not a mail: %w", err)
	}
	defer func() { _ = reader.Close() }()

	// Subject returns the undecoded text beside an error, which is still worth showing.
	m.Subject, _ = reader.Header.Subject()
	if from, err := reader.Header.AddressList("From"); err == nil && len(from) > 0 {
		m.From = from[0].Address
	}
	readLabels(reader.Header, m)

	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if part == nil || (err != nil && !message.IsUnknownCharset(err)) {
			return reader.Header, fmt.Errorf("read a part: %w", err)
		}
		if err := readPart(part, m); err != nil {
			return reader.Header, err
		}
	}
	if m.Text == "" && m.HTML != "" {
		m.Text = textOf(m.HTML)
	}
	return reader.Header, nil
}

func readPart(part *mail.Part, m *Message) error {
	switch header := part.Header.(type) {
	case *mail.InlineHeader:
		content, err := io.ReadAll(part.Body)
		if err != nil {
			return fmt.Errorf("read the body: %w", err)
		}
		// A part without a Content-Type is plain text (RFC 2045).
		switch contentType, _, _ := header.ContentType(); contentType {
		case "text/html":
			m.HTML += string(content)
		case "text/plain", "":
			m.Text += string(content)
		}
	case *mail.AttachmentHeader:
		name, err := header.Filename()
		if err != nil || name == "" {
			name = "unnamed"
		}
		m.label("attachments", strings.TrimPrefix(m.Labels["attachments"]+", "+name, ", "))
	}
	return nil
}

func readLabels(header mail.Header, m *Message) {
	for fields := header.Fields(); fields.Next(); {
		name, found := strings.CutPrefix(fields.Key(), labelPrefix)
		if value, err := fields.Text(); found && err == nil {
			m.label(strings.ReplaceAll(strings.ToLower(name), "-", "_"), value)
		}
	}
}

func (m *Message) label(name, value string) {
	if m.Labels == nil {
		m.Labels = map[string]string{}
	}
	m.Labels[name] = value
}

// textOf is the visible text of an HTML mail that brings no text part, one line for each run of text.
func textOf(document string) string {
	var lines []string
	hidden := 0
	for tokens := html.NewTokenizer(strings.NewReader(document)); ; {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			return strings.Join(lines, "\n")
		case html.StartTagToken, html.EndTagToken:
			switch name, _ := tokens.TagName(); string(name) {
			case "style", "script", "head", "title":
				if kind == html.StartTagToken {
					hidden++
				} else {
					hidden--
				}
			}
		case html.TextToken:
			if line := strings.Join(strings.Fields(string(tokens.Text())), " "); line != "" && hidden <= 0 {
				lines = append(lines, line)
			}
		}
	}
}
