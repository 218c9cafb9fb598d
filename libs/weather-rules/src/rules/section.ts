import { shown, type FaultList } from './fault-list.ts';
import type { FieldType } from './field-types.ts';

/** One entry of a list in a rules file, and its place. */
export interface ListEntry {
  readonly entry: unknown;
  readonly path: string;
}

/** One mapping of a rules file, with its place and the keys it may have. What is wrong with it goes to the list of faults. */
export class Section {
  private constructor(
    readonly path: string,
    private readonly fields: Readonly<Record<string, unknown>>,
    readonly faults: FaultList,
  ) {}

  /** @returns undefined, and a fault, if the value is no mapping. */
  static of(value: unknown, path: string, keys: readonly string[], faults: FaultList): Section | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      faults.notExpected(path === '' ? 'The file' : path, value, `a mapping of ${keys.join(', ')}`);
      return undefined;
    }
    for (const key of Object.keys(value).filter((name) => !keys.includes(name))) {
      faults.add(`${placeOf(path, key)} is unknown, known are ${keys.join(', ')}`);
    }
    return new Section(path, value as Record<string, unknown>, faults);
  }

  /** Those of the keys that are given. */
  given<K extends string>(keys: readonly K[]): K[] {
    return keys.filter((key) => Object.hasOwn(this.fields, key));
  }

  /** The one of the keys that is given; undefined, and a fault, if that is none or several. */
  oneOf<K extends string>(keys: readonly K[]): K | undefined {
    const given = this.given(keys);
    if (given.length === 1) return given[0];
    const found = given.length === 0 ? 'has none' : `has ${given.join(' and ')}`;
    this.faults.add(`${this.path} ${found}, it must have one of ${keys.join(', ')}`);
    return undefined;
  }

  /** What a field holds; undefined, and a fault, if it is missing or not what it has to be. */
  required<T>(key: string, type: FieldType<T>): T | undefined {
    const value = this.fields[key];
    const parsed = value === undefined || value === null ? undefined : type.parse(value);
    if (parsed === undefined) this.faults.notExpected(placeOf(this.path, key), value, type.expected);
    return parsed;
  }

  /** As `required`, with a default for a field that is not given. */
  optional<T>(key: string, type: FieldType<T>, fallback: T): T | undefined {
    return Object.hasOwn(this.fields, key) ? this.required(key, type) : fallback;
  }

  /** The mapping that a field holds. */
  section(key: string, keys: readonly string[]): Section | undefined {
    return Section.of(this.fields[key], placeOf(this.path, key), keys, this.faults);
  }

  /** The entries of the list that a field holds, each with its place; none, and a fault, if it is no list or too long. */
  list(key: string, most: number): ListEntry[] {
    const value = this.fields[key];
    const path = placeOf(this.path, key);
    if (!Array.isArray(value)) this.faults.notExpected(path, value, 'a list');
    else if (value.length > most)
      this.faults.add(`${path} has ${value.length} entries, the limit is ${most}`);
    else return value.map((entry: unknown, index) => ({ entry, path: `${path}[${index}]` }));
    return [];
  }
}

const PLAIN_KEY = /^\w{1,40}$/;

function placeOf(path: string, key: string): string {
  const name = PLAIN_KEY.test(key) ? key : shown(key);
  return path === '' ? name : `${path}.${name}`;
}
