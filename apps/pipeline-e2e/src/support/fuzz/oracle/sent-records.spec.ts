import { describe, expect, it } from '@jest/globals';
import type { Reading } from '@weather/weather-schema';
import { digestValue, SentRecords, type Outcome } from './sent-records.ts';

const sent: Reading = { stationId: 'roof', observedAt: 0, temperature: 20 };
const other: Reading = { ...sent, temperature: 21 };
const value = Buffer.from('a valid record');

const stored = (...readings: Reading[]): Outcome => ({
  readings,
  alerts: [],
  deadLetters: new Map(),
  read: 1,
});

function sentRecords(): SentRecords {
  const records = new SentRecords();
  records.add({ key: 'roof', value }, sent, 'stream');
  return records;
}

describe('SentRecords', () => {
  it('accepts a reading that is stored as it was sent', () => {
    expect(sentRecords().compare(stored(sent))).toMatchObject({ lost: [], doubled: [], wrong: [] });
  });

  it('finds a reading with other values, and one that is not stored', () => {
    expect(sentRecords().compare(stored(other)).wrong).toHaveLength(1);
    expect(sentRecords().compare(stored()).lost).toHaveLength(1);
  });

  it('finds a valid record among the dead letters', () => {
    const outcome = { ...stored(sent), deadLetters: new Map([[digestValue(value), 1]]) };
    expect(sentRecords().compare(outcome).doubled).toHaveLength(1);
  });

  it('accepts any values of a station that a damaged batch may have changed, but not its absence', () => {
    const records = sentRecords();
    records.addUncertainStation('roof');
    expect(records.compare(stored(other))).toMatchObject({ lost: [], doubled: [], wrong: [] });
    expect(records.compare(stored()).lost).toHaveLength(1);
  });
});
