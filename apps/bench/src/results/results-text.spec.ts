import { describe, expect, it } from '@jest/globals';
import { check, resolveConfig } from 'prettier';
import type { Report } from './report.ts';
import { resultsPlot } from './results-plot.ts';
import { resultsText, withNotes } from './results-text.ts';
import { createRun } from '../testing/sample-runs.ts';

const REPORT: Report = {
  environment: {
    at: '2026-01-02T03:04:05.000Z',
    machine: '2 × a processor, 24 GiB',
    versions: ['Node 24.21.0', 'Kafka 3.9.2'],
    command: 'npx nx bench bench',
  },
  stages: [
    { name: 'consume', title: 'Kafka to database' },
    { name: 'latency', title: 'Latency' },
  ],
  runs: [
    createRun('consume', 'consumer', { events: 90_000 }),
    createRun('consume', 'bare-loop', { events: 100_000, complete: false }),
    createRun('latency', 'consumer-at-1000', { latency: { p50: 4.5, p99: 18.25, max: 40 } }),
    createRun('latency', 'bare-loop-at-1000', { latency: { p50: 4, p99: 10, max: 12 } }),
  ],
  missing: [{ stage: 'consume', candidate: 'connect-upsert', reason: 'no Java\nat all' }],
  profiles: [{ title: 'Profile of the consumer', lines: [{ where: 'kafkajs', share: 0.25 }] }],
};

describe('resultsText', () => {
  const text = resultsText(REPORT);

  it('describes the date, the machine and the command', () => {
    expect(text).toContain('2026-01-02, 2 × a processor, 24 GiB');
    expect(text).toContain('Node 24.21.0, Kafka 3.9.2');
    expect(text).toContain('`npx nx bench bench`');
  });

  it('compares the ratios with their goals', () => {
    expect(text).toMatch(/consumer \/ bare loop, rows\/s +\| +≥ 0.95 × \| +0.90 × \| \*\*not yet\*\*/);
    expect(text).toMatch(/p99, consumer \/ bare loop +\| +≤ 1.5 × \| +1.8[23] × \| \*\*not yet\*\*/);
  });

  it('has a row for each candidate, and reports incomplete and skipped ones', () => {
    expect(text).toMatch(/the consumer +\| +90,000 \|/);
    expect(text).toContain('the bare-loop (**incomplete**)');
    expect(text).toMatch(/consume connect-upsert \| no Java \|/);
    expect(text).toMatch(/kafkajs +\| +25.0 % \|/);
  });

  it('is formatted as Prettier formats it', async () => {
    const config = await resolveConfig(import.meta.filename);
    expect(await check(text, { ...config, parser: 'markdown' })).toBe(true);
  });
});

describe('withNotes', () => {
  it('keeps the handwritten notes', () => {
    expect(withNotes('new\n', 'old\n\n## Notes\n\nbecause\n')).toBe('new\n\n## Notes\n\nbecause\n');
    expect(withNotes('new\n', '')).toBe('new\n');
  });
});

describe('resultsPlot', () => {
  const plot = resultsPlot(REPORT);

  it('draws a bar for each rate, the longest over the full width', () => {
    const widths = [...plot.matchAll(/<rect class="(\w+)" [^>]*width="(\d+)"/g)].map(([, kind, width]) => [
      kind,
      Number(width),
    ]);
    expect(widths).toEqual([
      ['own', 333],
      ['other', 370],
    ]);
  });

  it('escapes titles', () => {
    const [first] = REPORT.runs;
    const runs = first === undefined ? [] : [{ ...first, title: 'a < b & c' }];
    expect(resultsPlot({ ...REPORT, runs })).toContain('a &lt; b &amp; c');
  });
});
