package files

// prefixes are where each service's API begins.
var prefixes = map[string]string{
	"order-service":        "/api/v1/orders",
	"inventory-service":    "/api/v1/inventory",
	"payment-service":      "/api/v1/payments",
	"user-service":         "/api/v1/users",
	"notification-service": "/api/v1/notifications",
}

// promised are the operations that the system's users count on, whatever else there is.
var promised = map[string][]string{
	"all": {"GET /health", "GET /ready", "GET /metrics", "GET /openapi.yaml"},
	"order-service": {
		"POST /api/v1/orders", "GET /api/v1/orders", "GET /api/v1/orders/{}", "PUT /api/v1/orders/{}", "DELETE /api/v1/orders/{}",
		"POST /api/v1/orders/{}/status", "GET /api/v1/orders/{}/events", "GET /api/v1/orders/stats", "GET /api/v1/orders/pricing",
	},
	"inventory-service": {
		"GET /api/v1/inventory", "GET /api/v1/inventory/{}", "GET /api/v1/inventory/{}/movements", "GET /api/v1/inventory/alerts",
		"POST /api/v1/inventory/products", "PATCH /api/v1/inventory/products/{}", "POST /api/v1/inventory/adjust",
		"POST /api/v1/inventory/reserve", "POST /api/v1/inventory/commit", "POST /api/v1/inventory/release",
	},
	"payment-service": {
		"POST /api/v1/payments", "GET /api/v1/payments", "GET /api/v1/payments/{}", "GET /api/v1/payments/order/{}",
		"POST /api/v1/payments/{}/refund", "GET /api/v1/payments/{}/transactions", "GET /api/v1/payments/{}/refunds",
	},
	"user-service": {
		"POST /api/v1/users/register", "POST /api/v1/users/login", "POST /api/v1/users/refresh", "POST /api/v1/users/logout",
		"POST /api/v1/users/token", "GET /api/v1/users/me", "GET /api/v1/users/{}", "PUT /api/v1/users/{}", "PATCH /api/v1/users/{}",
		"GET /api/v1/users", "GET /api/v1/users/{}/sessions", "DELETE /api/v1/users/{}/sessions", "DELETE /api/v1/users/{}/sessions/{}",
		"POST /api/v1/users/me/password", "GET /api/v1/users/audit-events", "POST /api/v1/users/signing-keys/rotate",
		"GET /.well-known/jwks.json",
	},
	"notification-service": {
		"POST /api/v1/notifications/send", "GET /api/v1/notifications", "GET /api/v1/notifications/{}", "POST /api/v1/notifications/{}/retry",
		"GET /api/v1/notifications/preferences/{}", "PUT /api/v1/notifications/preferences/{}",
		"GET /api/v1/notifications/dead-letters", "POST /api/v1/notifications/dead-letters/{}/replay",
		"POST /api/v1/notifications/dead-letters/replay", "GET /ws",
	},
}

// creating are the operations that create money, stock or orders.
var creating = []string{
	"POST /api/v1/orders", "POST /api/v1/payments", "POST /api/v1/payments/{}/refund",
	"POST /api/v1/inventory/adjust", "POST /api/v1/inventory/products",
	"POST /api/v1/inventory/reserve", "POST /api/v1/inventory/commit", "POST /api/v1/inventory/release",
}

// eventTypes are all types of events, which are their routing keys.
var eventTypes = []string{
	"order.created", "order.confirmed", "order.rejected", "order.processing", "order.shipped", "order.delivered",
	"order.cancelled", "order.refunded", "payment.captured", "payment.declined", "payment.refunded",
	"inventory.low_stock", "user.registered",
}
