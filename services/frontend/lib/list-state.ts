/** The state of a list, which lives in its address: shareable, and the back button works. */

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

export interface ListState<F extends string = string> {
  /** Filters, search words and sort order that are set; all as text. */
  readonly filters: Readonly<Partial<Record<F, string>>>;
  /** Cursors of the pages gone through; the last one is the page shown, none is the first page. */
  readonly cursors: readonly string[];
}

/** What a list accepts: for each filter its values, `date` for a day such as 2026-11-22, or `text` for anything. */
export type Filters<F extends string> = Readonly<Record<F, readonly string[] | 'date' | 'text'>>;

/** Reads the address; what is unknown or empty is left out. */
export function readList<F extends string>(known: Filters<F>, params: SearchParams): ListState<F> {
  const filters: Partial<Record<F, string>> = {};
  for (const name of Object.keys(known) as F[]) {
    const raw = params[name];
    const value = typeof raw === 'string' ? raw.trim() : '';
    if (value && accepts(known[name], value)) filters[name] = value;
  }
  const { cursor } = params;
  return {
    filters,
    cursors: (Array.isArray(cursor) ? cursor : [cursor]).filter((value): value is string => Boolean(value)),
  };
}

function accepts(values: readonly string[] | 'date' | 'text', value: string): boolean {
  if (values === 'text') return true;
  if (values !== 'date') return values.includes(value);
  const day = new Date(`${value}T00:00:00Z`);
  // An impossible day, such as 30 February, is either no date or another one.
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === value;
}

/** The address of a list in that state. */
export function listHref(path: string, { filters, cursors = [] }: Partial<ListState>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters ?? {})) if (value) query.set(name, value);
  for (const cursor of cursors) query.append('cursor', cursor);
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The address after a change of filters: on its first page, whatever page was shown before. */
export function filteredHref(
  path: string,
  { filters }: Pick<ListState, 'filters'>,
  change: Readonly<Record<string, string | undefined>>,
): string {
  return listHref(path, { filters: { ...filters, ...change } as Record<string, string> });
}
