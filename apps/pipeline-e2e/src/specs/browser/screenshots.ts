import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WORKSPACE } from '../../support/stack/workspace.ts';
import { afterAll, beforeAll, it } from '@jest/globals';
import { MS_PER_DAY } from '@weather/weather-schema';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { DashboardRun } from '../../support/browser/dashboard-run.ts';

const IMAGES = join(WORKSPACE, 'docs/images');
const STATIONS = 24;
const INTERVAL_MS = 300_000;
const HISTORY = (STATIONS * MS_PER_DAY) / INTERVAL_MS;
const LIVE_INTERVAL_MS = '2000';
const DESKTOP = { width: 1080, height: 660 };
const PHONE = { width: 390, height: 844 };

let run: DashboardRun;

beforeAll(async () => {
  run = await DashboardRun.start();
  const history = run.stack.app('producer', {
    SIMULATION_START: new Date(Date.now() - MS_PER_DAY).toISOString(),
    SIMULATION_INTERVAL_MS: String(INTERVAL_MS),
    SIMULATION_COUNT: String(HISTORY),
    SIMULATION_SPEED: 'max',
  });
  await history.exitedWith(0);
  await run.stack.consumed(HISTORY);
  run.stack.app('producer', { SIMULATION_INTERVAL_MS: LIVE_INTERVAL_MS });
  await run.stack.readAtLeast(HISTORY + STATIONS);
});

afterAll(() => run.stop());

async function open(view: string, options: BrowserContextOptions): Promise<Page> {
  const { page } = await run.open(view, options);
  await page.getByText('Live', { exact: true }).waitFor();
  return page;
}

/** Takes a screenshot; a plot is drawn a frame after its text. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  await mkdir(IMAGES, { recursive: true });
  await page.screenshot({ path: join(IMAGES, `dashboard-${name}.png`) });
}

it.each(['light', 'dark'] as const)('takes a screenshot of the map, %s', async (colorScheme) => {
  const page = await open('', { viewport: DESKTOP, colorScheme });
  await page.getByRole('heading', { name: `${STATIONS} stations` }).waitFor();
  await take(page, colorScheme);
});

it('takes a screenshot of a station on a phone', async () => {
  const page = await open('#/stations/juba', { viewport: PHONE, colorScheme: 'light' });
  const series = page.waitForResponse(/\/series\?quantity=temperature/);
  await page.getByRole('button', { name: '24 h' }).click();
  await series;
  // Yesterday's readings are drawn when the day that is shown has its lowest one, which was at night.
  await page.getByText(/min 2\d/).waitFor();
  await take(page, 'phone');
});
