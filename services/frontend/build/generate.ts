/**
 * Writes the types of the five APIs from their descriptions: `lib/api/generated/<service>.ts`. With `--check` it
 * writes nothing and fails when a committed file is not what would be written.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { SERVICES } from '../lib/api/services.ts';

const root = join(import.meta.dirname, '..');
const contracts = join(root, '..', '..', 'contracts', 'openapi');
const generated = join(root, 'lib', 'api', 'generated');

/** The types of one service, as the file says them. */
export async function typesOf(service: string): Promise<string> {
  const ast = await openapiTS(pathToFileURL(join(contracts, `${service}.yaml`)), {
    alphabetize: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    // A field with a default is still one that a request may leave out.
    defaultNonNullable: false,
    silent: true,
  });
  return `/** Generated from contracts/openapi/${service}.yaml by \`npm run generate\`: change that file, not this one. */\n${astToString(ast)}`;
}

export function fileOf(service: string): string {
  return join(generated, `${service}.ts`);
}

/** The services whose committed types differ from their description. */
export async function staleServices(): Promise<string[]> {
  const stale: string[] = [];
  for (const service of SERVICES) {
    const file = fileOf(service);
    const committed = existsSync(file) ? await readFile(file, 'utf8') : '';
    if (committed !== (await typesOf(service))) stale.push(service);
  }
  return stale;
}

async function main(check: boolean): Promise<void> {
  if (check) {
    const stale = await staleServices();
    if (stale.length > 0) {
      console.error(
        `Stale: ${stale.map((service) => basename(fileOf(service))).join(', ')}. Run \`npm run generate\`.`,
      );
      process.exit(1);
    }
    return;
  }
  await mkdir(generated, { recursive: true });
  for (const service of SERVICES) await writeFile(fileOf(service), await typesOf(service));
}

if (process.argv[1] === import.meta.filename) await main(process.argv.includes('--check'));
