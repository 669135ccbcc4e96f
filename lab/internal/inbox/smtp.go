package inbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// newSMTPServer takes mail for every recipient, without authentication or TLS: it never relays anything.
func newSMTPServer(in *Inbox) *smtp.Server {
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &session{inbox: in}, nil
	}))
	server.Domain = serviceName
	server.MaxMessageBytes = maxBody
	server.MaxRecipients = 100
	server.ReadTimeout = time.Minute
	server.WriteTimeout = 10 * time.Second
	server.EnableSMTPUTF8 = true
	server.ErrorLog = smtpLog{in.log}
	return server
}

// session is the envelope of the mail that one connection is sending.
type session struct {
	inbox *Inbox
	from  string
	to    []string
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

func (s *session) Reset() { s.from, s.to = "", nil }

func (s *session) Logout() error { return nil }

// Data receives one mail. Its span starts when the data arrives, though its parent is only known once the
// header is read.
func (s *session) Data(r io.Reader) error {
	started := time.Now()
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m := NewMessage(Mail, started)
	m.From, m.To = s.from, s.to
	header, parseErr := readMail(bytes.NewReader(raw), &m)
	if parseErr != nil && m.Text == "" && m.HTML == "" {
		// What cannot be parsed is shown raw: a broken mail is exactly what a learner wants to see.
		m.Text = string(raw)
	}

	carrier := propagation.MapCarrier{"traceparent": header.Get("Traceparent"), "tracestate": header.Get("Tracestate")}
	ctx := otel.GetTextMapPropagator().Extract(context.Background(), carrier)
	ctx, span := otel.Tracer(serviceName).Start(ctx, "smtp DATA", trace.WithSpanKind(trace.SpanKindServer),
		trace.WithTimestamp(started), trace.WithAttributes(
			semconv.NetworkProtocolName("smtp"), attribute.Int("oms.mail.size", len(raw)),
			attribute.Int("oms.mail.recipients", len(s.to))))
	defer span.End()
	if parseErr != nil {
		s.inbox.log.WarnContext(ctx, "A mail could not be parsed whole", "error", parseErr.Error())
	}
	m.Delivery = deliveryKey(header.Get("Message-Id"), s.to)
	if _, err := s.inbox.receive(ctx, m, header.Get("Traceparent") != ""); err != nil {
		span.SetStatus(codes.Error, "not stored")
		s.inbox.log.ErrorContext(ctx, "A mail could not be stored", "error", err.Error())
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "The mail could not be stored, try again"}
	}
	return nil
}

// deliveryKey names the delivery of a mail to its recipients; empty without a Message-ID (RFC 5322, section 3.6.4).
func deliveryKey(messageID string, to []string) string {
	if messageID == "" {
		return ""
	}
	return string(Mail) + " " + messageID + " " + strings.ToLower(strings.Join(slices.Sorted(slices.Values(to)), ","))
}

// smtpLog gives go-smtp's complaints about a connection our shape; a client that hangs up is not worth a warning.
type smtpLog struct{ log *slog.Logger }

func (l smtpLog) Printf(format string, args ...any) {
	for _, arg := range args {
		if err, ok := arg.(error); ok && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)) {
			return
		}
	}
	l.log.Warn("SMTP connection failed", "error", fmt.Sprintf(format, args...))
}

func (l smtpLog) Println(args ...any) {
	l.log.Warn("SMTP connection failed", "error", fmt.Sprint(args...))
}
