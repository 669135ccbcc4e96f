import 'server-only';
import { config } from '@/server/config';

/** Grafana Explore with this trace open; undefined when no Grafana is configured. */
export function traceUrl(traceId: string): string | undefined {
  const { grafanaUrl } = config();
  if (!grafanaUrl) return undefined;
  const datasource = { type: 'tempo', uid: 'tempo' };
  const pane = {
    datasource: datasource.uid,
    queries: [{ refId: 'A', datasource, queryType: 'traceql', query: traceId }],
    range: { from: 'now-24h', to: 'now' },
  };
  const query = new URLSearchParams({
    schemaVersion: '1',
    orgId: '1',
    panes: JSON.stringify({ trace: pane }),
  });
  return `${grafanaUrl}/explore?${query}`;
}
