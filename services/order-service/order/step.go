package order

// Step is how far the saga of a pending order has come; it is stored after each step so that
// another process can go on from there.
type Step string

// The steps, in their order.
const (
	StepCreated  Step = "created"  // stored, nothing asked yet
	StepCustomer Step = "customer" // the account was read
	StepReserved Step = "reserved" // stock is held and the prices are known
	StepCharging Step = "charging" // a charge may be under way: its outcome must be learnt
	StepCharged  Step = "charged"  // the money is captured
	StepDone     Step = "done"     // confirmed, rejected or cancelled
)

// Compensation is work that undoes a step of an order that came to nothing.
type Compensation string

// The compensations.
const (
	ReleaseStock  Compensation = "release_stock"
	RefundPayment Compensation = "refund_payment"
)
