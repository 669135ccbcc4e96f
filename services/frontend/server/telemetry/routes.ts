/** Route templates of the built application, for metrics, spans and logs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface ManifestRoute {
  readonly page: string;
  readonly regex: string;
}

export interface RoutesManifest {
  readonly staticRoutes: readonly ManifestRoute[];
  readonly dynamicRoutes: readonly ManifestRoute[];
}

/** Says which route template a path belongs to; `unmatched` when none does. */
export type RouteOf = (pathname: string) => string;

/** Next.js's own manifest decides, so that no list has to be kept here. */
export function routesOf(manifest: RoutesManifest): RouteOf {
  const routes = [...manifest.staticRoutes, ...manifest.dynamicRoutes]
    .filter(({ page }) => !page.startsWith('/_'))
    .map(({ page, regex }) => ({ page, pattern: new RegExp(regex) }));
  return (pathname) => {
    if (pathname.startsWith('/_next/')) return '/_next/*';
    return routes.find(({ pattern }) => pattern.test(pathname))?.page ?? 'unmatched';
  };
}

/** The routes of the running build; a development server has no manifest yet and reports `unmatched`. */
export function builtRoutes(): RouteOf {
  try {
    const file = join(process.cwd(), '.next', 'routes-manifest.json');
    return routesOf(JSON.parse(readFileSync(file, 'utf8')) as RoutesManifest);
  } catch {
    return routesOf({ staticRoutes: [], dynamicRoutes: [] });
  }
}
