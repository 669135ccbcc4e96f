package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/tsenart/vegeta/v12/lib"

	"oms-lab/contracts/client/inventory"
	"oms-lab/contracts/client/orders"
	"oms-lab/lab/internal/seed"
)

// sku is the product that everybody orders, stocked so that it does not run out.
const sku = "AUD-1001"

// stocked is how many pieces a warehouse gets before the load.
const stocked = 1_000_000

// shop is the lab as load sees it: the gateway, and the password of the lab's accounts.
type shop struct {
	gateway, password string
	api               *seed.API
}

func newShop(gateway, password string) *shop {
	return &shop{gateway: gateway + "/", password: password, api: seed.NewAPI(gateway)}
}

// order puts load on the lab: clients that each place an order as soon as the one before it is answered. When ctx ends it
// waits for the answers that are due, and returns its error.
func (s *shop) order(ctx context.Context, clients int, duration time.Duration) (Measurement, error) {
	token, err := s.api.SignIn(ctx, "customer@oms.example", s.password)
	if err != nil {
		return Measurement{}, err
	}
	attacker := vegeta.NewAttacker(vegeta.Workers(uint64(clients)), vegeta.MaxWorkers(uint64(clients)), vegeta.Timeout(15*time.Second))
	defer context.AfterFunc(ctx, func() { attacker.Stop() })()
	// A rate of 0 is as fast as the clients can.
	m, err := sumUp(attacker.Attack(s.orders(token), vegeta.Rate{}, duration, "orders"))
	if ctx.Err() != nil {
		return Measurement{}, ctx.Err()
	}
	return m, err
}

// sumUp reads results to their end. It fails when no order was taken.
func sumUp(results <-chan *vegeta.Result) (Measurement, error) {
	var all vegeta.Metrics
	// What fails does so sooner, or later, than an order takes.
	var placed vegeta.LatencyMetrics
	for result := range results {
		all.Add(result)
		if result.Code == http.StatusCreated || result.Code == http.StatusAccepted {
			placed.Add(result.Latency)
		}
	}
	all.Close()
	confirmed, pending := all.StatusCodes["201"], all.StatusCodes["202"]
	if confirmed+pending == 0 {
		return Measurement{}, fmt.Errorf("none of %d orders was taken: %s", all.Requests, strings.Join(all.Errors, ", "))
	}
	return Measurement{OrdersPerSecond: float64(confirmed+pending) / (all.Duration + all.Wait).Seconds(),
		P50: milliseconds(placed.Quantile(0.5)), P99: milliseconds(placed.Quantile(0.99)),
		Confirmed: confirmed, Pending: pending, Other: int(all.Requests) - confirmed - pending}, nil
}

// orders makes one order after the other, each with an idempotency key of its own.
func (s *shop) orders(token string) vegeta.Targeter {
	body := orders.NewOrder{
		Items: []orders.NewOrderItem{{SKU: sku, Quantity: 1}},
		ShippingAddress: orders.NewAddress{Name: "Grace Hopper", Line1: "1 Harbour Street", City: "Berlin",
			PostalCode: "10115", Country: "DE"},
		PaymentMethod: orders.PaymentMethod{Type: orders.PaymentMethodTypeCard, Token: "tok_visa"}}
	return func(target *vegeta.Target) error {
		key := uuid.NewString()
		request, err := orders.NewCreateOrderRequest(s.gateway, &orders.CreateOrderParams{IdempotencyKey: &key}, body)
		if err != nil {
			return err
		}
		content, err := io.ReadAll(request.Body)
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+token)
		*target = vegeta.Target{Method: request.Method, URL: request.URL.String(), Body: content, Header: request.Header}
		return nil
	}
}

// stock fills a warehouse.
func (s *shop) stock(ctx context.Context) error {
	token, err := s.api.SignIn(ctx, "operator@oms.example", s.password)
	if err != nil {
		return err
	}
	return s.api.AdjustStock(ctx, token, inventory.StockAdjustment{SKU: sku, Warehouse: inventory.StockAdjustmentWarehouseBER,
		Delta: stocked, Reason: "Stock for a benchmark"})
}
