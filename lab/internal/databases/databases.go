// Package databases connects to the databases of the five services, each as the service's own role. Only the
// lab's tools may look over that fence: services never read another one's tables.
package databases

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"oms-lab/lab/internal/settings"
)

// Name is the name of a database, and of the role that owns it.
type Name string

// The five databases.
const (
	Users         Name = "user_service"
	Inventory     Name = "inventory_service"
	Payments      Name = "payment_service"
	Notifications Name = "notification_service"
	Orders        Name = "order_service"
)

// All lists the databases, the orders last: they refer to what the others hold.
var All = []Name{Users, Inventory, Payments, Notifications, Orders}

// Service is the service that owns the database, as its folder is called.
func (n Name) Service() string { return strings.ReplaceAll(string(n), "_", "-") }

// Server is the PostgreSQL server of a lab.
type Server struct {
	Address   string
	passwords map[Name]string
}

// FromEnv reads where the server is, and the passwords, from the variables of .env.example. The error names
// the variable.
func FromEnv(getenv func(string) string) (*Server, error) {
	address, err := settings.AddressOf(getenv, "POSTGRES_PORT")
	if err != nil {
		return nil, err
	}
	s := &Server{Address: address, passwords: map[Name]string{}}
	for _, name := range All {
		variable := strings.ToUpper(string(name)) + "_DB_PASSWORD"
		if s.passwords[name] = getenv(variable); s.passwords[name] == "" {
			return nil, fmt.Errorf("%s is not set: it is the password of the database role %s", variable, name)
		}
	}
	return s, nil
}

// NotUpError says that no PostgreSQL answers.
type NotUpError struct{ Address string }

func (e *NotUpError) Error() string {
	return "the lab is not up: no PostgreSQL answers at " + e.Address + " (start it with make up)"
}

// Connect opens one connection, without the time limits that the server sets for services. Error: *NotUpError.
func (s *Server) Connect(ctx context.Context, name Name) (*pgx.Conn, error) {
	source := url.URL{Scheme: "postgres", User: url.UserPassword(string(name), s.passwords[name]), Host: s.Address,
		Path: "/" + string(name), RawQuery: "sslmode=disable&connect_timeout=5"}
	config, err := pgx.ParseConfig(source.String())
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["application_name"] = "lab"
	config.RuntimeParams["statement_timeout"] = "0"
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	connection, err := pgx.ConnectConfig(ctx, config)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return nil, &NotUpError{s.Address}
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		// The library's own text repeats the whole address for each attempt.
		return nil, fmt.Errorf("connect to the database %s at %s: %w", name, s.Address, connect.Unwrap())
	}
	return connection, err
}
