/** The five services behind the gateway, named as everywhere: folder, description, `service.name`. */
export const SERVICES = [
  'order-service',
  'inventory-service',
  'payment-service',
  'user-service',
  'notification-service',
] as const;

export type ServiceName = (typeof SERVICES)[number];

export function isServiceName(value: string): value is ServiceName {
  return SERVICES.some((service) => service === value);
}
