package order

// Prices are net. These are all the rules of what an order costs.
const (
	// Currency is the only one that the catalogue uses.
	Currency = "EUR"

	taxPercent        = 19
	shippingMinor     = 490
	freeShippingMinor = 10_000 // subtotal from which shipping is free
)

// Money is an amount in minor units (cents) of an ISO 4217 currency.
type Money struct {
	AmountMinor int64  `json:"amount_minor"`
	Currency    string `json:"currency"`
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
	shipping := int64(shippingMinor)
	if subtotal >= freeShippingMinor {
		shipping = 0
	}
	// Tax is on the goods, rounded half up once for the whole order; shipping is a flat rate.
	tax := (subtotal*taxPercent + 50) / 100
	o.Subtotal = Money{subtotal, o.Currency}
	o.Shipping = Money{shipping, o.Currency}
	o.Tax = Money{tax, o.Currency}
	o.Total = Money{subtotal + shipping + tax, o.Currency}
	return true
}
