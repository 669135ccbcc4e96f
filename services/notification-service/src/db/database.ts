import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Config } from '../config.js';
import { errorText, type Logger } from '../logs.js';
import { metrics, observe } from '../metrics.js';
import { migrations } from '../migrations/index.js';
import { operationName } from './operation.js';
import type { Schema } from './schema.js';

/** The service's own database: pool, typed queries, and their metrics. */
export class Database {
  readonly query: Kysely<Schema>;
  readonly #pool: pg.Pool;

  constructor(config: Config, log: Logger) {
    this.#pool = new pg.Pool({
      host: config.DB_HOST,
      port: config.DB_PORT,
      database: config.DB_NAME,
      user: config.DB_USER,
      password: config.DB_PASSWORD,
      max: config.DB_POOL_MAX,
      application_name: config.OTEL_SERVICE_NAME,
      connectionTimeoutMillis: 3000,
      statement_timeout: 5000,
      // For a server that does not even answer that its time is over.
      query_timeout: 8000,
      idle_in_transaction_session_timeout: 10_000,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.#pool.on('error', (error) =>
      log.warn({ error: errorText(error) }, 'An idle database connection broke'),
    );
    // One that breaks while it is in use tells so twice: to its query, and by this event, to which nobody else listens.
    this.#pool.on('connect', (client) => {
      client.on('error', (error) =>
        log.debug({ error: errorText(error) }, 'A database connection broke in use'),
      );
    });
    this.query = new Kysely<Schema>({
      dialect: new PostgresDialect({ pool: this.#pool }),
      log: ({ query, queryDurationMillis }) => {
        const labels = {
          db_system_name: 'postgresql',
          db_namespace: config.DB_NAME,
          db_operation_name: operationName(query.sql),
        };
        observe(metrics.databaseDuration, labels, queryDurationMillis / 1000);
      },
    });
    metrics.databaseConnectionsMax.set(config.DB_POOL_MAX);
  }

  /** Brings the schema up to date: all missing migrations in one transaction, one process at a time. */
  async migrate(): Promise<void> {
    const migrator = new Migrator({ db: this.query, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  }

  async ping(): Promise<void> {
    await this.#pool.query('SELECT 1');
  }

  /** Called at a scrape: the pool knows its numbers, so nothing has to be counted along the way. */
  reportPool(): void {
    metrics.databaseConnections.set({ state: 'idle' }, this.#pool.idleCount);
    metrics.databaseConnections.set({ state: 'used' }, this.#pool.totalCount - this.#pool.idleCount);
  }

  async close(): Promise<void> {
    await this.query.destroy();
  }
}
