import { truncateJson } from '@weather/weather-schema';

const LONGEST_SHOWN = 60;

/** What is wrong with a rules file, each with its place. */
export class FaultList {
  readonly faults: string[] = [];

  add(fault: string): void {
    this.faults.push(fault);
  }

  /** A value that is not what it has to be; `undefined` is told as missing. */
  notExpected(path: string, value: unknown, expected: string): void {
    const found = value === undefined || value === null ? 'is missing' : `is ${shown(value)}`;
    this.add(`${path} ${found}, it must be ${expected}`);
  }
}

/** A value as it stands in a message, cut where it is long. */
export function shown(value: unknown): string {
  return truncateJson(value, LONGEST_SHOWN);
}
