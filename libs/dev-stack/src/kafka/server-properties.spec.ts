import { describe, expect, it } from '@jest/globals';
import { kafkaProperties, zookeeperProperties } from './server-properties.ts';

const ALONE = { id: 1, port: 19092, zookeeperPort: 12181, clusterSize: 1 };

describe('kafkaProperties', () => {
  it('listens on this machine only, and tells clients the same address', () => {
    expect(kafkaProperties(ALONE, '/data', {})).toMatchObject({
      listeners: 'PLAINTEXT://127.0.0.1:19092',
      'advertised.listeners': 'PLAINTEXT://127.0.0.1:19092',
      'zookeeper.connect': '127.0.0.1:12181',
      'log.dirs': '/data',
      'auto.create.topics.enable': 'false',
    });
  });

  it('keeps one copy of everything on one broker, and loses nothing with one of three', () => {
    expect(kafkaProperties(ALONE, '/data', {})).toMatchObject({
      'broker.id': 1,
      'offsets.topic.replication.factor': 1,
      'min.insync.replicas': 1,
      'transaction.state.log.min.isr': 1,
    });
    expect(kafkaProperties({ ...ALONE, id: 2, clusterSize: 3 }, '/data', {})).toMatchObject({
      'broker.id': 2,
      'offsets.topic.replication.factor': 3,
      'min.insync.replicas': 2,
      'transaction.state.log.min.isr': 2,
    });
  });

  it('lets settings replace its own', () => {
    const overrides = { 'auto.create.topics.enable': 'true', 'log.retention.ms': '1000' };
    expect(kafkaProperties(ALONE, '/data', overrides)).toMatchObject(overrides);
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
