package order

import (
	"maps"
	"slices"
)

// This file has all the rules of what an order costs. Prices are net; GET /api/v1/orders/pricing
// shows the rules to whoever estimates.
const (
	// Currency is the only one that the catalogue uses.
	Currency = "EUR"

	freeShippingMinor = 10_000 // subtotal from which shipping is free, where it can be
)

// vatPermille is the standard rate of value added tax of each country of the EU, in tenths of a
// percent. What leaves the EU is not taxed.
var vatPermille = map[string]int64{
	"AT": 200, "BE": 210, "BG": 200, "CY": 190, "CZ": 210, "DE": 190, "DK": 250, "EE": 240, "ES": 210,
	"FI": 255, "FR": 200, "GR": 240, "HR": 250, "HU": 270, "IE": 230, "IT": 220, "LT": 210, "LU": 170,
	"LV": 210, "MT": 180, "NL": 210, "PL": 230, "PT": 230, "RO": 210, "SE": 250, "SI": 220, "SK": 230,
}

// zones are the flat rates of shipping; the first zone that has the country counts, and the last
// one has every country.
var zones = []ShippingZone{
	{Countries: []string{"DE"}, Shipping: Money{490, Currency}, FreeShipping: true},
	{Countries: slices.Sorted(maps.Keys(vatPermille)), Shipping: Money{990, Currency}, FreeShipping: true},
	{Shipping: Money{2490, Currency}},
}

// Money is an amount in minor units (cents) of an ISO 4217 currency.
type Money struct {
	AmountMinor int64  `json:"amount_minor"`
	Currency    string `json:"currency"`
}

// ShippingZone is what shipping costs to some countries; nil means every other one.
type ShippingZone struct {
	Countries    []string `json:"countries"`
	Shipping     Money    `json:"shipping"`
	FreeShipping bool     `json:"free_shipping"` // from the subtotal that the rules name
}

// TaxRate is the tax on goods that go to a country.
type TaxRate struct {
	Country string  `json:"country"`
	Percent float64 `json:"percent"`
}

// Pricing is the rules as they are shown.
type Pricing struct {
	Currency          string         `json:"currency"`
	FreeShippingFrom  Money          `json:"free_shipping_from"`
	ShippingZones     []ShippingZone `json:"shipping_zones"`
	TaxRates          []TaxRate      `json:"tax_rates"`
	DefaultTaxPercent float64        `json:"default_tax_percent"`
}

// Rules are the rules by which Price works.
func Rules() Pricing {
	p := Pricing{Currency: Currency, FreeShippingFrom: Money{freeShippingMinor, Currency}, ShippingZones: zones}
	for _, country := range slices.Sorted(maps.Keys(vatPermille)) {
		p.TaxRates = append(p.TaxRates, TaxRate{country, float64(vatPermille[country]) / 10})
	}
	return p
}

// Quote is what the catalogue says about one SKU.
type Quote struct {
	Name      string
	UnitPrice Money
}

// Price puts names and prices on the items and adds up the order. It answers false when a
// quote is missing or in another currency.
func (o *Order) Price(quotes map[string]Quote) bool {
	var subtotal int64
	for i := range o.Items {
		item := &o.Items[i]
		quote, ok := quotes[item.SKU]
		if !ok || quote.UnitPrice.Currency != o.Currency {
			return false
		}
		item.Name, item.UnitPrice = quote.Name, quote.UnitPrice
		item.LineTotal = Money{quote.UnitPrice.AmountMinor * item.Quantity, o.Currency}
		subtotal += item.LineTotal.AmountMinor
	}
	tax, shipping := taxOn(subtotal, o.ShippingAddress.Country), shippingTo(o.ShippingAddress.Country, subtotal)
	o.Subtotal = Money{subtotal, o.Currency}
	o.Shipping = Money{shipping, o.Currency}
	o.Tax = Money{tax, o.Currency}
	o.Total = Money{subtotal + shipping + tax, o.Currency}
	return true
}

// taxOn is on the goods, rounded half up once for the whole order; shipping is not taxed.
func taxOn(subtotal int64, country string) int64 { return (subtotal*vatPermille[country] + 500) / 1000 }

func shippingTo(country string, subtotal int64) int64 {
	i := slices.IndexFunc(zones, func(z ShippingZone) bool { return z.Countries == nil || slices.Contains(z.Countries, country) })
	if zones[i].FreeShipping && subtotal >= freeShippingMinor {
		return 0
	}
	return zones[i].Shipping.AmountMinor
}
