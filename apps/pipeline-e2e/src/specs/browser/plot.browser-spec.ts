import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import type { Locator } from 'playwright-core';
import { DashboardRun, type SentReading } from '../../support/browser/dashboard-run.ts';
import type { WatchedPage } from '../../support/browser/watched-page.ts';

const READINGS = 100_000;
const CONSUME_DEADLINE_MS = 120_000;
const DRAG_STEPS = 10;
/** Readings of the last 31 days lie between 10 and 15 °C, older ones between −5 and 0 °C. */
const RECENT = (31 * 86_400_000) / MS_PER_MINUTE;
const RECENT_BASE = 10;
const OLDER_BASE = -5;
/** Rises and falls by a tenth of a degree each minute, over five degrees. */
const HALF_PERIOD = 50;
const TENTHS = 10;

const NOW = Date.now();
const MOST = 0.8;
/** The share of a plot's pixel columns that contain its line, the only blue part. */
const COLUMNS_OF_LINE = `(() => {
  const canvas = document.querySelector('.plot canvas');
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, width, height);
  const columns = new Set();
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [red, , blue] = data.subarray(4 * pixel, 4 * pixel + 4);
    if (blue > 100 && blue > 2 * red) columns.add(pixel % width);
  }
  return columns.size / width;
})()`;

let run: DashboardRun;
let watched: WatchedPage;
let temperature: Locator;

function readingOf(minutesAgo: number): SentReading {
  const phase = minutesAgo % (2 * HALF_PERIOD);
  const tenths = Math.min(phase, 2 * HALF_PERIOD - phase);
  const base = minutesAgo < RECENT ? RECENT_BASE : OLDER_BASE;
  return {
    stationId: 'lighthouse',
    observedAt: new Date(NOW - minutesAgo * MS_PER_MINUTE).toISOString(),
    temperature: base + tenths / TENTHS,
  };
}

beforeAll(async () => {
  run = await DashboardRun.start();
  await run.send(...Array.from({ length: READINGS }, (_, index) => readingOf(READINGS - 1 - index)));
  await run.stack.consumed(READINGS, CONSUME_DEADLINE_MS);
  watched = await run.open('#/stations/lighthouse');
  temperature = watched.page.getByRole('region', { name: /^Temperature/ });
});

afterAll(() => run.stop());

/** Waits until the plot names a range of values, and its line spans nearly all of its width. */
async function expectShown(range: string): Promise<void> {
  await temperature.getByText(range).waitFor();
  await eventually(async () =>
    expect(await watched.page.evaluate<number>(COLUMNS_OF_LINE)).toBeGreaterThan(MOST),
  );
}

/** Drags the plot by nearly its width, towards earlier readings. */
async function dragToEarlier(): Promise<void> {
  const box = await temperature.locator('canvas').boundingBox();
  if (box === null) throw new Error('there is no plot');
  const { mouse } = watched.page;
  const [y, left, right] = [box.y + box.height / 2, box.x + box.width / 5, box.x + (4 * box.width) / 5];
  await mouse.move(left, y);
  await mouse.down();
  await mouse.move(right, y, { steps: DRAG_STEPS });
  await mouse.up();
}

describe('the plot of 100,000 readings', () => {
  it('shows the values of a month', async () => {
    await watched.page.getByRole('button', { name: '30 d' }).click();
    await expectShown('min 10.0 · max 15.0');
  });

  it('shows the values of the period that it is dragged to', async () => {
    await dragToEarlier();
    await expectShown('min −5.0 · max 15.0');
    await watched.page.getByRole('button', { name: 'Earlier' }).click();
    await expectShown('min −5.0 · max 0.0');
  });

  it('shows all of them at once', async () => {
    await watched.page.getByRole('button', { name: 'Now' }).click();
    await watched.page.getByRole('button', { name: 'Zoom out' }).click();
    await watched.page.getByRole('button', { name: 'Zoom out' }).click();
    await temperature.getByText('min −5.0 · max 15.0').waitFor();
    expect(watched.faults).toEqual([]);
  });
});
