import { describe, expect, it } from '@jest/globals';
import { kafkaProperties, zookeeperProperties } from './server-properties.ts';

describe('kafkaProperties', () => {
  it('listens on this machine only, and tells clients the same address', () => {
    expect(kafkaProperties({ kafka: 19092, zookeeper: 12181 }, '/data', {})).toMatchObject({
      listeners: 'PLAINTEXT://127.0.0.1:19092',
      'advertised.listeners': 'PLAINTEXT://127.0.0.1:19092',
      'zookeeper.connect': '127.0.0.1:12181',
      'log.dirs': '/data',
      'auto.create.topics.enable': 'false',
    });
  });

  it('lets settings replace its own', () => {
    const overrides = { 'auto.create.topics.enable': 'true', 'log.retention.ms': '1000' };
    expect(kafkaProperties({ kafka: 1, zookeeper: 2 }, '/data', overrides)).toMatchObject(overrides);
  });
});

describe('zookeeperProperties', () => {
  it('listens on this machine only, without the web server', () => {
    expect(zookeeperProperties(12181, '/data')).toMatchObject({
      clientPort: 12181,
      clientPortAddress: '127.0.0.1',
      'admin.enableServer': 'false',
    });
  });
});
