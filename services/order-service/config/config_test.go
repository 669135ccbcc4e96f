package config

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func complete(t *testing.T) {
	for name, value := range map[string]string{
		"HTTP_PORT": "8001", "DB_HOST": "127.0.0.1", "DB_NAME": "order_service", "DB_USER": "order_service",
		"DB_PASSWORD": "p:ss/word", "RABBITMQ_URL": "amqp://oms:hidden@127.0.0.1:5672/",
		"JWKS_URL": "http://127.0.0.1:8004/.well-known/jwks.json", "USER_SERVICE_URL": "http://127.0.0.1:8004/",
		"INVENTORY_SERVICE_URL": "http://127.0.0.1:8002", "PAYMENT_SERVICE_URL": "http://127.0.0.1:8003",
		"CLIENT_ID": "order-service", "CLIENT_SECRET": "hidden",
	} {
		t.Setenv(name, value)
	}
}

func TestLoad(t *testing.T) {
	complete(t)
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr() != "127.0.0.1:8001" || c.UserServiceURL != "http://127.0.0.1:8004" || c.DBPoolMax != 10 {
		t.Errorf("got %+v", c)
	}
	if time.Duration(c.OrderBudget) != 5*time.Second || time.Duration(c.OutboxInterval) != 500*time.Millisecond {
		t.Errorf("got %s and %s", c.OrderBudget, c.OutboxInterval)
	}
	if want := "postgres://order_service:p%3Ass%2Fword@127.0.0.1:5432/order_service"; c.DatabaseURL() != want {
		t.Errorf("got %s", c.DatabaseURL())
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "config", c)
	for _, secret := range []string{"p:ss", "hidden"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("a secret is logged: %s", log.String())
		}
	}
	if !strings.Contains(log.String(), `"RABBITMQ_URL":"amqp://oms:****@127.0.0.1:5672/"`) {
		t.Errorf("log: %s", log.String())
	}
}

func TestLoadNamesTheVariable(t *testing.T) {
	for name, values := range map[string][]string{
		"HTTP_PORT":                    {"", "0", "65536", "eighty"},
		"LOG_LEVEL":                    {"loud"},
		"DB_PORT":                      {"x"},
		"DB_POOL_MAX":                  {"1", "ten"},
		"DB_PASSWORD":                  {""},
		"RABBITMQ_URL":                 {"", "http://127.0.0.1", "::"},
		"JWKS_URL":                     {"", "not a url", "/path"},
		"CLIENT_ID":                    {""},
		"CLIENT_SECRET":                {""},
		"ORDER_BUDGET_SECONDS":         {"5s", "8", "-1", "1e0", "NaN", " 5"},
		"OUTBOX_POLL_INTERVAL_SECONDS": {"0", "500ms"},
		"WAREHOUSE_ENABLED":            {"maybe"},
		"WAREHOUSE_SPEED":              {"0", "fast"},
		"PAYMENT_SERVICE_URL":          {"ftp://x"},
	} {
		for _, value := range values {
			t.Run(name+"="+value, func(t *testing.T) {
				complete(t)
				t.Setenv(name, value)
				_, err := Load()
				if err == nil || !strings.HasPrefix(err.Error(), name+" ") || strings.Contains(err.Error(), "\n") {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}
