import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { DashboardRun } from '../../support/browser/dashboard-run.ts';

/** Generous: the test checks what is shown, and only logs how soon. */
const SHOWN_DEADLINE_MS = 30_000;

let run: DashboardRun;

beforeAll(async () => {
  run = await DashboardRun.start();
});

afterEach(() => run.closePages());

afterAll(() => run.stop());

const now = (): string => new Date().toISOString();

/** Does something, waits until it is visible, and prints how long that took. */
async function timeToShow(what: string, act: () => Promise<void>, shown: Locator): Promise<void> {
  const start = performance.now();
  await act();
  await shown.first().waitFor({ timeout: SHOWN_DEADLINE_MS });
  process.stdout.write(`${what}: shown after ${Math.round(performance.now() - start)} ms\n`);
}

describe('a page that is open', () => {
  it('shows a reading that is produced to Kafka, of a new station and of a known one', async () => {
    const { page, faults } = await run.open();
    const row = page.getByRole('row', { name: /Harbour/ });
    await timeToShow(
      'a new station',
      () => run.send({ stationId: 'harbour', city: 'Harbour', observedAt: now(), temperature: 12.5 }),
      row.getByRole('cell', { name: '12.5' }),
    );
    await timeToShow(
      'a reading',
      () => run.send({ stationId: 'harbour', city: 'Harbour', observedAt: now(), temperature: 13.7 }),
      row.getByRole('cell', { name: '13.7' }),
    );
    expect(faults).toEqual([]);
  });

  it('shows an alert in the list and at its station as it begins', async () => {
    const alerts = await run.open('#/alerts');
    const stations = await run.open();
    const alert = alerts.page.getByRole('row', { name: /high-temperature/ }).filter({ hasText: /desert/i });
    await timeToShow(
      'an alert',
      () => run.send({ stationId: 'desert', city: 'Desert', observedAt: now(), temperature: 41.5 }),
      alert.filter({ hasText: '41.5' }),
    );
    await stations.page
      .getByRole('row', { name: /Desert/ })
      .getByText('high-temperature')
      .waitFor();
    expect([...alerts.faults, ...stations.faults]).toEqual([]);
  });

  it('shows the city of a new station even if the consumer stores it later', async () => {
    const { page, faults } = await run.open();
    await page.getByText('Live', { exact: true }).waitFor();
    await run.stopConsumer();
    const row = page.getByRole('row', { name: /pier-1/ });
    const asked = page.waitForResponse(/api\/v1\/stations/);
    await run.send({ stationId: 'pier-1', city: 'Landing', observedAt: now(), temperature: 7.5 });
    await row.getByRole('cell', { name: '7.5' }).waitFor();
    await asked;
    run.startConsumer();
    await page
      .getByRole('row', { name: /Landing/ })
      .getByRole('cell', { name: '7.5' })
      .waitFor();
    expect(faults).toEqual([]);
  });

  it('reconnects after the dashboard was killed, and shows the readings since then', async () => {
    const watched = await run.open();
    const { page } = watched;
    await page.getByText('Live', { exact: true }).waitFor();
    await run.killDashboard();
    await page.getByText('Reconnecting').first().waitFor();
    await run.send({ stationId: 'harbour', city: 'Harbour', observedAt: now(), temperature: 14.9 });
    await run.startDashboard();
    await page.getByText('Live', { exact: true }).waitFor();
    await page
      .getByRole('row', { name: /Harbour/ })
      .getByRole('cell', { name: '14.9' })
      .waitFor();
    await timeToShow(
      'a reading after the restart',
      () => run.send({ stationId: 'harbour', city: 'Harbour', observedAt: now(), temperature: 15.3 }),
      page.getByRole('row', { name: /Harbour/ }).getByRole('cell', { name: '15.3' }),
    );
    expect(watched.faultsBesidesOutages()).toEqual([]);
  });

  it('shows a new dead letter in the view of the pipeline', async () => {
    const { page, faults } = await run.open('#/pipeline');
    await timeToShow(
      'a dead letter',
      () => run.sendText('broken', '{"stationId": "broken"'),
      page.getByText('{"stationId": "broken"'),
    );
    expect(faults).toEqual([]);
  });
});
