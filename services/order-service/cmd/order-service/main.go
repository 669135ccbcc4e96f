// Command order-service takes orders and drives them to their end. `order-service health` asks
// a running one how it is, for images that have no HTTP client.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/cenkalti/backoff/v5"

	"oms-lab/order-service/auth"
	"oms-lab/order-service/clients"
	"oms-lab/order-service/config"
	orderhttp "oms-lab/order-service/http"
	"oms-lab/order-service/job"
	"oms-lab/order-service/order"
	"oms-lab/order-service/outbox"
	"oms-lab/order-service/postgres"
	"oms-lab/order-service/rabbitmq"
	"oms-lab/order-service/saga"
	"oms-lab/order-service/telemetry"
	"oms-lab/order-service/warehouse"
)

const (
	stopWithin     = 8 * time.Second
	databaseWithin = 30 * time.Second // for the first connection at start
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	cfg, err := config.Load()
	if err != nil {
		telemetry.NewLogger(os.Stderr, slog.LevelInfo).Error("the configuration is not valid: " + err.Error())
		os.Exit(1)
	}
	if len(os.Args) > 1 && os.Args[1] == "health" {
		os.Exit(askHealth(cfg))
	}
	log := telemetry.NewLogger(os.Stdout, slog.Level(cfg.LogLevel))
	slog.SetDefault(log)
	if err := run(ctx, cfg, log); err != nil {
		log.Error("order-service ends: "+err.Error(), "error", err.Error())
		os.Exit(1)
	}
}

// run is the life of the service: telemetry, stores, workers, server, graceful stop.
func run(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	log.Info("effective configuration", "config", cfg)
	stopTracing, err := telemetry.StartTracing(ctx, log)
	if err != nil {
		return fmt.Errorf("start tracing: %w", err)
	}
	defer flush(stopTracing, log)
	metrics := telemetry.NewMetrics()

	db, err := postgres.Open(ctx, cfg.DatabaseURL(), int(cfg.DBPoolMax), metrics)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := migrate(ctx, db, log); err != nil {
		return err
	}
	verifier, err := auth.NewVerifier(ctx, string(cfg.JWKSURL), clients.NewKeyClient(metrics), log)
	if err != nil {
		return err
	}
	publisher := rabbitmq.NewPublisher(string(cfg.RabbitMQURL), cfg.EventsExchange, metrics, log)
	relay := outbox.New(db, publisher, cfg.EventsExchange, time.Duration(cfg.OutboxInterval), metrics, log)
	sagas := newSaga(cfg, db, metrics, log)
	recovery := job.Job{Name: "saga_recovery", Interval: time.Duration(cfg.RecoveryInterval), Do: sagas.Recover, Metrics: metrics, Log: log}
	cleanup := job.Job{Name: "retention", Interval: time.Hour, Do: db.Forget, Metrics: metrics, Log: log}
	workers := []func(context.Context){recovery.Run, cleanup.Run, refunds(cfg, sagas, metrics, log).Run}
	if cfg.WarehouseEnabled {
		simulator := &warehouse.Simulator{DB: db, Speed: float64(cfg.WarehouseSpeed), Log: log}
		moving := job.Job{Name: "warehouse_simulator", Interval: simulator.Interval(), Do: simulator.Work, Metrics: metrics, Log: log}
		workers = append(workers, moving.Run)
	}

	// The broker outlives the relay and the relay the server, so that what a last request
	// commits is still published.
	stopWorkers := start(ctx, workers...)
	defer stopWorkers()
	stopPublishing := start(ctx, publisher.Run)
	defer stopPublishing()
	stopRelay := start(ctx, relay.Run)
	defer stopRelay()

	api := &orderhttp.API{
		DB: db, Saga: sagas, Verifier: verifier, Metrics: metrics, Log: log,
		Needed: map[string]func(context.Context) error{"postgres": db.Ping},
		Told:   map[string]func(context.Context) error{"rabbitmq": func(context.Context) error { return publisher.Ready() }},
	}
	return serve(ctx, api.Server(cfg.Addr()), log)
}

// migrate waits a while for the database and brings its schema up to date.
func migrate(ctx context.Context, db *postgres.DB, log *slog.Logger) error {
	applied, err := backoff.Retry(ctx, func() (int, error) {
		n, err := db.Migrate(ctx)
		if err != nil && !errors.Is(err, order.ErrUnavailable) {
			return n, backoff.Permanent(err)
		}
		return n, err
	}, backoff.WithMaxElapsedTime(databaseWithin), backoff.WithNotify(func(err error, wait time.Duration) {
		log.Warn("the database does not answer; trying again", "error", err.Error(), "wait_ms", wait.Milliseconds())
	}))
	if err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	log.Info("the database schema is up to date", "applied", applied)
	return nil
}

func newSaga(cfg config.Config, db *postgres.DB, metrics *telemetry.Metrics, log *slog.Logger) *saga.Saga {
	tokens := clients.NewTokens(string(cfg.UserServiceURL), cfg.ClientID, string(cfg.ClientSecret), metrics)
	return &saga.Saga{
		DB:        db,
		Users:     clients.NewUsers(string(cfg.UserServiceURL), tokens, metrics),
		Inventory: clients.NewInventory(string(cfg.InventoryServiceURL), tokens, metrics),
		Payments:  clients.NewPayments(string(cfg.PaymentServiceURL), tokens, metrics),
		Metrics:   metrics, Log: log,
		Budget: time.Duration(cfg.OrderBudget),
	}
}

// refunds hears of the money that payment-service gives back.
func refunds(cfg config.Config, sagas *saga.Saga, metrics *telemetry.Metrics, log *slog.Logger) *rabbitmq.Consumer {
	return &rabbitmq.Consumer{
		URL: string(cfg.RabbitMQURL), Exchange: cfg.EventsExchange, Queue: cfg.PaymentsQueue,
		Types: []string{rabbitmq.PaymentRefunded}, Handle: rabbitmq.Refunds(sagas.PaymentRefunded),
		Metrics: metrics, Log: log,
	}
}

// start runs workers whose context ends only when the returned function is called, which
// waits for them.
func start(ctx context.Context, workers ...func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var group sync.WaitGroup
	for _, work := range workers {
		group.Go(func() { work(ctx) })
	}
	return func() { cancel(); group.Wait() }
}

// serve answers requests until the context ends, then lets those under way finish.
func serve(ctx context.Context, server *http.Server, log *slog.Logger) error {
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	log.Info("order-service listens on " + server.Addr)
	select {
	case err := <-failed:
		return fmt.Errorf("listen on %s: %w", server.Addr, err)
	case <-ctx.Done():
	}
	log.Info("order-service stops")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return fmt.Errorf("requests were cut off: %w", err)
	}
	return nil
}

func flush(stop func(context.Context) error, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := stop(ctx); err != nil {
		log.Debug("the last spans were not exported", "error", err.Error())
	}
}
