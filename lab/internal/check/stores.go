package check

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
)

func init() {
	// The libraries would print their complaints between the lines of the table.
	logging.Disable()
	amqp.SetLogger(log.New(io.Discard, "", 0))
}

// postgres connects as the superuser and names the service databases that are missing.
func postgres(address, password string) probe {
	source := url.URL{Scheme: "postgres", User: url.UserPassword("postgres", password), Host: address,
		Path: "/postgres", RawQuery: "sslmode=disable"}
	return func(ctx context.Context) (detail string, err error) {
		connection, err := pgx.Connect(ctx, source.String())
		if err != nil {
			var connect *pgconn.ConnectError
			if errors.As(err, &connect) {
				err = connect.Unwrap()
			}
			return "", err
		}
		defer func() { _ = connection.Close(ctx) }()
		var version string
		var databases int
		err = connection.QueryRow(ctx, `select split_part(current_setting('server_version'), ' ', 1),
			(select count(*) from pg_database where datname like '%\_service')`).Scan(&version, &databases)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%s, %d databases", version, databases), nil
	}
}

// redisPing sends PING.
func redisPing(address, password string) probe {
	return func(ctx context.Context) (string, error) {
		client := redis.NewClient(&redis.Options{Addr: address, Password: password, MaxRetries: -1, Protocol: 2,
			DisableIdentity: true, ContextTimeoutEnabled: true})
		defer func() { _ = client.Close() }()
		return "", client.Ping(ctx).Err()
	}
}

// rabbitmq opens a connection and a channel, as a service does.
func rabbitmq(address, user, password string) probe {
	return func(ctx context.Context) (string, error) {
		config := amqp.Config{
			SASL:  []amqp.Authentication{&amqp.PlainAuth{Username: user, Password: password}},
			Vhost: "/",
			Dial: func(network, address string) (net.Conn, error) {
				connection, err := (&net.Dialer{}).DialContext(ctx, network, address)
				if deadline, ok := ctx.Deadline(); ok && err == nil {
					err = connection.SetDeadline(deadline)
				}
				return connection, err
			},
		}
		connection, err := amqp.DialConfig("amqp://"+address+"/", config)
		if err != nil {
			return "", err
		}
		defer func() { _ = connection.CloseDeadline(time.Now().Add(time.Second)) }()
		channel, err := connection.Channel()
		if err != nil {
			return "", err
		}
		version, _ := connection.Properties["version"].(string)
		return version, channel.Close()
	}
}

// rabbitmqAlarms asks the management plugin whether a memory or disk alarm blocks the publishers.
func rabbitmqAlarms(base, user, password string) probe {
	return func(ctx context.Context) (string, error) {
		status, body, err := get(ctx, base+"/api/health/checks/alarms", func(r *http.Request) { r.SetBasicAuth(user, password) })
		if err != nil || status == http.StatusOK {
			return "", err
		}
		var answer struct {
			Reason string `json:"reason"`
		}
		if json.Unmarshal(body, &answer) == nil && answer.Reason != "" {
			return "", errors.New(answer.Reason)
		}
		return "", errors.New(statusText(status))
	}
}

// greets reads the first line that a server sends by itself, such as SMTP's "220 …".
func greets(address, greeting string) probe {
	return func(ctx context.Context) (string, error) {
		connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err != nil {
			return "", err
		}
		defer func() { _ = connection.Close() }()
		if deadline, ok := ctx.Deadline(); ok {
			if err := connection.SetDeadline(deadline); err != nil {
				return "", err
			}
		}
		line := make([]byte, 512)
		n, err := connection.Read(line)
		if err != nil {
			return "", err
		}
		if !strings.HasPrefix(string(line[:n]), greeting) {
			return "", fmt.Errorf("greets with %q", firstLine(line[:n]))
		}
		_, err = connection.Write([]byte("QUIT\r\n"))
		return "", err
	}
}

// connects is healthy when something accepts a TCP connection.
func connects(address string) probe {
	return func(ctx context.Context) (string, error) {
		connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err != nil {
			return "", err
		}
		return "", connection.Close()
	}
}
