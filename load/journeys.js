// What people do in the shop, each journey from its first request to its last. A journey ends early when an answer is
// not as promised: who cannot see products does not order.

import { sleep } from 'k6';
import { Counter } from 'k6/metrics';
import { newOrder, oneOf } from './baskets.js';
import { call, json } from './requests.js';
import { customer, signIn, tokenOf } from './sessions.js';

/** Orders by what became of them: confirmed, pending, or the code of the problem. */
const placed = new Counter('orders_placed');

/** How many pieces a warehouse gets of a product that runs low. */
const delivery = 200;

/** Looks at a category, and at one or two of its products. */
export function browse(shop) {
  const token = tokenOf(customer(shop));
  const { category } = oneOf(shop.products);
  const found = json(call('listItems', 'GET', `/api/v1/inventory?category=${category}&limit=20`, { token })).items || [];
  for (const item of found.slice(0, Math.random() < 0.5 ? 1 : 2)) {
    lookAt(item.sku, token);
  }
}

/** Looks at a product and what shipping costs, orders, and looks at the order. */
export function checkout(shop) {
  const buyer = customer(shop);
  const token = tokenOf(buyer);
  const order = newOrder(buyer, skus(shop));
  lookAt(order.items[0].sku, token);
  call('getPricing', 'GET', '/api/v1/orders/pricing', { token });
  const { id } = place(order, token);
  if (id) {
    call('getOrder', 'GET', `/api/v1/orders/${id}`, { token });
  }
}

/** Orders, and thinks better of it: the money goes back and the goods to their shelf. */
export function cancel(shop) {
  const buyer = customer(shop);
  const token = tokenOf(buyer);
  const { id } = place(newOrder(buyer, skus(shop), 'tok_visa'), token);
  if (!id) {
    return;
  }
  sleep(1);
  // 409: a pending order cannot be cancelled, and the warehouse may have been faster.
  call('cancelOrder', 'DELETE', `/api/v1/orders/${id}`, { token, expected: [200, 409] });
}

/** Reads the own orders, the history of one, and the messages. */
export function readOrders(shop) {
  const token = tokenOf(customer(shop));
  const orders = json(call('listOrders', 'GET', '/api/v1/orders?limit=20', { token })).items || [];
  if (orders.length > 0) {
    const { id } = oneOf(orders);
    call('getOrder', 'GET', `/api/v1/orders/${id}`, { token });
    call('listOrderEvents', 'GET', `/api/v1/orders/${id}/events`, { token });
  }
  call('listNotifications', 'GET', '/api/v1/notifications?limit=20', { token });
}

/** Comes to the form, signs in, and out again. */
export function enterAndLeave(shop) {
  call('signInPage', 'GET', '/sign-in', { headers: { Accept: 'text/html' } });
  const { accessToken, refreshToken } = signIn(customer(shop).email);
  call('getOwnUser', 'GET', '/api/v1/users/me', { token: accessToken });
  call('logout', 'POST', '/api/v1/users/logout', {
    token: accessToken, body: { refresh_token: refreshToken }, expected: [204],
  });
}

/** An operator fills up what runs low, so that hours of load do not end in an empty warehouse. */
export function restock(shop) {
  const token = tokenOf(shop.operator);
  const alerts = json(call('listStockAlerts', 'GET', '/api/v1/inventory/alerts?limit=10', { token })).items || [];
  for (const { sku } of alerts) {
    call('adjustStock', 'POST', '/api/v1/inventory/adjust', {
      token, expected: [201], headers: { 'Idempotency-Key': crypto.randomUUID() },
      body: { sku, warehouse: oneOf(['BER', 'MAD', 'RTM']), delta: delivery, reason: 'Delivery to the load test' },
    });
  }
}

/** The products of the shop, as setup() reads them: only what journeys need to know. */
export function readProducts(token) {
  const { items } = json(call('listItems', 'GET', '/api/v1/inventory?limit=200', { token }));
  return (items || []).map(({ sku, category }) => ({ sku, category }));
}

function skus({ products }) {
  return products.map(({ sku }) => sku);
}

function lookAt(sku, token) {
  call('getItem', 'GET', `/api/v1/inventory/${sku}`, { token });
}

/** Places an order; the result has its id unless it was refused. */
function place(order, token) {
  const response = call('createOrder', 'POST', '/api/v1/orders', {
    token, body: order, headers: { 'Idempotency-Key': crypto.randomUUID() }, expected: [201, 202, 402, 409],
  });
  const answer = json(response);
  placed.add(1, { outcome: answer.code || answer.status });
  return response.status < 300 ? answer : {};
}
