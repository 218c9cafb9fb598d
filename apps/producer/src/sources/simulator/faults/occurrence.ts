import { asFraction, mix, mixText, mixWide } from '../hash.ts';
import { draw } from './draw.ts';

/** How long something lasts, in milliseconds: any time from the least to the most is as likely. */
export interface DurationRange {
  readonly minMs: number;
  readonly maxMs: number;
}

/** A fault at one station. */
export interface Occurrence {
  /** Milliseconds since the epoch; the end is not included. */
  readonly since: number;
  readonly until: number;
  /** Makes all else that is left to chance in it. */
  readonly salt: number;
}

/** What goes on at a station at an instant: a pure function, so that a simulation can start anywhere. */
export type OccurrenceAt = (stationId: string, instant: number) => Occurrence | undefined;

export interface OccurrenceOptions {
  /** Makes this kind of fault: from the seed and its name. */
  readonly salt: number;
  /** Per reading, from 0 to 1. */
  readonly rate: number;
  /** Between two readings of a station. */
  readonly intervalMs: number;
  /** Missing: a single reading. */
  readonly lasts: DurationRange | undefined;
}

const BEGINNING = 1;
const DURATION = 2;

/** When a kind of fault occurs. */
export function occurrencesOf({ lasts, ...options }: OccurrenceOptions): OccurrenceAt {
  return lasts === undefined ? singleReadings(options) : lastingOnes({ ...options, lasts });
}

function singleReadings({ salt, rate }: Omit<OccurrenceOptions, 'lasts'>): OccurrenceAt {
  return (stationId, instant) => {
    const ofReading = mixWide(mixText(salt, stationId), instant);
    if (asFraction(ofReading) >= rate) return undefined;
    return { since: instant, until: instant + 1, salt: ofReading };
  };
}

/**
 * Time is cut into slots, each as long as the longest may last. In each begins one, as likely as it is that any begins
 * with the readings of a slot. So it is enough to look at two slots, however long it lasts and whenever the simulation
 * began. One lasts for a reading at the least.
 */
function lastingOnes({
  salt,
  rate,
  intervalMs,
  lasts,
}: OccurrenceOptions & { readonly lasts: DurationRange }): OccurrenceAt {
  const slotMs = Math.max(lasts.maxMs, intervalMs);
  const chance = 1 - (1 - rate) ** (slotMs / intervalMs);
  const inSlot = (ofStation: number, slot: number): Occurrence | undefined => {
    const ofSlot = mix(ofStation, slot);
    if (asFraction(ofSlot) >= chance) return undefined;
    const since = Math.floor((slot + draw(ofSlot, BEGINNING, 0, 1)) * slotMs);
    const durationMs = Math.max(intervalMs, draw(ofSlot, DURATION, lasts.minMs, lasts.maxMs));
    return { since, until: since + Math.floor(durationMs), salt: ofSlot };
  };
  return (stationId, instant) => {
    const ofStation = mixText(salt, stationId);
    const slot = Math.floor(instant / slotMs);
    return [slot - 1, slot]
      .map((candidate) => inSlot(ofStation, candidate))
      .find((found) => found !== undefined && found.since <= instant && instant < found.until);
  };
}
