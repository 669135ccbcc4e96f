package seed

import (
	"math/rand/v2"
	"strings"

	"oms-lab/lab/internal/seed/history"
)

// orderRequest is the body of POST /api/v1/orders.
type orderRequest struct {
	Items           []item          `json:"items"`
	ShippingAddress history.Address `json:"shipping_address"`
	PaymentMethod   method          `json:"payment_method"`
	Note            string          `json:"note,omitempty"`
}

type item struct {
	SKU      string `json:"sku"`
	Quantity int    `json:"quantity"`
}

type method struct {
	Type  string `json:"type"`
	Token string `json:"token"`
}

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
func demoOrder(random *rand.Rand, p history.Person, catalogue []product) orderRequest {
	request := orderRequest{ShippingAddress: p.Address, PaymentMethod: method{"card", demoCard(random)}}
	for range 1 + min(random.IntN(3), random.IntN(4)) {
		// The smaller of two picks prefers the front of the catalogue: best sellers.
		sku := catalogue[min(random.IntN(len(catalogue)), random.IntN(len(catalogue)))].SKU
		if !request.has(sku) {
			request.Items = append(request.Items, item{sku, 1 + min(random.IntN(3), random.IntN(3))})
		}
	}
	if random.IntN(12) == 0 {
		request.Note = history.Notes[random.IntN(len(history.Notes))]
	}
	return request
}

func (r orderRequest) has(sku string) bool {
	for _, i := range r.Items {
		if strings.EqualFold(i.SKU, sku) {
			return true
		}
	}
	return false
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
