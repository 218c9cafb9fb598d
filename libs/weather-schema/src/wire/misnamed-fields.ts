import { QUANTITY_NAMES } from '../reading/quantities.ts';
import type { ReadingMessage } from './reading-message.ts';

/** Every field of the current format. */
export const KNOWN_FIELDS = ['stationId', 'observedAt', 'city', ...QUANTITY_NAMES] as const;
const REQUIRED_FIELDS = 2;
/** The cache of names that resemble no field: producers send the same ones again and again. */
const MAX_CACHED_NAMES = 1_000;
const MAX_CACHED_LENGTH = 64;

/** An ignored field, and the one that was probably meant. */
export interface MisnamedField {
  readonly name: string;
  readonly meant: (typeof KNOWN_FIELDS)[number];
}

/**
 * Whether a valid record has ignored fields. They are counted: a lookup of each name would take a tenth of the whole decoding.
 */
export function hasOtherFields(message: ReadingMessage): boolean {
  const { city, temperature, humidity, pressure, windSpeed, windGust, windDirection, precipitation } =
    message;
  let fields = 0;
  // An empty name resembles no field.
  for (const name in message) if (name !== '') fields++;
  const read =
    REQUIRED_FIELDS +
    Number(city !== undefined) +
    Number(temperature !== undefined) +
    Number(humidity !== undefined) +
    Number(pressure !== undefined) +
    Number(windSpeed !== undefined) +
    Number(windGust !== undefined) +
    Number(windDirection !== undefined) +
    Number(precipitation !== undefined);
  return fields > read;
}

const unlikeAnyField = new Set<string>();

/**
 * Finds the ignored fields of a record whose names differ only in case or one letter from those of missing fields, at most one for
 * each. The work is bounded by the number of fields of the format and the length of the names.
 */
export function findMisnamedFields(record: object): MisnamedField[] {
  const fields = record as Readonly<Record<string, unknown>>;
  const found: MisnamedField[] = [];
  for (const name in fields) {
    if (unlikeAnyField.has(name) || (KNOWN_FIELDS as readonly string[]).includes(name)) continue;
    const meant = KNOWN_FIELDS.find((field) => isSimilar(name, field));
    if (meant === undefined) cacheName(name);
    else if (fields[meant] === undefined && found.every((other) => other.meant !== meant))
      found.push({ name, meant });
  }
  return found;
}

/** Describes a misnamed field, on one line. */
export function describeMisnamed({ name, meant }: MisnamedField): string {
  return `unknown field ${name.replaceAll(/\p{Cc}/gu, ' ')}; did you mean ${meant}?`;
}

function cacheName(name: string): void {
  if (unlikeAnyField.size < MAX_CACHED_NAMES && name.length <= MAX_CACHED_LENGTH) unlikeAnyField.add(name);
}

/** Whether two names differ only in case, or in one letter: replaced, missing, extra or swapped with its neighbour. */
function isSimilar(name: string, field: string): boolean {
  if (Math.abs(name.length - field.length) > 1) return false;
  const [a, b] = [name.toLowerCase(), field.toLowerCase()];
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  const [restOfA, restOfB] = [a.slice(shared), b.slice(shared)];
  const hasOtherCharacter = restOfA.slice(1) === restOfB.slice(1);
  const hasExtraCharacter = restOfA.slice(1) === restOfB || restOfA === restOfB.slice(1);
  const areExchanged =
    restOfA[0] === restOfB[1] && restOfA[1] === restOfB[0] && restOfA.slice(2) === restOfB.slice(2);
  return hasOtherCharacter || hasExtraCharacter || areExchanged;
}
