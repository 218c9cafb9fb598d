import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DashboardRun } from '../../support/browser/dashboard-run.ts';
import type { WatchedPage } from '../../support/browser/watched-page.ts';

const CITY = '<img src=x onerror="alert(1)"><b>Bold</b>';
const RECORD = '{"stationId":"<script>alert(2)</script>"}';
const KEY = '"><svg onload=alert(3)>';
const OBSERVED_AT = new Date().toISOString();

let run: DashboardRun;
let watched: WatchedPage;

beforeAll(async () => {
  run = await DashboardRun.start();
  await run.send({ stationId: 'hostile', city: CITY, observedAt: OBSERVED_AT, temperature: 44 });
  await run.sendText(KEY, RECORD);
  await run.stack.consumed(2);
  watched = await run.open();
});

afterAll(() => run.stop());

/** Counts the elements that would exist if the text were taken for markup. */
async function countElements(): Promise<number> {
  return await watched.page.locator('main').locator('script, img, b, [onload], [onerror]').count();
}

async function expectNoElements(): Promise<void> {
  expect(await countElements()).toBe(0);
  expect(watched.faults).toEqual([]);
}

describe('markup from outside', () => {
  it('is text in the list of stations and on the map', async () => {
    await watched.page.getByRole('row').getByText(CITY).waitFor();
    await expectNoElements();
  });

  it('is text in the view of the station', async () => {
    await watched.show('#/stations/hostile');
    await watched.page.getByRole('main').getByText(CITY).first().waitFor();
    await expectNoElements();
  });

  it('is text in the list of alerts', async () => {
    await watched.show('#/alerts');
    await watched.page.getByRole('row', { name: /hostile|Bold/ }).waitFor();
    await expectNoElements();
  });

  it('is text in the dead letters', async () => {
    await watched.show('#/pipeline');
    await watched.page.getByText(RECORD).first().waitFor();
    await watched.page.getByText(KEY).first().waitFor();
    await expectNoElements();
  });

  it('is text in the address of a page', async () => {
    await watched.show(`#/stations/${encodeURIComponent(CITY)}`);
    await watched.page.getByRole('heading', { name: CITY }).waitFor();
    expect(await countElements()).toBe(0);
    expect(watched.faults.filter((fault) => !fault.includes('404 (Not Found)'))).toEqual([]);
  });
});
