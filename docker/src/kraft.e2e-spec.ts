import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ComposeStack, expectNothingLost } from './support/compose-stack.ts';

const FILES = ['docker/compose.yaml', 'docker/compose.kraft.yaml'];
const stack = new ComposeStack('weather-e2e-kraft', { kafka: 19093, mysql: 13318, dashboard: 13320 }, FILES);

beforeAll(async () => {
  await stack.remove();
  await stack.up();
});

afterAll(async () => {
  await stack.remove();
});

it('the stack runs the pipeline without ZooKeeper', async () => {
  const services = (await stack.compose('config', '--services')).trim().split('\n').sort();
  expect(services).toEqual([
    'consumer',
    'dashboard',
    'kafka',
    'maintenance',
    'migrator',
    'mysql_db',
    'notifier',
    'producer',
    'secrets',
  ]);
  await stack.line('consumer', /⚠️ Alert Saved: /);
  await expectNothingLost(stack);
});

it('the stack continues with its data after down and up', async () => {
  const before = await stack.counts();
  await stack.compose('down');
  await stack.up();
  await stack.progress();
  expect((await stack.counts()).read).toBeGreaterThan(before.read);
  await expectNothingLost(stack);
});
