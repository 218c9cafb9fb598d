import { FollowsRule } from '../validation/custom-rules.ts';
import { IsCity, IsMeasured } from './reading-message.ts';

/** A reading in the legacy format, recognized by `sensor_id`. */
export class LegacyReadingMessage {
  @FollowsRule(
    'isSensorId',
    `expected a number (at most ${Number.MAX_SAFE_INTEGER}) or 1 to 64 of A-Z a-z 0-9 . _ : -`,
  )
  sensor_id!: number | string;

  /** °C */
  @IsMeasured()
  température!: number;

  @IsCity()
  city?: string | null;

  /** `YYYY-MM-DD HH:MM:SS`, in `legacyTimeZone` unless it has a zone. */
  @FollowsRule('isTimestamp', 'expected a time such as 2026-01-01 12:00:00')
  timestamp!: string;
}

/** The accepted names of the temperature: composed, decomposed (as macOS writes é), and without the accent. */
const TEMPERATURE_NAMES = ['temp\u00e9rature', 'tempe\u0301rature', 'temperature'] as const;

/** Picks the fields of a parsed record of the legacy format, without validation. */
export function toLegacyReadingMessage(record: object): LegacyReadingMessage {
  const fields = record as Readonly<Record<string, unknown>>;
  const name = TEMPERATURE_NAMES.find((candidate) => fields[candidate] !== undefined);
  return Object.assign(new LegacyReadingMessage(), {
    sensor_id: fields['sensor_id'],
    température: name === undefined ? undefined : fields[name],
    city: fields['city'],
    timestamp: fields['timestamp'],
  });
}
