import { describe, expect, it } from '@jest/globals';
import { useSink, WRITE_METHODS } from '../../support/stack/use-sink.ts';
import { useTables } from '../../support/stack/use-stack.ts';

const tables = useTables();

describe.each(WRITE_METHODS)('the sink with $name', (writeMethod) => {
  const test = useSink(tables, writeMethod);

  it('names the readings that the database rejects, and writes nothing of the batch', async () => {
    await tables.stack.query(
      'ALTER TABLE reading ADD CONSTRAINT dry CHECK (humidity IS NULL OR humidity < 90)',
    );
    try {
      const list = test.makeReadings(20, (index) => ({ humidity: index === 7 || index === 19 ? 95 : 50 }));
      const result = await test.store({ readings: list });
      expect(result).toMatchObject({ kind: 'rejected' });
      const rejected = result.kind === 'rejected' ? result.rejected : [];
      expect(rejected.map(({ reading }) => reading.observedAt)).toEqual([
        list[7]?.observedAt,
        list[19]?.observedAt,
      ]);
      expect(rejected.every(({ message }) => message.includes('dry'))).toBe(true);
      expect(await test.findStored()).toEqual([]);
      expect(await test.loadCommittedOffset()).toBeNull();
    } finally {
      await tables.stack.query('ALTER TABLE reading DROP CONSTRAINT dry');
    }
  });

  it.each([
    ['warning_temperatures', 'NEW.temperature = 41'],
    ['station', "NEW.station_id LIKE '%-3'"],
    ['alert_episode', 'NEW.peak_value > 40'],
  ])('names the reading whose row of %s a trigger rejects', async (table, condition) => {
    await tables.stack.query(
      `CREATE TRIGGER reject_row BEFORE INSERT ON ${table} FOR EACH ROW
       IF ${condition} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not this one'; END IF`,
    );
    try {
      const list = test.makeReadings(20, (index) => ({
        stationId: `${test.stationId}-${table}-${index}`,
        temperature: index === 3 ? 41 : 35,
      }));
      const result = await test.store({ readings: list });
      expect(result).toMatchObject({ kind: 'rejected' });
      const found = result.kind === 'rejected' ? result.rejected : [];
      expect(found.map(({ reading }) => reading)).toEqual([list[3]]);
      expect(found[0]?.message).toContain('not this one');
      expect(await test.loadCommittedOffset()).toBeNull();
      const others = list.filter((_, index) => index !== 3);
      expect(await test.store({ readings: others, deadLettered: 1 })).toMatchObject({
        kind: 'stored',
        stored: 19,
      });
    } finally {
      await tables.stack.query('DROP TRIGGER reject_row');
    }
  });

  it('names a reading whose value the database would change', async () => {
    await tables.stack.query('ALTER TABLE reading MODIFY humidity TINYINT UNSIGNED NULL');
    try {
      const list = test.makeReadings(3, (index) => ({ humidity: index === 1 ? 300 : 50 }));
      const result = await test.store({ readings: list });
      const rejected = result.kind === 'rejected' ? result.rejected : [];
      expect(rejected.map(({ reading }) => reading.humidity)).toEqual([300]);
      expect(await test.findStored()).toEqual([]);
    } finally {
      await tables.stack.query('ALTER TABLE reading MODIFY humidity DOUBLE NULL');
    }
  });
});
