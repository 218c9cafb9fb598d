import { describe, expect, it } from '@jest/globals';
import { findMetricIssues } from './metric-faults.ts';

const GOOD = { name: 'weather_sent_total', type: 'counter', help: 'Sent.', labelNames: ['topic'] };

describe('findMetricIssues', () => {
  it.each([
    [{ name: 'sent_total' }, 'the name is not weather_ and words of a-z and 0-9'],
    [{ name: 'weather_Sent_total' }, 'the name is not weather_ and words of a-z and 0-9'],
    [{ name: 'weather_sent' }, 'counters, and nothing else, end with _total'],
    [{ type: 'gauge' }, 'counters, and nothing else, end with _total'],
    [{ name: 'weather_sent_sum', type: 'gauge' }, 'the suffix is that of a part of a histogram'],
    [{ name: 'weather_busy_ms_total' }, 'the unit is no base unit'],
    [{ name: 'weather_hours_summarised_total' }, 'the unit is no base unit'],
    [{ help: ' ' }, 'there is no help'],
    [{ labelNames: ['topic', 'le'] }, 'a label is reserved, or not words of a-z and 0-9'],
    [{ labelNames: ['Topic'] }, 'a label is reserved, or not words of a-z and 0-9'],
  ])('finds what is wrong with %j', (change, broken) => {
    const metric = { ...GOOD, ...change };
    expect(findMetricIssues([metric])).toEqual([`${metric.name}: ${broken}`]);
  });

  it('finds nothing wrong with what is right', () => {
    expect(findMetricIssues([GOOD, { ...GOOD, name: 'weather_lag_records', type: 'gauge' }])).toEqual([]);
  });
});
