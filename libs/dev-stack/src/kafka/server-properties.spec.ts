import { describe, expect, it } from '@jest/globals';
import { controllerProperties, kafkaProperties, zookeeperProperties } from './server-properties.ts';

const ALONE = { id: 1, port: 19092, line: '3', coordinatorPort: 12181, clusterSize: 1 } as const;

describe('kafkaProperties', () => {
  it('listens on this machine only, and advertises the same address', () => {
    expect(kafkaProperties(ALONE, '/data', {})).toMatchObject({
      listeners: 'PLAINTEXT://127.0.0.1:19092',
      'advertised.listeners': 'PLAINTEXT://127.0.0.1:19092',
      'zookeeper.connect': '127.0.0.1:12181',
      'log.dirs': '/data',
      'auto.create.topics.enable': 'false',
    });
  });

  it('keeps one replica on one broker, and survives the loss of one broker of three', () => {
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

  it('gives precedence to the overrides', () => {
    const overrides = { 'auto.create.topics.enable': 'true', 'log.retention.ms': '1000' };
    expect(kafkaProperties(ALONE, '/data', overrides)).toMatchObject(overrides);
  });
});

describe('the properties of Kafka 4', () => {
  const broker = (overrides = {}): object => kafkaProperties({ ...ALONE, line: '4' }, '/data', overrides);

  it('connect the broker and the controller', () => {
    const quorum = {
      'controller.quorum.voters': '1000@127.0.0.1:12181',
      'controller.listener.names': 'CONTROLLER',
    };
    expect(broker()).toMatchObject({ ...quorum, 'process.roles': 'broker', 'node.id': 1 });
    expect(broker()).not.toHaveProperty('zookeeper.connect');
    expect(controllerProperties(12181, 1, '/data', {})).toMatchObject({
      ...quorum,
      'process.roles': 'controller',
      'node.id': 1000,
      listeners: 'CONTROLLER://127.0.0.1:12181',
    });
  });

  it('give the controller the default of min.insync.replicas, which overrides that of the brokers', () => {
    expect(controllerProperties(12181, 1, '/data', {})).toMatchObject({ 'min.insync.replicas': 1 });
    expect(controllerProperties(12181, 3, '/data', {})).toMatchObject({ 'min.insync.replicas': 2 });
  });

  it('add the listener of the controller to other listeners', () => {
    const protocols = { 'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT' };
    expect(broker(protocols)).toMatchObject({
      'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT',
    });
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
