package seed

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// person is a demo customer; the same number is the same person in every run.
type person struct {
	Name, Email string
	Address     address
}

// address is a shipping address as the order API takes it.
type address struct {
	Name       string `json:"name"`
	Line1      string `json:"line1"`
	Line2      string `json:"line2,omitempty"`
	City       string `json:"city"`
	PostalCode string `json:"postal_code"`
	Country    string `json:"country"`
}

var (
	firstNames = []string{"Ada", "Linus", "Grace", "Emil", "Zofia", "Mateo", "Ingrid", "Youssef", "Chiara", "Noah", "Freya", "Luca",
		"Amélie", "Jonas", "Marta", "Hugo", "Elif", "Oskar", "Inês", "Theo", "Lena", "Pablo", "Saoirse"}
	lastNames = []string{"Vogel", "Moreau", "Jansen", "Kowalska", "Rossi", "Lindqvist", "García", "Novák", "O’Brien", "Fischer",
		"de Vries", "Silva", "Berger", "Nielsen", "Haddad", "Laurent", "Horváth", "Costa", "Yıldız"}
	cities = []struct{ city, postalCode, country, street string }{
		{"Berlin", "10119", "DE", "Torstraße"}, {"Rotterdam", "3012 CN", "NL", "Witte de Withstraat"},
		{"Madrid", "28004", "ES", "Calle de Fuencarral"}, {"Lyon", "69001", "FR", "Rue de la République"},
		{"Milano", "20121", "IT", "Via Brera"}, {"København", "1256", "DK", "Bredgade"},
		{"Wien", "1070", "AT", "Neubaugasse"}, {"Dublin", "D02 X285", "IE", "Dame Street"},
		{"Porto", "4050-253", "PT", "Rua das Flores"}, {"Kraków", "31-042", "PL", "Rynek Główny"},
	}
)

// demoPerson makes up customer number n, from 1 on. The lists have lengths without a common divisor, so
// that hundreds of names differ.
func demoPerson(n int) person {
	name := firstNames[n%len(firstNames)] + " " + lastNames[n%len(lastNames)]
	place := cities[n%len(cities)]
	return person{
		Name:  name,
		Email: fmt.Sprintf("demo%04d@oms.example", n),
		Address: address{Name: name, Line1: fmt.Sprintf("%s %d", place.street, 1+n*7%120),
			City: place.city, PostalCode: place.postalCode, Country: place.country},
	}
}

// orderRequest is the body of POST /api/v1/orders.
type orderRequest struct {
	Items           []item  `json:"items"`
	ShippingAddress address `json:"shipping_address"`
	PaymentMethod   method  `json:"payment_method"`
	Note            string  `json:"note,omitempty"`
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

var notes = []string{"Please ring twice.", "Leave it with the neighbour.", "It is a present, no invoice please."}

// demoOrder makes up what a person might buy: mostly one or two different things, mostly one of each, and
// some things far more often than others.
func demoOrder(random *rand.Rand, p person, catalogue []product) orderRequest {
	request := orderRequest{ShippingAddress: p.Address, PaymentMethod: method{"card", demoCard(random)}}
	for range 1 + min(random.IntN(3), random.IntN(4)) {
		// The smaller of two picks prefers the front of the catalogue: best sellers.
		sku := catalogue[min(random.IntN(len(catalogue)), random.IntN(len(catalogue)))].SKU
		if !request.has(sku) {
			request.Items = append(request.Items, item{sku, 1 + min(random.IntN(3), random.IntN(3))})
		}
	}
	if random.IntN(12) == 0 {
		request.Note = notes[random.IntN(len(notes))]
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
