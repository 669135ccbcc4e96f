package seed

import (
	"math/rand/v2"
	"slices"

	"oms-lab/contracts/client/orders"
	"oms-lab/lab/internal/seed/history"
)

// cards are the card tokens with their weight in a hundred orders.
var cards = []struct {
	token  string
	weight int
}{
	{"tok_visa", 56}, {"tok_mastercard", 33}, {"tok_slow", 3},
	{"tok_insufficient_funds", 4}, {"tok_declined", 3}, {"tok_fraud", 1},
}

// demoOrder makes up what a person might buy: mostly one or two different things, mostly one of each, and
// some things far more often than others.
func demoOrder(random *rand.Rand, p history.Person, skus []string) orders.NewOrder {
	order := orders.NewOrder{
		ShippingAddress: orders.NewAddress{Name: p.Address.Name, Line1: p.Address.Line1, Line2: p.Address.Line2, City: p.Address.City,
			PostalCode: p.Address.PostalCode, Country: orders.CountryCode(p.Address.Country)},
		PaymentMethod: orders.PaymentMethod{Type: orders.PaymentMethodTypeCard, Token: demoCard(random)}}
	for range 1 + min(random.IntN(3), random.IntN(4)) {
		// The smaller of two picks prefers the front of the catalogue: best sellers.
		sku := skus[min(random.IntN(len(skus)), random.IntN(len(skus)))]
		if !slices.ContainsFunc(order.Items, func(i orders.NewOrderItem) bool { return i.SKU == sku }) {
			order.Items = append(order.Items, orders.NewOrderItem{SKU: sku, Quantity: int64(1 + min(random.IntN(3), random.IntN(3)))})
		}
	}
	if random.IntN(12) == 0 {
		note := history.Notes[random.IntN(len(history.Notes))]
		order.Note = &note
	}
	return order
}

func demoCard(random *rand.Rand) string {
	pick := random.IntN(100)
	for _, card := range cards {
		if pick -= card.weight; pick < 0 {
			return card.token
		}
	}
	return cards[0].token
}
