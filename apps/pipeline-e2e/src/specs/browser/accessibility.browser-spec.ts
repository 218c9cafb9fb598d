import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { graveFindings } from '../../support/browser/accessibility.ts';
import { DashboardRun } from '../../support/browser/dashboard-run.ts';

const NARROW = { width: 320, height: 640 };
const VIEWS = [
  ['the stations', ''],
  ['a station', '#/stations/roof'],
  ['the alerts', '#/alerts'],
  ['the pipeline', '#/pipeline'],
] as const;
/** Enough for the header of a page and the first station. */
const MAX_TABS = 40;

let run: DashboardRun;

beforeAll(async () => {
  run = await DashboardRun.start();
  const observedAt = new Date().toISOString();
  await run.send(
    { stationId: 'roof', city: 'Paris', observedAt, temperature: 35.2, humidity: 40, pressure: 1008 },
    { stationId: 'paris', city: 'Paris', observedAt, temperature: 12.3, humidity: 70, pressure: 1013 },
  );
  await run.sendText('broken', '{"stationId": "a-long-record-without-a-blank-in-it-that-nobody-can-wrap"');
  await run.stack.consumed(3);
});

afterEach(() => run.closePages());

afterAll(() => run.stop());

describe.each(VIEWS)('the view of %s', (_, view) => {
  it.each(['light', 'dark'] as const)(
    'has no serious problem according to axe in the %s theme',
    async (colorScheme) => {
      const { page, faults } = await run.open(view, { colorScheme });
      await page.getByText('Live', { exact: true }).waitFor();
      expect(await graveFindings(page)).toEqual([]);
      expect(faults).toEqual([]);
    },
  );

  it('needs no horizontal scrolling on a screen of 320 px', async () => {
    const { page, faults } = await run.open(view, { viewport: NARROW });
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(NARROW.width);
    expect(faults).toEqual([]);
  });
});

describe('the keyboard', () => {
  it('opens a station, and the browser returns to the list', async () => {
    const { page } = await run.open();
    const station = page.getByRole('row').getByRole('link', { name: 'Paris' }).first();
    await station.waitFor();
    const focused = station.and(page.locator(':focus'));
    for (let tabs = 0; tabs < MAX_TABS && (await focused.count()) === 0; tabs++) {
      await page.keyboard.press('Tab');
    }
    expect(await focused.count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Paris/ }).waitFor();
    await page.goBack();
    await station.waitFor();
  });

  it('skips the header of the page', async () => {
    const { page } = await run.open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('main');
  });
});
