package live

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"oms-lab/contracts/client/inventory"
	"oms-lab/contracts/client/orders"
	"oms-lab/contracts/client/payments"
	"oms-lab/contracts/client/users"
)

// story is who and what takes part in everything that makes an event.
type story struct {
	t *testing.T
	// customer, operator and admin are access tokens.
	customer, operator, admin string
	customerID, sku           string
}

// tell lets everything happen that makes an event, and returns the events that it must make, each as its
// type and subject.
func tell(t *testing.T) (expected []string) {
	t.Helper()
	s := &story{t: t, operator: signIn(t, "operator@oms.example"), admin: signIn(t, "admin@oms.example")}
	s.register()
	s.shelve(20, 5)
	expect := func(eventType, subject string) { expected = append(expected, eventType+" "+subject) }
	expect("user.registered", s.customerID)

	bought := s.order("tok_visa")
	expect("order.created", bought.ID.String())
	expect("order.confirmed", bought.ID.String())
	expect("payment.captured", *bought.PaymentID)
	for _, step := range []orders.StatusChange{
		{Status: orders.OrderStatusProcessing},
		{Status: orders.OrderStatusShipped, TrackingNumber: new("00340434161094021501")},
		{Status: orders.OrderStatusDelivered},
		{Status: orders.OrderStatusRefunded, Note: new("all of it was broken")},
	} {
		s.move(bought, step)
		expect("order."+string(step.Status), bought.ID.String())
	}
	expect("payment.refunded", *bought.PaymentID)

	regretted := s.order("tok_mastercard")
	s.cancel(regretted)
	expect("order.cancelled", regretted.ID.String())
	expect("payment.refunded", *regretted.PaymentID)

	orderID, paymentID := s.decline()
	expect("order.rejected", orderID)
	expect("payment.declined", paymentID)

	s.adjust(-16)
	expect("inventory.low_stock", s.sku)
	return expected
}

// register makes the customer.
func (s *story) register() {
	s.t.Helper()
	email := "events-" + uuid.NewString() + "@oms.example"
	answer, err := userClient(s.t).RegisterUserWithResponse(s.t.Context(),
		users.NewUser{Email: email, Name: "Eva Ent", Password: os.Getenv("LAB_PASSWORD")})
	require.NoError(s.t, err)
	require.NotNil(s.t, answer.JSON201, string(answer.Body))
	s.customerID = answer.JSON201.ID.String()
	s.customer = signIn(s.t, email)
}

// shelve makes a product with some pieces and the level below which they are few.
func (s *story) shelve(pieces int32, level inventory.ReorderLevel) {
	s.t.Helper()
	s.sku = "EVT-" + strings.ToUpper(uuid.NewString()[24:])
	answer, err := inventoryClient(s.t).CreateProductWithResponse(s.t.Context(), nil, inventory.NewProduct{
		SKU: s.sku, Name: "Eventful", Category: inventory.ProductCategoryAudio, ReorderLevel: level,
		Price: inventory.ProductPrice{AmountMinor: 1990, Currency: inventory.ProductPriceCurrencyEUR}}, as(s.admin))
	require.NoError(s.t, err)
	require.NotNil(s.t, answer.JSON201, string(answer.Body))
	s.adjust(pieces)
}

func (s *story) adjust(delta int32) {
	s.t.Helper()
	answer, err := inventoryClient(s.t).AdjustStockWithResponse(s.t.Context(), nil, inventory.StockAdjustment{
		SKU: s.sku, Warehouse: inventory.StockAdjustmentWarehouseBER, Delta: delta, Reason: "counted"}, as(s.operator))
	require.NoError(s.t, err)
	require.NotNil(s.t, answer.JSON201, string(answer.Body))
}

func (s *story) place(card string) *orders.CreateOrderResponse {
	s.t.Helper()
	answer, err := orderClient(s.t).CreateOrderWithResponse(s.t.Context(), nil, orders.NewOrder{
		Items:           []orders.NewOrderItem{{SKU: s.sku, Quantity: 1}},
		PaymentMethod:   orders.PaymentMethod{Type: orders.PaymentMethodTypeCard, Token: card},
		ShippingAddress: orders.NewAddress{Name: "Eva Ent", Line1: "Torstraße 1", City: "Berlin", PostalCode: "10119", Country: orders.CountryCodeDE},
	}, as(s.customer))
	require.NoError(s.t, err)
	return answer
}

// order places an order that is confirmed at once.
func (s *story) order(card string) *orders.Order {
	s.t.Helper()
	answer := s.place(card)
	require.NotNil(s.t, answer.JSON201, string(answer.Body))
	require.NotNil(s.t, answer.JSON201.PaymentID)
	return answer.JSON201
}

// decline places an order whose card is declined.
func (s *story) decline() (orderID, paymentID string) {
	s.t.Helper()
	refused := s.place("tok_declined").ApplicationProblemJSON402
	require.NotNil(s.t, refused)
	client, err := payments.NewClientWithResponses(at("GATEWAY_PORT"), payments.WithHTTPClient(patient))
	require.NoError(s.t, err)
	payment, err := client.GetPaymentOfOrderWithResponse(s.t.Context(), refused.OrderID, as(s.operator))
	require.NoError(s.t, err)
	require.NotNil(s.t, payment.JSON200, string(payment.Body))
	return refused.OrderID.String(), payment.JSON200.ID.String()
}

func (s *story) move(o *orders.Order, step orders.StatusChange) {
	s.t.Helper()
	answer, err := orderClient(s.t).ChangeOrderStatusWithResponse(s.t.Context(), o.ID, nil, step, as(s.operator))
	require.NoError(s.t, err)
	require.Equal(s.t, http.StatusOK, answer.StatusCode(), string(answer.Body))
}

func (s *story) cancel(o *orders.Order) {
	s.t.Helper()
	answer, err := orderClient(s.t).CancelOrderWithResponse(s.t.Context(), o.ID, nil, as(s.customer))
	require.NoError(s.t, err)
	require.Equal(s.t, http.StatusOK, answer.StatusCode(), string(answer.Body))
}
