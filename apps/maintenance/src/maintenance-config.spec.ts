import { describe, expect, it } from '@jest/globals';
import { loadSettings } from '@weather/service-runtime';
import { MaintenanceConfig } from './maintenance-config.ts';

const load = (RETENTION_DAYS: string): number =>
  loadSettings({ maintenance: MaintenanceConfig }, { RETENTION_DAYS }).maintenance.retentionDays;

describe('RETENTION_DAYS', () => {
  it('keeps all readings by default', () => {
    expect(load('')).toBe(0);
  });

  it('is 0, or longer than readings may be late', () => {
    expect(load('2')).toBe(2);
    expect(() => load('1')).toThrow(
      'RETENTION_DAYS="1" is invalid; expected 0, or an integer from 2 to 36500',
    );
    expect(() => load('-1')).toThrow('RETENTION_DAYS="-1"');
  });
});
