import type { NextConfig } from 'next';

/** Sent with every response; the content security policy carries a nonce and so comes from `proxy.ts`. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
];

const config: NextConfig = {
  output: 'standalone',
  // The repository holds several packages: without these two, Next.js guesses the root from lock files.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  // `server/start.ts` runs before Next.js and logs with the trace of the request.
  outputFileTracingIncludes: { '/*': ['./node_modules/@opentelemetry/api/**/*'] },
  // Nothing here resizes images.
  outputFileTracingExcludes: { '*': ['./node_modules/sharp/**/*', './node_modules/@img/**/*'] },
  // One instance each in the process, whichever bundle asks for it. The rest of OpenTelemetry is bundled: what is not
  // used of it never takes memory.
  serverExternalPackages: ['prom-client', '@opentelemetry/api'],
  poweredByHeader: false,
  reactStrictMode: true,
  // The access line of `server/telemetry/requests.ts` replaces it.
  logging: { incomingRequests: false },
  images: { unoptimized: true },
  // Every page is rendered for one person: nothing is worth keeping.
  cacheMaxMemorySize: 0,
  experimental: {
    // Pages load when first asked for: half of the resident memory at rest.
    preloadEntriesOnStart: false,
  },
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
};

export default config;
