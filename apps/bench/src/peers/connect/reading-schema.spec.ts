import { describe, expect, it } from '@jest/globals';
import { loadReading } from '../../load/load-reading.ts';
import { readingSchema } from './reading-schema.ts';

interface Schema {
  readonly fields: readonly { readonly field: string; readonly type: string; readonly name?: string }[];
}

describe('readingSchema', () => {
  const { fields } = JSON.parse(readingSchema()) as Schema;

  it('has the fields of a reading with their types', () => {
    const reading = Object.entries(loadReading(0));
    const types = reading.map(([field, value]) => [field, typeof value === 'number' ? 'double' : 'string']);
    expect(fields.map(({ field, type }) => [field, type])).toEqual(types);
  });

  it('declares the timestamp as one, so that it becomes a DATETIME', () => {
    const named = fields.filter(({ name }) => name !== undefined);
    expect(named).toMatchObject([{ field: 'observedAt', name: 'io.debezium.time.ZonedTimestamp' }]);
  });
});
