package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Port is a TCP port.
type Port int

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Port) UnmarshalText(b []byte) error {
	n, err := number(b, 1, 65535)
	*p = Port(n)
	return err
}

// Pool is the size of a connection pool; less than two would starve the migrations' lock.
type Pool int

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Pool) UnmarshalText(b []byte) error {
	n, err := number(b, 2, 200)
	*p = Pool(n)
	return err
}

func number(b []byte, low, high int) (int, error) {
	n, err := strconv.Atoi(string(b))
	if err != nil || n < low || n > high {
		return 0, fmt.Errorf("must be a whole number from %d to %d, not %q", low, high, b)
	}
	return n, nil
}

// Secret is never printed.
type Secret string

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Secret) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		return errors.New("is empty")
	}
	*s = Secret(b)
	return nil
}

func (Secret) String() string { return "****" }

// HTTPURL is an absolute http or https URL without a slash at its end.
type HTTPURL string

// UnmarshalText implements encoding.TextUnmarshaler.
func (u *HTTPURL) UnmarshalText(b []byte) error {
	if err := absolute(b, "http", "https"); err != nil {
		return err
	}
	*u = HTTPURL(strings.TrimRight(string(b), "/"))
	return nil
}

// AMQPURL is a broker's URL; its password is never printed.
type AMQPURL string

// UnmarshalText implements encoding.TextUnmarshaler.
func (u *AMQPURL) UnmarshalText(b []byte) error {
	if err := absolute(b, "amqp", "amqps"); err != nil {
		return err
	}
	*u = AMQPURL(b)
	return nil
}

func (u AMQPURL) String() string {
	parsed, err := url.Parse(string(u))
	if err != nil {
		return "****"
	}
	if parsed.User != nil {
		parsed.User = url.User(parsed.User.Username() + ":****")
	}
	masked := parsed.String()
	if plain, err := url.PathUnescape(masked); err == nil {
		return plain
	}
	return masked
}

// absolute does not repeat the value in its error: it may hold a password.
func absolute(b []byte, schemes ...string) error {
	u, err := url.Parse(string(b))
	if err == nil && u.Host != "" {
		for _, s := range schemes {
			if u.Scheme == s {
				return nil
			}
		}
	}
	return fmt.Errorf("must be a URL that starts with %s://", strings.Join(schemes, ":// or "))
}

// Level is a log level by its lower-case name.
type Level slog.Level

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *Level) UnmarshalText(b []byte) error {
	switch string(b) {
	case "debug", "info", "warn", "error":
		return (*slog.Level)(l).UnmarshalText(b)
	}
	return fmt.Errorf("must be debug, info, warn or error, not %q", b)
}

func (l Level) String() string { return strings.ToLower(slog.Level(l).String()) }

// Span is a time span of Go's notation, between 10 ms and an hour.
type Span time.Duration

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Span) UnmarshalText(b []byte) error {
	d, err := span(b, 10*time.Millisecond, time.Hour)
	*s = Span(d)
	return err
}

func (s Span) String() string { return time.Duration(s).String() }

// Budget is a time span that stays below the longest run of a saga, see saga.MaxBudget.
type Budget time.Duration

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Budget) UnmarshalText(b []byte) error {
	d, err := span(b, 100*time.Millisecond, 7*time.Second)
	*s = Budget(d)
	return err
}

func (s Budget) String() string { return time.Duration(s).String() }

func span(b []byte, low, high time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(string(b))
	if err != nil || d < low || d > high {
		return 0, fmt.Errorf("must be a time span from %s to %s such as 500ms or 2s, not %q", low, high, b)
	}
	return d, nil
}
