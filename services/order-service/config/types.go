package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
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

// Span is a time span in seconds, between a hundredth of one and an hour.
type Span time.Duration

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Span) UnmarshalText(b []byte) error {
	n, err := decimal(b, 0.01, 3600)
	*s = Span(n * float64(time.Second))
	return err
}

func (s Span) String() string { return seconds(time.Duration(s)) }

// Budget is a time span in seconds that stays below the longest run of a saga, see saga.MaxBudget.
type Budget time.Duration

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Budget) UnmarshalText(b []byte) error {
	n, err := decimal(b, 0.1, 7)
	*s = Budget(n * float64(time.Second))
	return err
}

func (s Budget) String() string { return seconds(time.Duration(s)) }

// Speed is a factor.
type Speed float64

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Speed) UnmarshalText(b []byte) error {
	n, err := decimal(b, 0.01, 1000)
	*s = Speed(n)
	return err
}

var decimalPattern = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)

func decimal(b []byte, low, high float64) (float64, error) {
	n, err := strconv.ParseFloat(string(b), 64)
	if err != nil || !decimalPattern.Match(b) || n < low || n > high {
		return 0, fmt.Errorf("must be a number from %v to %v such as 0.5 or 2, not %q", low, high, b)
	}
	return n, nil
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }
