package inbox

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Config is what the environment says about the inbox.
type Config struct {
	BindAddress string     // BIND_ADDRESS
	HTTPPort    int        // INBOX_HTTP_PORT
	SMTPPort    int        // INBOX_SMTP_PORT
	Dir         string     // INBOX_DIR, the folder of the store
	LogLevel    slog.Level // LOG_LEVEL
	GrafanaURL  string     // GRAFANA_URL, where the web page's trace links lead; "" for no links
	OTLP        string     // OTEL_EXPORTER_OTLP_ENDPOINT; "" sends no traces
}

// ReadConfig takes the configuration from getenv and reports every fault in one error that names the variables.
func ReadConfig(getenv func(string) string) (Config, error) {
	r := reader{getenv: getenv}
	config := Config{
		BindAddress: r.address("BIND_ADDRESS", "127.0.0.1"),
		HTTPPort:    r.port("INBOX_HTTP_PORT", "8025"),
		SMTPPort:    r.port("INBOX_SMTP_PORT", "1025"),
		Dir:         r.value("INBOX_DIR", ".lab/data/inbox"),
		LogLevel:    r.level("LOG_LEVEL", "info"),
		GrafanaURL:  strings.TrimSuffix(r.url("GRAFANA_URL"), "/"),
		OTLP:        r.url("OTEL_EXPORTER_OTLP_ENDPOINT"),
	}
	return config, errors.Join(r.faults...)
}

// LogValue is the effective configuration as the start of the log shows it; it holds no secrets.
func (c Config) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("bind_address", c.BindAddress), slog.Int("inbox_http_port", c.HTTPPort),
		slog.Int("inbox_smtp_port", c.SMTPPort), slog.String("inbox_dir", c.Dir),
		slog.String("log_level", strings.ToLower(c.LogLevel.String())), slog.String("grafana_url", c.GrafanaURL),
		slog.String("otel_exporter_otlp_endpoint", c.OTLP))
}

type reader struct {
	getenv func(string) string
	faults []error
}

func (r *reader) value(name, byDefault string) string {
	if value := r.getenv(name); value != "" {
		return value
	}
	return byDefault
}

func (r *reader) fault(name, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf(name+" "+format, args...))
}

func (r *reader) address(name, byDefault string) string {
	value := r.value(name, byDefault)
	if net.ParseIP(value) == nil {
		r.fault(name, "is %q: it must be an IP address", value)
	}
	return value
}

func (r *reader) port(name, byDefault string) int {
	value := r.value(name, byDefault)
	port, err := strconv.ParseUint(value, 10, 16)
	if err != nil || port == 0 {
		r.fault(name, "is %q: it must be a port number from 1 to 65535", value)
	}
	return int(port)
}

func (r *reader) url(name string) string {
	value := r.value(name, "")
	if value == "" {
		return ""
	}
	if u, err := url.Parse(value); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		r.fault(name, "is %q: it must be an http or https URL", value)
	}
	return value
}

func (r *reader) level(name, byDefault string) slog.Level {
	switch value := r.value(name, byDefault); value {
	case "debug":
		return slog.LevelDebug
	case "info":
		return slog.LevelInfo
	case "warn":
		return slog.LevelWarn
	case "error":
		return slog.LevelError
	default:
		r.fault(name, "is %q: it must be debug, info, warn or error", value)
		return slog.LevelInfo
	}
}
