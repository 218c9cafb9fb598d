import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { AppProcess, type AppName } from '../../support/stack/app-process.ts';

const MISUSE = 2;
const PASSWORD = { MYSQL_PASSWORD: 'never-printed' };

async function expectFailure(
  app: AppName,
  environment: Record<string, string>,
  args: string[] = [],
): Promise<[unknown, string]> {
  const process = new AppProcess(app, args, environment);
  return [await process.exited, process.output];
}

describe('an invalid setting', () => {
  it.each<[string, AppName, Record<string, string>, RegExp]>([
    [
      'a threshold that is not a number',
      'consumer',
      { ...PASSWORD, ALERT_THRESHOLD_CELSIUS: 'hot' },
      /ALERT_THRESHOLD_CELSIUS="hot" is invalid; expected a number from -100 to 100/,
    ],
    [
      'a broker that is not an address',
      'consumer',
      { ...PASSWORD, KAFKA_BROKERS: 'kafka' },
      /KAFKA_BROKERS="kafka" is invalid; expected host:port/,
    ],
    [
      'a group name that is too long for its column',
      'consumer',
      { ...PASSWORD, KAFKA_GROUP_ID: 'g'.repeat(191) },
      /KAFKA_GROUP_ID="g+" is invalid; expected 1 to 190 printable ASCII characters/,
    ],
    ['no password', 'consumer', {}, /MYSQL_PASSWORD \(or MYSQL_PASSWORD_FILE\) must be set/],
    ['a missing password file', 'consumer', { MYSQL_PASSWORD_FILE: '/none' }, /MYSQL_PASSWORD_FILE="\/none"/],
    [
      'a dead letter topic that is the input topic',
      'consumer',
      { ...PASSWORD, DEAD_LETTER_TOPIC: 'weather_data' },
      /DEAD_LETTER_TOPIC="weather_data" is invalid; expected .*other than TOPIC/,
    ],
    [
      'an unknown time zone',
      'consumer',
      { ...PASSWORD, LEGACY_TIME_ZONE: 'Mars/Base' },
      /LEGACY_TIME_ZONE="Mars\/Base"/,
    ],
    [
      'an unknown source',
      'producer',
      { SOURCE: 'psychic' },
      /SOURCE="psychic" is invalid; expected .*simulator.*replay/,
    ],
    [
      'unknown injected faults',
      'producer',
      { SIMULATION_FAULTS: 'spike=0.1,rust=0.1' },
      /SIMULATION_FAULTS="spike=0.1,rust=0.1" is invalid; expected faults and their rates from 0 to 1.*; available: spike, stuck/,
    ],
    [
      'a replay that drops readings',
      'producer',
      { SOURCE: 'replay', BUFFER_FULL: 'drop-oldest' },
      /BUFFER_FULL="drop-oldest" is invalid with SOURCE=replay; expected block/,
    ],
    [
      'a retention shorter than the allowed lateness',
      'maintenance',
      { ...PASSWORD, RETENTION_DAYS: '1' },
      /RETENTION_DAYS="1" is invalid; expected 0, or an integer from 2/,
    ],
    [
      'an invalid receiver',
      'notifier',
      { ...PASSWORD, NOTIFIER_RECEIVERS_PATH: '/none/receivers.yaml' },
      /NOTIFIER_RECEIVERS_PATH="\/none\/receivers.yaml": cannot be read/,
    ],
    [
      'an invalid network',
      'notifier',
      { ...PASSWORD, NOTIFIER_ALLOWED_NETWORKS: 'localhost' },
      /NOTIFIER_ALLOWED_NETWORKS="localhost" is invalid; expected addresses or networks/,
    ],
    ['a replay without a file', 'producer', { SOURCE: 'replay' }, /REPLAY_FILE/],
  ])('stops the app with one message: %s', async (_name, app, environment, message) => {
    const [code, output] = await expectFailure(app, environment);
    expect(output).toMatch(message);
    expect(code).toBe(MISUSE);
    expect(output).not.toContain(PASSWORD.MYSQL_PASSWORD);
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('is reported together with all others', async () => {
    const [, output] = await expectFailure('consumer', {
      MYSQL_PORT: 'x',
      KAFKA_GROUP_ID: '',
      KAFKA_BROKERS: 'y',
      LOG_LEVEL: 'loud',
    });
    expect(output).toMatch(/KAFKA_BROKERS="y"/);
    expect(output).toMatch(/MYSQL_PORT="x"/);
    expect(output).toMatch(/MYSQL_PASSWORD \(or MYSQL_PASSWORD_FILE\) must be set/);
    expect(output).toMatch(/LOG_LEVEL="loud"/);
  });

  it('stops the app if the port of its health endpoint is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const [code, output] = await expectFailure('consumer', { ...PASSWORD, HEALTH_PORT: String(port) });
    server.close();
    expect(output).toMatch(new RegExp(`HEALTH_PORT: port ${port} of 127.0.0.1 is already in use`));
    expect(code).toBe(MISUSE);
  });
});

describe('--help', () => {
  it.each<AppName>(['producer', 'consumer', 'maintenance', 'migrator', 'notifier', 'cli', 'launcher'])(
    'of the %s lists its settings and exits with 0',
    async (app) => {
      const [code, output] = await expectFailure(app, {}, ['--help']);
      expect(code).toBe(0);
      expect(output).toMatch(app === 'launcher' ? /--kafka-port/ : /LOG_LEVEL/);
    },
  );
});
