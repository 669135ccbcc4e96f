package history

import (
	"errors"
	"math"
	"slices"
)

// Amount is money in minor units.
type Amount struct {
	Minor    int64  `json:"amount_minor"`
	Currency string `json:"currency"`
}

// Pricing is what order-service answers to GET /api/v1/orders/pricing: the rules by which it adds up an order.
type Pricing struct {
	Currency         string `json:"currency"`
	FreeShippingFrom Amount `json:"free_shipping_from"`
	// ShippingZones are looked through in their order; one without countries is the rest of the world.
	ShippingZones []ShippingZone `json:"shipping_zones"`
	TaxRates      []TaxRate      `json:"tax_rates"`
	DefaultTax    float64        `json:"default_tax_percent"`
}

// ShippingZone is what shipping to some countries costs.
type ShippingZone struct {
	Countries []string `json:"countries"`
	Shipping  Amount   `json:"shipping"`
	// FreeShipping says whether FreeShippingFrom counts here.
	FreeShipping bool `json:"free_shipping"`
}

// TaxRate is the tax on what is shipped to a country.
type TaxRate struct {
	Country string  `json:"country"`
	Percent float64 `json:"percent"`
}

// Check finds what makes the rules unusable.
func (p *Pricing) Check() error {
	switch {
	case p.Currency == "":
		return errors.New("the pricing rules name no currency")
	case len(p.ShippingZones) == 0:
		return errors.New("the pricing rules have no shipping zones")
	case p.ShippingZones[len(p.ShippingZones)-1].Countries != nil:
		return errors.New("the pricing rules have no shipping zone for the rest of the world")
	}
	return nil
}

// add works out tax, shipping and total of a subtotal to a country. Tax is on the goods, rounded half up once for the
// whole order.
func (p *Pricing) add(subtotal int64, country string) (tax, shipping, total int64) {
	percent := p.DefaultTax
	if i := slices.IndexFunc(p.TaxRates, func(r TaxRate) bool { return r.Country == country }); i >= 0 {
		percent = p.TaxRates[i].Percent
	}
	// Rates have at most two decimals: the sum stays in whole numbers.
	tax = (subtotal*int64(math.Round(percent*100)) + 5000) / 10_000
	for _, zone := range p.ShippingZones {
		if zone.Countries == nil || slices.Contains(zone.Countries, country) {
			shipping = zone.Shipping.Minor
			if zone.FreeShipping && subtotal >= p.FreeShippingFrom.Minor {
				shipping = 0
			}
			break
		}
	}
	return tax, shipping, subtotal + tax + shipping
}
