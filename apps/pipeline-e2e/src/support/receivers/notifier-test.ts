import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import type { AppProcess } from '../stack/app-process.ts';
import { runAllSteps } from '../stack/run-all-steps.ts';
import { TestStack } from '../stack/test-stack.ts';
import { TestAlerts } from './test-alerts.ts';
import { HttpReceiver } from './http-receiver.ts';

export const SECRET = 'a secret of some length';
/** Longer than any test waits. */
const NEVER = '1d';

export type Fields = Readonly<Record<string, unknown>>;

/** The columns of a notification that the tests use. */
export interface NotificationRow {
  readonly state: string;
  readonly attempts: number;
  readonly reason: string | null;
}

/** Registers hooks that start the servers for the tests of a file, and that begin and end each test. */
export function useNotifierTest(): NotifierTest {
  const test = new NotifierTest();
  beforeAll(() => test.start());
  afterAll(() => test.stop());
  beforeEach(() => test.begin());
  afterEach(() => test.end());
  return test;
}

/** The database, a folder with the receivers' files and a receiver. */
export class NotifierTest {
  readonly receiver = new HttpReceiver();
  readonly alerts = new TestAlerts(() => this.stack);
  #stack: TestStack | undefined;
  #folder = '';

  get stack(): TestStack {
    if (this.#stack === undefined) throw new Error('the servers are not running yet');
    return this.#stack;
  }

  get folder(): string {
    return this.#folder;
  }

  /** @param options.kafka whether to start Kafka too. */
  async start({ kafka = false }: { readonly kafka?: boolean } = {}): Promise<void> {
    const stack = await TestStack.start({ start: { kafka } });
    await stack.orStop(async () => {
      if (kafka) await stack.migrate('up');
      else await stack.migrateTables('up');
    });
    this.#stack = stack;
    this.#folder = await mkdtemp(join(tmpdir(), 'receivers-'));
    await writeFile(join(this.folder, 'secret'), `${SECRET}\n`);
    await writeFile(join(this.folder, 'password'), 'swordfish\n');
  }

  async stop(): Promise<void> {
    await runAllSteps([() => this.stack.stop(), () => rm(this.folder, { recursive: true })]);
  }

  /** Empties the tables and opens the receiver without any requests. */
  async begin(): Promise<void> {
    await this.alerts.clear();
    this.receiver.forget();
    await this.receiver.open();
  }

  async end(): Promise<void> {
    try {
      await this.stack.endApps();
    } finally {
      await this.receiver.close();
    }
  }

  /** Makes a receiver for the file, with short waits. */
  webhook(name: string, fields: Fields = {}, url = this.receiver.url): Fields {
    const pace = { groupWait: '200ms', groupInterval: '0s', repeatInterval: NEVER, timeout: '2s' };
    return { name, webhook: { url, secretFile: 'secret' }, ...pace, ...fields };
  }

  /** Starts a notifier with these receivers. */
  async notifier(
    receivers: readonly Fields[],
    settings: Readonly<Record<string, string>> = {},
  ): Promise<AppProcess> {
    const path = join(this.folder, 'receivers.yaml');
    // JSON is YAML.
    await writeFile(path, JSON.stringify({ externalUrl: 'https://weather.example/', receivers }));
    return this.stack.app('notifier', {
      NOTIFIER_RECEIVERS_PATH: path,
      NOTIFIER_ALLOWED_NETWORKS: '127.0.0.0/8',
      NOTIFIER_POLL_MS: '50',
      NOTIFIER_RETRY_MAX_MS: '300',
      ...settings,
    });
  }

  async notifications(): Promise<NotificationRow[]> {
    return await this.stack.query('SELECT state, attempts, reason FROM notification ORDER BY id');
  }

  /** Waits until nothing is in flight, and returns all notifications. */
  async settled(deadlineMs?: number): Promise<NotificationRow[]> {
    return await eventually(async () => {
      const [waiting] = await this.stack.query<{ total: number }>(
        `SELECT (SELECT COUNT(*) FROM notification_outbox)
           + (SELECT COUNT(*) FROM notification_event WHERE state = 'waiting')
           + (SELECT COUNT(*) FROM notification WHERE state = 'waiting') AS total`,
      );
      if (waiting?.total !== 0) throw new Error(`${waiting?.total ?? 'some'} rows wait`);
      return await this.notifications();
    }, deadlineMs);
  }
}
