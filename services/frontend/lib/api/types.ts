/** The backend's representations, as the contracts describe them. */
import type { OrderStatus } from '@/lib/order/status';

/** Money in minor units: 129900 EUR is € 1,299.00. */
export interface Amount {
  readonly amount_minor: number;
  readonly currency: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

export interface Address {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string | null;
  readonly city: string;
  readonly postal_code: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export interface OrderItem {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unit_price: Amount;
  readonly line_total: Amount;
}

export interface Order {
  readonly id: string;
  readonly number: string;
  readonly customer_id: string;
  readonly status: OrderStatus;
  readonly status_reason: string | null;
  readonly currency: string;
  readonly items: readonly OrderItem[];
  readonly subtotal: Amount;
  readonly tax: Amount;
  readonly shipping: Amount;
  readonly total: Amount;
  readonly shipping_address: Address;
  readonly note: string | null;
  readonly payment_id: string | null;
  readonly reservation_id: string | null;
  readonly tracking_number: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly version: number;
  readonly trace_id: string | null;
}

/** One step in the life of an order. */
export interface OrderEvent {
  readonly status: OrderStatus;
  readonly from: OrderStatus | null;
  /** Role and id of who did it, as in `customer:019…` or `system:order-service`. */
  readonly actor: string;
  readonly reason: string | null;
  readonly at: string;
}

export interface NewOrder {
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly shipping_address: Address;
  readonly payment_method: { readonly type: 'card'; readonly token: string };
  readonly note?: string;
}

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly price: Amount;
  readonly on_hand: number;
  readonly reserved: number;
  readonly available: number;
  readonly reorder_level: number;
}

export interface Payment {
  readonly id: string;
  readonly order_id: string;
  readonly amount: Amount;
  readonly status: string;
  readonly decline_code: string | null;
  readonly method: { readonly type: string; readonly brand: string | null };
  readonly captured: Amount;
  readonly refunded: Amount;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

export interface Tokens {
  readonly access_token: string;
  readonly token_type: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly refresh_token: string;
}
