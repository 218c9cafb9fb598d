import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppName, AppProcess } from '../../support/stack/app-process.ts';
import { TestCertificates } from '../../support/stack/certificates.ts';
import type { KafkaRight } from '../../support/stack/kafka-rights.ts';
import { SecureKafka } from '../../support/stack/secure-kafka.ts';
import type { TestStack } from '../../support/stack/test-stack.ts';

const MISUSE = 2;
const TOPIC = 'weather_data';
const DEAD_LETTERS = 'weather_data_dlq';
const VERIFY = ['verify'];
const LIST = ['dead-letters', 'list'];
const REDRIVE = ['dead-letters', 'redrive', '--all'];

type App = Exclude<AppName, 'launcher'>;

let certificates: TestCertificates;
let kafka: SecureKafka;
let stack: TestStack;

const on = (name: string, ...operations: KafkaRight['operation'][]): KafkaRight[] =>
  operations.map((operation) => ({ operation, on: 'topic', name }));
const TRANSACTIONS: KafkaRight = { operation: 'Write', on: 'transactionalId', name: 'weather-redrive' };
/** The permissions that docs/operations.md lists. */
const LOOK = [...on(TOPIC, 'Read'), ...on(DEAD_LETTERS, 'Read')];
const SEND_AGAIN = [...on(DEAD_LETTERS, 'Read', 'Write'), ...on(TOPIC, 'Write'), TRANSACTIONS];

beforeAll(async () => {
  certificates = await TestCertificates.make();
  kafka = await SecureKafka.start(certificates);
  ({ stack } = kafka);
  await stack.migrate('up');
  const consumer = stack.app('consumer');
  await stack.publish(TOPIC, [{ key: 'a', value: Buffer.from('not a reading') }]);
  await stack.consumed(1);
  await consumer.stop();
});

afterEach(async () => {
  await stack.endApps();
});

afterAll(async () => {
  await kafka.stop();
  await certificates.remove();
});

function app(name: App, args: readonly string[], environment: Record<string, string> = {}): AppProcess {
  return stack.app(name, { ...kafka.environment, ...environment }, args);
}

async function startAndFail(...of: Parameters<typeof app>): Promise<string> {
  const process = app(...of);
  await process.exitedWith(MISUSE);
  expect(process.output).not.toMatch(/^\s+at /m);
  expect(process.output.match(/KAFKA_SASL_USERNAME: Kafka at .* denies/g)).toHaveLength(1);
  return process.output;
}

const lacks = (operation: string, resource: string): RegExp =>
  new RegExp(`denies KAFKA_SASL_USERNAME="ada" ${operation} on ${resource}`);

describe('the rights of the migrator', () => {
  const topics = (name: string): Record<string, string> => ({
    TOPIC: name,
    DEAD_LETTER_TOPIC: `${name}_dlq`,
  });
  const both = (name: string, ...operations: KafkaRight['operation'][]): KafkaRight[] =>
    [name, `${name}_dlq`].flatMap((topic) => on(topic, ...operations));

  it('are sufficient to create the topics, and fewer are once they exist', async () => {
    const [environment, compressed] = [topics('made'), { ...topics('made'), TOPIC_COMPRESSION: 'zstd' }];
    await kafka.allowOnly(...both('made', 'Describe', 'Create'));
    await app('migrator', ['up'], environment).exitedWith(0);
    await kafka.allowOnly(...both('made', 'Describe'));
    await app('migrator', ['up'], environment).exitedWith(0);
    expect(await startAndFail('migrator', ['up'], compressed)).toMatch(
      lacks('DescribeConfigs and AlterConfigs', 'topic "made"'),
    );
    await kafka.allowOnly(...both('made', 'Describe'), ...on('made', 'DescribeConfigs', 'AlterConfigs'));
    await app('migrator', ['up'], compressed).exitedWith(0);
  });

  it.each<[string, KafkaRight[], RegExp]>([
    ['Create on the topic', both('new', 'Describe'), lacks('Create', 'topic "new"')],
    [
      'Create on the dead letter topic',
      [...on('newer', 'Describe', 'Create'), ...on('newer_dlq', 'Describe')],
      lacks('Create', 'topic "newer_dlq"'),
    ],
    ['Describe on a topic to be made', both('hidden', 'Create'), lacks('Describe', 'topic "hidden"')],
    ['Describe on a topic that is there', both(TOPIC, 'Create'), lacks('Describe', 'topic "weather_data"')],
  ])('are named if one is missing: %s', async (_missing, rights, message) => {
    await kafka.allowOnly(...rights);
    expect(await startAndFail('migrator', ['up'], topics(rights[0]?.name ?? ''))).toMatch(message);
  });
});

describe('the rights of read-only apps', () => {
  it('are sufficient for the dashboard and verify, and those on the dead letter topic for its list', async () => {
    await kafka.allowOnly(...LOOK);
    const dashboard = app('dashboard', []);
    await dashboard.line(/dashboard listening/);
    const verify = app('cli', VERIFY);
    await verify.exitedWith(0);
    expect(verify.output).toMatch(/OK, no problems found/);
    expect(dashboard.hasExited).toBe(false);
    await kafka.allowOnly(...on(DEAD_LETTERS, 'Read'));
    const list = app('cli', LIST);
    await list.exitedWith(0);
    expect(list.output).toMatch(/weather_data\/\d+/);
  });

  it.each<[App, string[], KafkaRight[], RegExp]>([
    ['dashboard', [], on(DEAD_LETTERS, 'Read'), lacks('Describe', 'topic "weather_data"')],
    ['dashboard', [], on(TOPIC, 'Read'), lacks('Describe', 'topic "weather_data_dlq"')],
    [
      'dashboard',
      [],
      [...on(TOPIC, 'Describe'), ...on(DEAD_LETTERS, 'Read')],
      lacks('Read', 'topic "weather_data"'),
    ],
    ['cli', VERIFY, on(DEAD_LETTERS, 'Read'), lacks('Describe', 'topic "weather_data"')],
    [
      'cli',
      VERIFY,
      [...on(TOPIC, 'Read'), ...on(DEAD_LETTERS, 'Describe')],
      lacks('Read', 'topic "weather_data_dlq"'),
    ],
    ['cli', LIST, [], lacks('Describe', 'topic "weather_data_dlq"')],
    ['cli', LIST, on(DEAD_LETTERS, 'Describe'), lacks('Read', 'topic "weather_data_dlq"')],
  ])('are named if one is missing: %s %j with %j', async (name, args, rights, message) => {
    await kafka.allowOnly(...rights);
    expect(await startAndFail(name, args)).toMatch(message);
  });
});

describe('the rights to redrive dead letters', () => {
  const without = (name: string, operation: KafkaRight['operation']): KafkaRight[] =>
    SEND_AGAIN.filter((right) => right.name !== name || right.operation !== operation);

  it.each<[string, KafkaRight[], RegExp]>([
    [
      'the transactional id',
      without('weather-redrive', 'Write'),
      lacks('Write', 'transactional id "weather-redrive"'),
    ],
    ['Read on the dead letters', without(DEAD_LETTERS, 'Read'), lacks('Read', 'topic "weather_data_dlq"')],
    ['Write on the dead letters', without(DEAD_LETTERS, 'Write'), lacks('Write', 'topic "weather_data_dlq"')],
    [
      'Write on the topic',
      [...without(TOPIC, 'Write'), ...on(TOPIC, 'Describe')],
      lacks('Write', 'topic "weather_data"'),
    ],
  ])('are named if one is missing: %s', async (_missing, rights, message) => {
    await kafka.allowOnly(...rights);
    expect(await startAndFail('cli', REDRIVE)).toMatch(message);
  });

  it('are named if the topic of a dead letter is not visible', async () => {
    await kafka.allowOnly(...without(TOPIC, 'Write'));
    const redrive = app('cli', REDRIVE);
    await redrive.exitedWith(0);
    expect(redrive.output).toMatch(
      /1 dead letter cannot be resent: .*KAFKA_SASL_USERNAME="ada" lacks the right to Describe it/,
    );
  });

  it('are sufficient, and the failed attempts have sent nothing', async () => {
    await kafka.allowOnly(...on(DEAD_LETTERS, 'Read'), ...on(TOPIC, 'Describe'));
    const rehearsal = app('cli', [...REDRIVE, '--dry-run']);
    await rehearsal.exitedWith(0);
    expect(rehearsal.output).toMatch(/1 dead letter would be resent/);
    await kafka.allowOnly(...SEND_AGAIN);
    const redrive = app('cli', REDRIVE);
    await redrive.exitedWith(0);
    expect(redrive.output).toMatch(/1 dead letter resent/);
  });
});
