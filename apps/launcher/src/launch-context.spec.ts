import { describe, expect, it } from '@jest/globals';
import { UsageError } from '@weather/service-runtime';
import { dashboardPort, resolveDataDirectory, resolveFile, resolveUserPath } from './launch-context.ts';

const underNpm = { environment: { INIT_CWD: '/home/me' }, workingDirectory: '/repo', appsDirectory: '/apps' };
const direct = { ...underNpm, environment: {} };
const names = { option: '--file', variable: 'REPLAY_FILE' };
const HERE = import.meta.filename;

describe('resolveUserPath', () => {
  it('is relative to the folder where npm was called', () => {
    expect(resolveUserPath('data.csv', underNpm)).toBe('/home/me/data.csv');
    expect(resolveUserPath('data.csv', direct)).toBe('/repo/data.csv');
    expect(resolveUserPath('/data.csv', underNpm)).toBe('/data.csv');
  });
});

describe('resolveDataDirectory', () => {
  it('is in the root folder unless the option or the environment names another', () => {
    expect(resolveDataDirectory(undefined, underNpm)).toBe('/repo/.weather-data');
    expect(resolveDataDirectory('mine', underNpm)).toBe('/home/me/mine');
    const environment = { ...underNpm.environment, DEV_STACK_DATA: 'ours' };
    expect(resolveDataDirectory(undefined, { ...underNpm, environment })).toBe('/home/me/ours');
    expect(resolveDataDirectory('mine', { ...underNpm, environment })).toBe('/home/me/mine');
  });
});

describe('resolveFile', () => {
  it('uses the option, or else the variable, or neither', () => {
    expect(resolveFile(names, HERE, direct)).toBe(HERE);
    expect(resolveFile(names, undefined, { ...direct, environment: { REPLAY_FILE: HERE } })).toBe(HERE);
    expect(resolveFile(names, undefined, direct)).toBeUndefined();
  });

  it('names the option or variable of a missing file', () => {
    expect(() => resolveFile(names, 'no.csv', direct)).toThrow(UsageError);
    expect(() => resolveFile(names, 'no.csv', direct)).toThrow('--file "no.csv": no such file');
    expect(() =>
      resolveFile(names, undefined, { ...direct, environment: { REPLAY_FILE: 'no.csv' } }),
    ).toThrow('REPLAY_FILE "no.csv": no such file');
  });
});

describe('dashboardPort', () => {
  it('comes from the environment and is 8090 by default', () => {
    expect(dashboardPort({})).toEqual({ env: 'DASHBOARD_PORT', port: 8090 });
    expect(dashboardPort({ DASHBOARD_PORT: '' }).port).toBe(8090);
    expect(dashboardPort({ DASHBOARD_PORT: '0' }).port).toBe(0);
  });
});
