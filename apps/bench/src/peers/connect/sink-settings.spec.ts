import { describe, expect, it } from '@jest/globals';
import { sinkSettings, requiredTable } from './sink-settings.ts';

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
