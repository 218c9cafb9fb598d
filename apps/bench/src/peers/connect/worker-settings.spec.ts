import { describe, expect, it } from '@jest/globals';
import { readingSchema } from './reading-schema.ts';
import { workerSettings } from './worker-settings.ts';

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
