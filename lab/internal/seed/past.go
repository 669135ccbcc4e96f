package seed

import (
	"context"
	"fmt"
	"os"
	"time"

	"oms-lab/lab/internal/databases"
	"oms-lab/lab/internal/seed/bulk"
	"oms-lab/lab/internal/seed/history"
)

// seedHistory makes up a history that fits this lab and writes it. The lab must be up: the rules of prices, and the
// hash of the customers' password, come from the services themselves. Errors: *NotUpError, *databases.NotUpError,
// *bulk.PartialError.
func seedHistory(ctx context.Context, api *API, opts *Options) (*HistorySummary, error) {
	meter := newMeter(opts.ErrOut)
	defer meter.stop()
	meter.say("signing in")
	first, _, err := api.enter(ctx, history.DemoPerson(1), opts.Password)
	if err != nil {
		return nil, err
	}
	shape := history.Shape{Orders: opts.Orders, Customers: opts.Customers, Seed: opts.Seed,
		From: opts.Until.AddDate(0, 0, -opts.Days), Until: opts.Until}
	if shape.Pricing, err = api.pricing(ctx, first.token); err != nil {
		return nil, err
	}
	server, err := databases.FromEnv(os.Getenv)
	if err != nil {
		return nil, err
	}
	shop, err := bulk.Open(ctx, server)
	if err != nil {
		return nil, err
	}
	defer shop.Close()
	if err := read(ctx, shop, &shape); err != nil {
		return nil, fmt.Errorf("read what is there: %w", err)
	}
	hash, err := shop.PasswordHash(ctx, first.Email)
	if err != nil {
		return nil, fmt.Errorf("read the account of %s: %w", first.Email, err)
	}
	meter.say("making up %d orders", opts.Orders)
	past, err := history.Make(shape)
	if err != nil {
		return nil, err
	}
	if err := shop.Number(ctx, past); err != nil {
		return nil, fmt.Errorf("take order numbers: %w", err)
	}
	if err := shop.Write(ctx, past, bulk.Credentials{PasswordHash: hash}, meter); err != nil {
		return nil, err
	}
	if err := bulk.ClearCache(ctx, os.Getenv); err != nil {
		meter.warn("the products that inventory-service has cached stay as they were for some seconds: %v", err)
	}
	meter.say("looking at what came in")
	if err := shop.Analyze(ctx); err != nil {
		return nil, err
	}
	return &HistorySummary{Seed: opts.Seed, From: shape.From, Until: shape.Until, Registered: len(past.Registered),
		Orders: past.Counts(), Revenue: past.Revenue(), Rows: meter.rows.Load(),
		Seconds: time.Since(meter.started).Round(100 * time.Millisecond).Seconds()}, nil
}

// read fills the shape with what the lab has already.
func read(ctx context.Context, shop *bulk.Shop, shape *history.Shape) (err error) {
	if shape.Known, err = shop.Accounts(ctx); err != nil {
		return err
	}
	if shape.Operator, err = shop.Operator(ctx); err != nil {
		return fmt.Errorf("find an operator: %w", err)
	}
	if shape.Countries, err = shop.Countries(ctx); err != nil {
		return err
	}
	shape.Catalogue, shape.Warehouses, err = shop.Catalogue(ctx)
	return err
}
