import { describe, expect, it } from '@jest/globals';
import { UsageError } from '@weather/service-runtime';
import { dashboardPort, dataDirectoryOf, namedFile, userPath } from './surroundings.ts';

const underNpm = { environment: { INIT_CWD: '/home/me' }, workingDirectory: '/repo', appsDirectory: '/apps' };
const direct = { ...underNpm, environment: {} };
const names = { option: '--file', variable: 'REPLAY_FILE' };
const HERE = import.meta.filename;

describe('userPath', () => {
  it('is relative to where npm was called', () => {
    expect(userPath('data.csv', underNpm)).toBe('/home/me/data.csv');
    expect(userPath('data.csv', direct)).toBe('/repo/data.csv');
    expect(userPath('/data.csv', underNpm)).toBe('/data.csv');
  });
});

describe('dataDirectoryOf', () => {
  it('is in the root folder unless the option or the environment names another', () => {
    expect(dataDirectoryOf(undefined, underNpm)).toBe('/repo/.weather-data');
    expect(dataDirectoryOf('mine', underNpm)).toBe('/home/me/mine');
    const environment = { ...underNpm.environment, DEV_STACK_DATA: 'ours' };
    expect(dataDirectoryOf(undefined, { ...underNpm, environment })).toBe('/home/me/ours');
    expect(dataDirectoryOf('mine', { ...underNpm, environment })).toBe('/home/me/mine');
  });
});

describe('namedFile', () => {
  it('takes the option, or else the variable, or none', () => {
    expect(namedFile(names, HERE, direct)).toBe(HERE);
    expect(namedFile(names, undefined, { ...direct, environment: { REPLAY_FILE: HERE } })).toBe(HERE);
    expect(namedFile(names, undefined, direct)).toBeUndefined();
  });

  it('says by which name a missing file was given', () => {
    expect(() => namedFile(names, 'no.csv', direct)).toThrow(UsageError);
    expect(() => namedFile(names, 'no.csv', direct)).toThrow('--file "no.csv": there is no such file');
    expect(() => namedFile(names, undefined, { ...direct, environment: { REPLAY_FILE: 'no.csv' } })).toThrow(
      'REPLAY_FILE "no.csv": there is no such file',
    );
  });
});

describe('dashboardPort', () => {
  it('is that of the environment, or else 8090', () => {
    expect(dashboardPort({})).toEqual({ env: 'DASHBOARD_PORT', port: 8090 });
    expect(dashboardPort({ DASHBOARD_PORT: '' }).port).toBe(8090);
    expect(dashboardPort({ DASHBOARD_PORT: '0' }).port).toBe(0);
  });
});
