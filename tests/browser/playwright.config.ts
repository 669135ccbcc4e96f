import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { env } from './env.ts';

const results = process.env.RESULTS ?? 'test-results';

export default defineConfig({
  testDir: 'tests',
  outputDir: join(results, 'browser'),
  // One browser at a time: the machine runs the whole lab beside it.
  workers: 1,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['junit', { outputFile: join(results, 'browser-tests.xml') }]],
  use: {
    baseURL: env.gateway,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    viewport: { width: 1280, height: 860 },
    launchOptions: {
      // The distribution's browser; it asks nothing of the network that is not the lab.
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
