// What is expected of each operation, as thresholds of k6. Names are the operationIds of contracts/openapi.

/**
 * p95 and p99 in milliseconds on two cores, at a steady rate. Orders: three cards in a hundred take two seconds on
 * purpose, so that p99 lies above those. Signing in: a password takes a tenth of a second to check, on purpose too.
 */
const objectives = {
  listItems: [250, 500],
  getItem: [150, 400],
  getPricing: [150, 400],
  createOrder: [1000, 4000],
  cancelOrder: [1000, 2500],
  listOrders: [300, 750],
  getOrder: [150, 400],
  listOrderEvents: [200, 500],
  listNotifications: [300, 750],
  login: [1000, 2000],
  logout: [300, 750],
  getOwnUser: [200, 500],
  listStockAlerts: [250, 500],
  adjustStock: [300, 750],
  signInPage: [750, 1500],
};

/** Thresholds of the latency of each operation, `slack` times as high as at a steady rate. */
export function latencies(slack) {
  return Object.fromEntries(
    Object.entries(objectives).map(([operation, [p95, p99]]) => [
      `http_req_duration{operation:${operation}}`,
      [`p(95)<${p95 * slack}`, `p(99)<${p99 * slack}`],
    ]),
  );
}

/** Thresholds of the availability of each operation: four times the share of failures that all together may have. */
export function availabilities(failing) {
  const each = Math.min(0.9, failing * 4);
  const perOperation = Object.keys(objectives).map((operation) => [
    `http_req_failed{operation:${operation}}`,
    [`rate<${each}`],
  ]);
  return { checks: [`rate>${1 - each}`], ...Object.fromEntries(perOperation) };
}
