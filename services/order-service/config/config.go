// Package config reads the service's settings from the environment, once, and checks them.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Config has every setting; the tags are its variable and default. What has no default is required.
type Config struct {
	BindAddress string `env:"BIND_ADDRESS" envDefault:"127.0.0.1"`
	HTTPPort    Port   `env:"HTTP_PORT,notEmpty"`
	LogLevel    Level  `env:"LOG_LEVEL" envDefault:"info"`

	DBHost     string `env:"DB_HOST,notEmpty"`
	DBPort     Port   `env:"DB_PORT" envDefault:"5432"`
	DBName     string `env:"DB_NAME,notEmpty"`
	DBUser     string `env:"DB_USER,notEmpty"`
	DBPassword Secret `env:"DB_PASSWORD,notEmpty"`
	DBPoolMax  Pool   `env:"DB_POOL_MAX" envDefault:"10"`

	RabbitMQURL         AMQPURL `env:"RABBITMQ_URL,notEmpty"`
	JWKSURL             HTTPURL `env:"JWKS_URL,notEmpty"`
	UserServiceURL      HTTPURL `env:"USER_SERVICE_URL,notEmpty"`
	InventoryServiceURL HTTPURL `env:"INVENTORY_SERVICE_URL,notEmpty"`
	PaymentServiceURL   HTTPURL `env:"PAYMENT_SERVICE_URL,notEmpty"`
	ClientID            string  `env:"CLIENT_ID,notEmpty"`
	ClientSecret        Secret  `env:"CLIENT_SECRET,notEmpty"`

	// EventsExchange is the topic exchange that events are published to.
	EventsExchange string `env:"EVENTS_EXCHANGE" envDefault:"oms.events"`
	// PaymentsQueue is the queue by which payment-service's refunds are heard of.
	PaymentsQueue string `env:"PAYMENTS_QUEUE" envDefault:"order-service.payments"`

	// OrderBudget is how long a customer waits before an order is answered as still pending.
	OrderBudget Budget `env:"ORDER_BUDGET_SECONDS" envDefault:"5"`
	// RecoveryInterval is how often unfinished orders and compensations are looked for.
	RecoveryInterval Span `env:"SAGA_RECOVERY_INTERVAL_SECONDS" envDefault:"2"`
	// OutboxInterval is how often the outbox is looked at without being told to.
	OutboxInterval Span `env:"OUTBOX_POLL_INTERVAL_SECONDS" envDefault:"0.5"`

	// WarehouseEnabled lets a simulated warehouse pick, ship and deliver.
	WarehouseEnabled bool `env:"WAREHOUSE_ENABLED" envDefault:"true"`
	// WarehouseSpeed is how many times faster than usual it does so.
	WarehouseSpeed Speed `env:"WAREHOUSE_SPEED" envDefault:"1"`
}

// Load reads the environment. An error names the first variable that is missing or malformed.
func Load() (Config, error) {
	c, err := env.ParseAsWithOptions[Config](env.Options{RequiredIfNoDef: true})
	if err == nil {
		return c, nil
	}
	first := err
	var all env.AggregateError
	if errors.As(err, &all) && len(all.Errors) > 0 {
		first = all.Errors[0]
	}
	var missing env.VarIsNotSetError
	var empty env.EmptyVarError
	var malformed env.ParseError
	switch {
	case errors.As(first, &missing):
		return c, fmt.Errorf("%s is not set", missing.Key)
	case errors.As(first, &empty):
		return c, fmt.Errorf("%s is empty", empty.Key)
	case errors.As(first, &malformed):
		return c, fmt.Errorf("%s %w", variable(malformed.Name), malformed.Err)
	}
	return c, first
}

// variable finds the environment variable of a field.
func variable(field string) string {
	f, ok := reflect.TypeFor[Config]().FieldByName(field)
	if !ok {
		return field
	}
	name, _, _ := strings.Cut(f.Tag.Get("env"), ",")
	return name
}

// Addr is where the HTTP server listens.
func (c Config) Addr() string { return net.JoinHostPort(c.BindAddress, strconv.Itoa(int(c.HTTPPort))) }

// DatabaseURL is the connection string, the password in clear.
func (c Config) DatabaseURL() string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(c.DBUser, string(c.DBPassword)),
		Host: net.JoinHostPort(c.DBHost, strconv.Itoa(int(c.DBPort))), Path: "/" + c.DBName,
	}
	return u.String()
}

// LogValue lists the effective settings by variable, secrets masked.
func (c Config) LogValue() slog.Value {
	v := reflect.ValueOf(c)
	attrs := make([]slog.Attr, 0, v.NumField())
	for i := range v.NumField() {
		field := v.Type().Field(i)
		attrs = append(attrs, slog.String(variable(field.Name), fmt.Sprint(v.Field(i).Interface())))
	}
	return slog.GroupValue(attrs...)
}
