import { appendFileSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { eventually } from '@weather/service-runtime/testing';
import { AppSupervisor } from './app-supervisor.ts';
import { ShutdownController } from './shutdown-controller.ts';

/** Apps that record in a file what happens to them. */
const NOTES = `const { appendFileSync } = require('node:fs');
  const note = (what) => appendFileSync(process.env.NOTES, process.env.NAME + ' ' + what + '\\n');
  note('starts');`;
const SERVICE = `${NOTES}
  const keep = setInterval(() => undefined, 1000);
  process.on('SIGTERM', () => setTimeout(() => { note('ends'); process.exit(0); }, 50));
  note('is up');`;
const SERVICES = ['consumer', 'dashboard', 'notifier', 'maintenance'];
const exits = (code: number): string => `${NOTES} process.exit(${code});`;

let folder: string;
let shutdown: ShutdownController;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apps-'));
  shutdown = new ShutdownController(silentLogger());
});

afterEach(() => rm(folder, { recursive: true }));

function notes(): string[] {
  appendFileSync(join(folder, 'notes'), '');
  return readFileSync(join(folder, 'notes'), 'utf8').trimEnd().split('\n');
}

async function until(note: string): Promise<void> {
  while (!notes().includes(note)) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function createSupervisor(
  apps: Readonly<
    Record<'migrator' | 'producer' | 'consumer', string> &
      Partial<Record<'maintenance' | 'notifier' | 'dashboard', string>>
  >,
  onSourceEnded?: () => Promise<void>,
  logger = silentLogger(),
): Promise<AppSupervisor> {
  const services = { maintenance: SERVICE, notifier: SERVICE, dashboard: SERVICE };
  for (const [name, source] of Object.entries({ ...services, ...apps })) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'package.json'), '{"type":"commonjs"}');
    await writeFile(join(folder, name, 'main.js'), `process.env.NAME = '${name}'; ${source}`);
  }
  return new AppSupervisor({
    servers: { brokers: [], mysql: () => ({ host: 'localhost', port: 1, login: undefined }) },
    appsDirectory: folder,
    environment: { NOTES: join(folder, 'notes') },
    settings: { source: undefined, replay: {}, files: {}, topic: 't', groupId: 'g' },
    onStarted: () => undefined,
    onSourceEnded,
    shutdown,
    logger,
  });
}

describe('AppSupervisor', () => {
  it('starts the apps after the migrator, and stops writers before readers', async () => {
    const supervisor = await createSupervisor({ migrator: exits(0), producer: SERVICE, consumer: SERVICE });
    const running = supervisor.run();
    await Promise.all(['producer', ...SERVICES].map((app) => until(`${app} is up`)));
    shutdown.request('SIGTERM');
    await running;
    expect(notes()[0]).toBe('migrator starts');
    expect(notes().slice(-5)).toEqual([
      'producer ends',
      'consumer ends',
      'dashboard ends',
      'notifier ends',
      'maintenance ends',
    ]);
    expect(shutdown.failed).toBe(false);
  });

  it('fails without starting the apps when the migrator fails', async () => {
    await (await createSupervisor({ migrator: exits(3), producer: SERVICE, consumer: SERVICE })).run();
    expect(notes()).toEqual(['migrator starts']);
    expect(shutdown.failed).toBe(true);
  });

  it('stops the producer and fails when the consumer exits, even with code 0', async () => {
    const supervisor = await createSupervisor({ migrator: exits(0), producer: SERVICE, consumer: exits(0) });
    await supervisor.run();
    expect(shutdown.failed).toBe(true);
  });

  it.each(['maintenance', 'notifier', 'dashboard'])(
    'stops the others and fails when the %s exits',
    async (name) => {
      const apps = { migrator: exits(0), producer: SERVICE, consumer: SERVICE, [name]: exits(1) };
      await (await createSupervisor(apps)).run();
      expect(shutdown.failed).toBe(true);
    },
  );

  it('ends without a failure when the replay is finished and everything is stored', async () => {
    const stored = async (): Promise<void> => {
      await Promise.all(SERVICES.map((app) => until(`${app} is up`)));
      appendFileSync(join(folder, 'notes'), 'everything is stored\n');
    };
    const supervisor = await createSupervisor(
      { migrator: exits(0), producer: exits(0), consumer: SERVICE },
      stored,
    );
    await supervisor.run();
    expect(notes().slice(-5)).toEqual([
      'everything is stored',
      'consumer ends',
      'dashboard ends',
      'notifier ends',
      'maintenance ends',
    ]);
    expect(shutdown.failed).toBe(false);
  });

  it('keeps the consumer running after the replay by default', async () => {
    const supervisor = await createSupervisor({ migrator: exits(0), producer: exits(0), consumer: SERVICE });
    const running = supervisor.run();
    await Promise.all([until('producer starts'), until('consumer is up'), until('notifier is up')]);
    expect(shutdown.signal.aborted).toBe(false);
    shutdown.request('SIGINT');
    await running;
    expect(notes()).toContain('consumer ends');
  });

  it('logs the address of the dashboard', async () => {
    const logger = silentLogger();
    const info = jest.spyOn(logger, 'info');
    const dashboard = `${SERVICE} process.send({ answersAt: 'http://127.0.0.1:8090' });`;
    const apps = { migrator: exits(0), producer: SERVICE, consumer: SERVICE, dashboard };
    const running = (await createSupervisor(apps, undefined, logger)).run();
    await eventually(() =>
      expect(info.mock.calls.map(String)).toContain('Dashboard ready: http://127.0.0.1:8090'),
    );
    shutdown.request('SIGTERM');
    await running;
  });

  it('names the app that has not been built', async () => {
    const supervisor = await createSupervisor({ migrator: exits(0), producer: SERVICE, consumer: SERVICE });
    await rm(join(folder, 'producer', 'main.js'));
    await expect(supervisor.run()).rejects.toThrow('npx nx build producer');
    expect(notes().at(-1)).not.toBe('consumer is up');
  });
});
