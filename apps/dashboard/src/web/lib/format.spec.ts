import { describe, expect, it } from '@jest/globals';
import {
  formatCount,
  formatRate,
  formatTemperature,
  formatValue,
  formatWithUnit,
  QUANTITIES,
  formatAgo,
  fromLocalInput,
  toLocalInput,
} from './format.ts';

const quantity = (name: string) => {
  const found = QUANTITIES.find((known) => known.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

describe('a value', () => {
  it('has the digits and the unit of its quantity', () => {
    expect(formatValue(1013.25, quantity('pressure'))).toBe('1013.3');
    expect(formatWithUnit(61.6, quantity('humidity'))).toBe('62 %');
    expect(formatWithUnit(90, quantity('windDirection'))).toBe('90°');
  });

  it('has a minus sign, but not before zero', () => {
    expect(formatTemperature(-3.21)).toBe('−3.2 °C');
    expect(formatTemperature(-0.04)).toBe('0.0 °C');
  });

  it('is a dash if it is missing', () => {
    expect(formatTemperature(null)).toBe('–');
    expect(formatValue(undefined, quantity('pressure'))).toBe('–');
  });
});

describe('formatAgo', () => {
  const NOW = Date.UTC(2026, 6, 1);

  it.each([
    [-500, 'just now'],
    [3_400, '3 s ago'],
    [119_000, '119 s ago'],
    [120_000, '2 min ago'],
    [7_200_000, '2 h ago'],
    [3 * 86_400_000, '3 d ago'],
  ])('shows an age of %d ms as %s', (age, text) => expect(formatAgo(NOW - age, NOW)).toBe(text));

  it('adds the date to an age of years', () => {
    expect(formatAgo(Date.UTC(2013, 6, 21, 12), NOW)).toMatch(/^12 years ago \(.*2013.*\)$/);
  });
});

describe('the value of a local time field', () => {
  it('is converted back to its minute', () => {
    const minute = Date.parse('2026-07-01T12:34:00Z');
    expect(fromLocalInput(toLocalInput(minute + 20_000))).toBe(minute);
    expect(fromLocalInput('')).toBeUndefined();
  });
});

describe('counts and rates', () => {
  it('have thousands separators, and small rates have a decimal digit', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(formatRate(0.25)).toBe('0.3');
    expect(formatRate(1_234.5)).toBe('1,235');
  });
});
