package history

import (
	"errors"
	"math"
	"slices"

	"oms-lab/contracts/client/orders"
)

// checkPricing finds what makes the rules of GET /api/v1/orders/pricing unusable.
func checkPricing(p orders.Pricing) error {
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

// addUp works out tax, shipping and total of a subtotal to a country. Tax is on the goods, rounded half up once for the
// whole order.
func addUp(p orders.Pricing, subtotal int64, country string) (tax, shipping, total int64) {
	percent := p.DefaultTaxPercent
	if i := slices.IndexFunc(p.TaxRates, func(r orders.TaxRate) bool { return r.Country == country }); i >= 0 {
		percent = p.TaxRates[i].Percent
	}
	// Rates have at most two decimals: the sum stays in whole numbers.
	tax = (subtotal*int64(math.Round(percent*100)) + 5000) / 10_000
	for _, zone := range p.ShippingZones {
		if zone.Countries == nil || slices.Contains(zone.Countries, country) {
			shipping = zone.Shipping.AmountMinor
			if zone.FreeShipping && subtotal >= p.FreeShippingFrom.AmountMinor {
				shipping = 0
			}
			break
		}
	}
	return tax, shipping, subtotal + tax + shipping
}
