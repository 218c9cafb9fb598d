import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@weather/service-runtime';
import { brokerName, DataDirectory } from './data-directory.ts';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'data-'));
});

afterEach(() => rm(parent, { recursive: true }));

describe('DataDirectory', () => {
  it('creates a missing folder, and adopts it again', async () => {
    const data = new DataDirectory(join(parent, 'new', 'folder'));
    await data.prepare();
    await data.prepare();
    expect(await readdir(data.path)).toEqual(expect.arrayContaining(['logs', 'run', 'secrets']));
  });

  it('neither uses nor erases a folder with other contents', async () => {
    await writeFile(join(parent, 'thesis.txt'), 'important');
    const data = new DataDirectory(parent);
    await expect(data.prepare()).rejects.toThrow(ConfigurationError);
    await expect(data.erase()).rejects.toThrow('holds other files');
    expect(await readdir(parent)).toEqual(['thesis.txt']);
  });

  it('names the setting when the folder cannot be created', async () => {
    await writeFile(join(parent, 'file'), '');
    const data = new DataDirectory(join(parent, 'file', 'below'));
    await expect(data.prepare()).rejects.toThrow('DEV_STACK_DATA: ');
  });

  it('finds the brokers of an earlier start by their files, the first of which has no number', async () => {
    const data = new DataDirectory(join(parent, 'data'));
    await data.prepare();
    for (const id of [1, 2, 3]) await writeFile(data.serverFiles(brokerName(id)).pidFile, '{}');
    await writeFile(data.serverFiles('zookeeper').pidFile, '{}');
    expect((await data.findStartedBrokers()).sort()).toEqual(['kafka', 'kafka-2', 'kafka-3']);
    expect(data.folder(brokerName(1))).toBe(join(data.path, 'kafka'));
  });

  it('belongs to one release line of Kafka until it is erased', async () => {
    const data = new DataDirectory(join(parent, 'data'));
    await data.prepare();
    await data.requireCoordinator('controller');
    await mkdir(data.folder('zookeeper'));
    await data.requireCoordinator('zookeeper');
    await expect(data.requireCoordinator('controller')).rejects.toThrow('DEV_STACK_KAFKA: ');
    await data.erase();
    await data.requireCoordinator('controller');
  });

  it('erases the data and the passwords, and keeps its marker and its owner', async () => {
    const data = new DataDirectory(join(parent, 'data'));
    await data.prepare();
    await mkdir(data.folder('mariadb'));
    await writeFile(join(data.folder('secrets'), 'weather_reader'), 'x');
    await writeFile(join(data.folder('run'), 'owner-1-2.json'), '{}');
    await data.erase();
    expect((await readdir(data.path)).sort()).toEqual([
      'conf',
      'logs',
      'run',
      'secrets',
      'tmp',
      'weather-data.json',
    ]);
    expect(await readdir(data.folder('secrets'))).toEqual([]);
    expect(await readdir(data.folder('run'))).toEqual(['owner-1-2.json']);
  });
});
