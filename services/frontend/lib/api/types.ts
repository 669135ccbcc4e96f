/** The representations that pages speak of, as the contracts describe them. */
export type { Item, Movement, StockAlert, WarehouseLevel } from './generated/inventory-service';
export type { DeadLetter, Notification, NotificationPreferences } from './generated/notification-service';
export type {
  Address,
  Amount,
  CountryCode,
  NewAddress,
  NewOrder,
  Order,
  OrderEvent,
  OrderStats,
  OrderStatus,
  Pricing,
} from './generated/order-service';
export type { Payment, Refund, Transaction } from './generated/payment-service';
export type { Role, Session, Tokens, User } from './generated/user-service';
