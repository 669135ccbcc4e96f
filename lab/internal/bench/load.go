package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/tsenart/vegeta/v12/lib"

	"oms-lab/contracts/client/inventory"
	"oms-lab/contracts/client/orders"
	"oms-lab/contracts/client/users"
)

// sku is the product that everybody orders, stocked so that it does not run out.
const sku = "AUD-1001"

// stocked is how many pieces a warehouse gets before the load.
const stocked = 1_000_000

// shop is the lab as load sees it: the gateway, and the password of the lab's accounts.
type shop struct {
	gateway, password string
}

// order puts load on the lab: clients that each place an order as soon as the one before it is answered.
func (s shop) order(ctx context.Context, clients int, duration time.Duration) (Measurement, error) {
	token, err := s.signIn(ctx, "customer@oms.example")
	if err != nil {
		return Measurement{}, err
	}
	attacker := vegeta.NewAttacker(vegeta.Workers(uint64(clients)), vegeta.MaxWorkers(uint64(clients)), vegeta.Timeout(15*time.Second))
	var metrics vegeta.Metrics
	// A rate of 0 is as fast as the clients can.
	for result := range attacker.Attack(s.orders(token), vegeta.Rate{}, duration, "orders") {
		metrics.Add(result)
	}
	metrics.Close()
	confirmed, pending := metrics.StatusCodes["201"], metrics.StatusCodes["202"]
	return Measurement{OrdersPerSecond: float64(confirmed+pending) / (metrics.Duration + metrics.Wait).Seconds(),
		P50: milliseconds(metrics.Latencies.P50), P99: milliseconds(metrics.Latencies.P99),
		Confirmed: confirmed, Pending: pending, Other: int(metrics.Requests) - confirmed - pending}, nil
}

// orders makes one order after the other, each with an idempotency key of its own.
func (s shop) orders(token string) vegeta.Targeter {
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

func (s shop) signIn(ctx context.Context, email string) (token string, err error) {
	request, err := users.NewLoginRequest(s.gateway, users.Credentials{Email: email, Password: s.password})
	if err != nil {
		return "", err
	}
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	return answer.AccessToken, send(request.WithContext(ctx), http.StatusOK, &answer)
}

// stock fills a warehouse.
func (s shop) stock(ctx context.Context) error {
	token, err := s.signIn(ctx, "operator@oms.example")
	if err != nil {
		return err
	}
	request, err := inventory.NewAdjustStockRequest(s.gateway, &inventory.AdjustStockParams{},
		inventory.StockAdjustment{SKU: sku, Warehouse: inventory.StockAdjustmentWarehouseBER, Delta: stocked, Reason: "Stock for a benchmark"})
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	return send(request.WithContext(ctx), http.StatusCreated, nil)
}

var client = &http.Client{Timeout: 15 * time.Second}

func send(request *http.Request, status int, into any) error {
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return err
	}
	if response.StatusCode != status {
		return fmt.Errorf("%s %s: %s: %s", request.Method, request.URL.Path, response.Status, body)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(body, into)
}
