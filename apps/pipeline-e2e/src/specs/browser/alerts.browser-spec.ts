import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import { DashboardRun, type SentReading } from '../../support/browser/dashboard-run.ts';
import type { WatchedPage } from '../../support/browser/watched-page.ts';

const NOW = Date.now();
const STATIONS = ['roof', 'yard', 'hill'];
/** Around the threshold of 30 °C: a greater change within minutes would be a fault of the sensor. */
const HOT = 31;
const MILD = 29;

let run: DashboardRun;
let watched: WatchedPage;

const at = (minute: number): string => new Date(NOW - minute * MS_PER_MINUTE).toISOString();
const measured = (stationId: string, minute: number, temperature: number): SentReading => ({
  stationId,
  observedAt: at(minute),
  temperature,
});

beforeAll(async () => {
  run = await DashboardRun.start();
  const readings = STATIONS.flatMap((station) => [measured(station, 9, HOT), measured(station, 6, MILD)]);
  readings.push(measured('roof', 3, HOT));
  await run.send(...readings);
  await run.stack.consumed(readings.length);
  watched = await run.open('#/alerts');
});

afterAll(() => run.stop());

/** The rows of the list, without its head. */
async function expectRows(count: number): Promise<void> {
  const rows = watched.page.getByRole('main').getByRole('row').filter({ hasText: 'high-temperature' });
  await eventually(async () => expect(await rows.count()).toBe(count));
}

describe('the list of alerts', () => {
  it('has all alerts, newest first', async () => {
    await expectRows(STATIONS.length + 1);
    const first = watched.page.getByRole('row').filter({ hasText: 'high-temperature' }).first();
    expect(await first.textContent()).toMatch(/roof/);
  });

  it('shows the alerts that match a filter, which the address of the page keeps', async () => {
    const { page } = watched;
    await page.getByLabel('State').selectOption('firing');
    await expectRows(1);
    await page.reload();
    await expectRows(1);
    await page.getByLabel('State').selectOption('resolved');
    await expectRows(STATIONS.length);
    await page.getByLabel('Station').fill('hill');
    await page.getByLabel('Station').press('Enter');
    await expectRows(1);
  });

  it('gives the same rows as a CSV file', async () => {
    const { page } = watched;
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /CSV/ }).click();
    const file = await (await download).path();
    const [head = '', ...rows] = (await readFile(file, 'utf8')).trimEnd().split(/\r?\n/);
    expect(head).toMatch(/^station,rule,/);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/^hill,high-temperature,/);
    expect(watched.faults).toEqual([]);
  });
});
