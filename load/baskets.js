// What people buy, where they live and how they pay: about as `lab seed` makes it up.

const places = [
  ['Torstrasse', 'Berlin', '10119', 'DE'],
  ['Rua Augusta', 'Lisbon', '1100-048', 'PT'],
  ['Calle Mayor', 'Madrid', '28013', 'ES'],
  ['Coolsingel', 'Rotterdam', '3012', 'NL'],
  ['Rue de Rivoli', 'Paris', '75004', 'FR'],
];

/** Card tokens with their weight in a hundred orders: about nine cards in ten approve, three in a hundred slowly. */
const cards = [
  ['tok_visa', 56], ['tok_mastercard', 33], ['tok_slow', 3],
  ['tok_insufficient_funds', 4], ['tok_declined', 3], ['tok_fraud', 1],
];

/** One of several, each as likely as the next. */
export function oneOf(list) {
  return list[below(list.length)];
}

/** A number from 0 to n - 1. */
function below(n) {
  return Math.floor(Math.random() * n);
}

/** An order of a customer: one to three different things, and of best sellers more than of the rest. */
export function newOrder(customer, skus, card = anyCard()) {
  const [street, city, postalCode, country] = oneOf(places);
  const quantities = new Map();
  for (let i = 0; i <= Math.min(below(3), below(4)); i++) {
    // The smaller of two picks prefers the front of the catalogue.
    quantities.set(skus[Math.min(below(skus.length), below(skus.length))], 1 + Math.min(below(3), below(3)));
  }
  return {
    items: Array.from(quantities, ([sku, quantity]) => ({ sku, quantity })),
    shipping_address: {
      name: customer.name, line1: `${street} ${1 + below(120)}`, city, postal_code: postalCode, country,
    },
    payment_method: { type: 'card', token: card },
  };
}

function anyCard() {
  let pick = below(100);
  for (const [token, weight] of cards) {
    pick -= weight;
    if (pick < 0) {
      return token;
    }
  }
  return cards[0][0];
}
