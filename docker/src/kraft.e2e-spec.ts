import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ComposeStack } from './stack/compose-stack.ts';
import { expectNothingLost } from './stack/nothing-lost.ts';

const FILES = ['docker/compose.yaml', 'docker/compose.kraft.yaml'];
const stack = new ComposeStack('weather-e2e-kraft', { kafka: 19093, mysql: 13318, dashboard: 13320 }, FILES);

beforeAll(async () => {
  await stack.remove();
  await stack.up();
});

afterAll(async () => {
  await stack.remove();
});

it('runs the pipeline without ZooKeeper', async () => {
  const services = (await stack.compose('config', '--services')).trim().split('\n').sort();
  expect(services).toEqual([
    'consumer',
    'dashboard',
    'maintenance',
    'kafka',
    'migrator',
    'mysql_db',
    'notifier',
    'producer',
    'secrets',
  ]);
  await stack.line('consumer', /⚠️ Alert Saved: /);
  await expectNothingLost(stack);
});

it('goes on with its data after down and up', async () => {
  const before = await stack.counts();
  await stack.compose('down');
  await stack.up();
  await stack.progress();
  expect((await stack.counts()).read).toBeGreaterThan(before.read);
  await expectNothingLost(stack);
});
