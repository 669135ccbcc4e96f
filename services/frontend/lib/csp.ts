/**
 * The content security policy of a page. Scripts need the nonce; styles cannot, because the components position
 * their menus with style attributes.
 */
export function contentSecurityPolicy(nonce: string, host: string, webSocket?: string): string {
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    // Not every browser counts a WebSocket to the page's own host as 'self'.
    `connect-src 'self' ${webSocket ?? `ws://${host} wss://${host}`}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
