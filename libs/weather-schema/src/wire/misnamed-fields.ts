import { QUANTITY_NAMES } from '../reading/quantities.ts';
import type { ReadingMessage } from './reading-message.ts';

const FIELDS = ['stationId', 'observedAt', 'city', ...QUANTITY_NAMES] as const;
const REQUIRED_FIELDS = 2;
/** So many names that resemble no field are remembered: producers send the same ones again and again. */
const MOST_REMEMBERED = 1_000;
const LONGEST_REMEMBERED = 64;

/** A field of the current format. */
export type KnownField = (typeof FIELDS)[number];

/** Every field of the current format. */
export const KNOWN_FIELDS: readonly KnownField[] = FIELDS;

/** A field that is ignored, and the one that was probably meant. */
export interface MisnamedField {
  readonly name: string;
  readonly meant: KnownField;
}

/**
 * Whether a valid record has fields that nobody reads. They are counted: a look-up of each name would be a tenth of the
 * whole decoding.
 */
export function hasOtherFields(message: ReadingMessage): boolean {
  const { city, temperature, humidity, pressure, windSpeed, windGust, windDirection, precipitation } =
    message;
  let fields = 0;
  // An empty name is like no field.
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

const likeNoField = new Set<string>();

/**
 * The fields of a record that nobody reads, and whose names are, but for case or one letter, those of fields that it lacks:
 * at most one for each. The work is bounded by the number of known fields and the length of the names.
 */
export function findMisnamedFields(record: object): MisnamedField[] {
  const fields = record as Readonly<Record<string, unknown>>;
  const found: MisnamedField[] = [];
  for (const name in fields) {
    if (likeNoField.has(name) || (FIELDS as readonly string[]).includes(name)) continue;
    const meant = FIELDS.find((known) => isNearly(name, known));
    if (meant === undefined) remember(name);
    else if (fields[meant] === undefined && found.every((other) => other.meant !== meant))
      found.push({ name, meant });
  }
  return found;
}

/** A field that is ignored, in words, on one line. */
export function describeMisnamed({ name, meant }: MisnamedField): string {
  return `unknown field ${name.replaceAll(/\p{Cc}/gu, ' ')}; did you mean ${meant}?`;
}

function remember(name: string): void {
  if (likeNoField.size < MOST_REMEMBERED && name.length <= LONGEST_REMEMBERED) likeNoField.add(name);
}

/** Whether two names differ by case, or by one letter that is another, missing, too many or in its neighbour's place. */
function isNearly(name: string, known: string): boolean {
  if (Math.abs(name.length - known.length) > 1) return false;
  const [a, b] = [name.toLowerCase(), known.toLowerCase()];
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  const [restOfA, restOfB] = [a.slice(shared), b.slice(shared)];
  const hasOtherCharacter = restOfA.slice(1) === restOfB.slice(1);
  const hasExtraCharacter = restOfA.slice(1) === restOfB || restOfA === restOfB.slice(1);
  const areExchanged =
    restOfA[0] === restOfB[1] && restOfA[1] === restOfB[0] && restOfA.slice(2) === restOfB.slice(2);
  return hasOtherCharacter || hasExtraCharacter || areExchanged;
}
