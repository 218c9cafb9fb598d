import { asFraction, draw, mix, mixText, mixWide } from '../hash.ts';

/** A uniformly distributed duration in milliseconds. */
export interface DurationRange {
  readonly minMs: number;
  readonly maxMs: number;
}

/** A fault at one station. */
export interface Occurrence {
  /** Milliseconds since the epoch; the end is not included. */
  readonly since: number;
  readonly until: number;
  /** Seed of all other random choices in it. */
  readonly salt: number;
}

/** Finds the occurrence in progress at a station: a pure function, so that a simulation can start at any time. */
export type OccurrenceAt = (stationId: string, timestamp: number) => Occurrence | undefined;

export interface OccurrenceOptions {
  /** The salt of this kind of fault, from the seed and its name. */
  readonly salt: number;
  /** Per reading, from 0 to 1. */
  readonly rate: number;
  /** Between two readings of a station. */
  readonly intervalMs: number;
  /** Missing: a single reading. */
  readonly duration: DurationRange | undefined;
}

const BEGINNING = 1;
const DURATION = 2;

/** Determines when a kind of fault occurs. */
export function createOccurrences({ duration, ...options }: OccurrenceOptions): OccurrenceAt {
  return duration === undefined ? singleReadingFaults(options) : lastingFaults({ ...options, duration });
}

function singleReadingFaults({ salt, rate }: Omit<OccurrenceOptions, 'duration'>): OccurrenceAt {
  return (stationId, timestamp) => {
    const ofReading = mixWide(mixText(salt, stationId), timestamp);
    if (asFraction(ofReading) >= rate) return undefined;
    return { since: timestamp, until: timestamp + 1, salt: ofReading };
  };
}

/**
 * Time is divided into slots of the longest duration. In each slot at most one fault begins, with the probability that any
 * begins with a reading of the slot. So two slots are sufficient, whatever the duration and the start of the simulation. A
 * fault lasts for at least one reading.
 */
function lastingFaults({
  salt,
  rate,
  intervalMs,
  duration,
}: OccurrenceOptions & { readonly duration: DurationRange }): OccurrenceAt {
  const slotMs = Math.max(duration.maxMs, intervalMs);
  const chance = 1 - (1 - rate) ** (slotMs / intervalMs);
  const inSlot = (ofStation: number, slot: number): Occurrence | undefined => {
    const ofSlot = mix(ofStation, slot);
    if (asFraction(ofSlot) >= chance) return undefined;
    const since = Math.floor((slot + draw(ofSlot, BEGINNING, 0, 1)) * slotMs);
    const durationMs = Math.max(intervalMs, draw(ofSlot, DURATION, duration.minMs, duration.maxMs));
    return { since, until: since + Math.floor(durationMs), salt: ofSlot };
  };
  return (stationId, timestamp) => {
    const ofStation = mixText(salt, stationId);
    const slot = Math.floor(timestamp / slotMs);
    return [slot - 1, slot]
      .map((candidate) => inSlot(ofStation, candidate))
      .find((found) => found !== undefined && found.since <= timestamp && timestamp < found.until);
  };
}
