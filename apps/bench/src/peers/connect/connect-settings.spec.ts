import { describe, expect, it } from '@jest/globals';
import { loadReading } from '../../load/load-reading.ts';
import { readingSchema, requiredTable, sinkSettings, workerSettings } from './connect-settings.ts';

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

describe('workerSettings', () => {
  it('configures one schema for all messages', () => {
    const settings = workerSettings({
      brokers: ['127.0.0.1:1', '127.0.0.1:2'],
      restPort: 8083,
      plugins: '/cache/debezium',
      offsetsFile: '/scratch/offsets',
    });
    expect(settings).toMatchObject({
      'bootstrap.servers': '127.0.0.1:1,127.0.0.1:2',
      'value.converter.schemas.enable': 'true',
      'value.converter.schema.content': readingSchema(),
      'offset.storage.file.filename': '/scratch/offsets',
      listeners: 'http://127.0.0.1:8083',
      'plugin.path': '/cache/debezium',
    });
  });
});

const DATABASE = { host: '127.0.0.1', port: 3307, database: 'weather_db', user: 'admin', password: 'secret' };
const PLACE = { name: 'connect-1', topic: 'load', table: 'peer_reading_keyed', database: DATABASE };

describe('sinkSettings', () => {
  it('stores a reading once in upsert mode, by station and timestamp', () => {
    expect(sinkSettings('upsert', PLACE)).toMatchObject({
      'insert.mode': 'upsert',
      'primary.key.mode': 'record_value',
      'primary.key.fields': 'stationId,observedAt',
    });
  });

  it('has no key in plain insert mode', () => {
    const settings = sinkSettings('insert', PLACE);
    expect(settings).toMatchObject({ 'insert.mode': 'insert', 'primary.key.mode': 'none' });
    expect(settings).not.toHaveProperty('primary.key.fields');
  });

  it('reads the topic from its beginning into the table, in batches as large as a poll', () => {
    const settings = sinkSettings('upsert', PLACE);
    expect(settings).toMatchObject({
      name: 'connect-1',
      topics: 'load',
      'collection.name.format': 'peer_reading_keyed',
      'consumer.override.auto.offset.reset': 'earliest',
      'connection.username': 'admin',
      'connection.password': 'secret',
    });
    expect(settings['connection.url']).toMatch(/^jdbc:mariadb:\/\/127\.0\.0\.1:3307\/weather_db\?/);
    expect(settings['batch.size']).toBe(settings['consumer.override.max.poll.records']);
  });
});

describe('requiredTable', () => {
  it('selects a table that accepts duplicates for the plain insert mode', () => {
    expect([requiredTable('upsert'), requiredTable('insert')]).toEqual(['keyed', 'appended']);
  });
});
