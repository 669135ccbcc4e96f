import { expect, it } from 'vitest';
import { staleServices } from '@/build/generate';

it('the types of the APIs are those of contracts/openapi (npm run generate writes them)', async () => {
  expect(await staleServices()).toEqual([]);
}, 60_000);
