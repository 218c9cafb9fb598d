import { ValidateBy } from 'class-validator';
import { isTimeZone } from './local-time.ts';

/** Validates that a property is the name of a time zone of the IANA database. */
export function IsTimeZone(): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && isTimeZone(value);
  return ValidateBy({ name: 'isTimeZone', validator: { validate } });
}

/** The setting of the time zone, for the apps that read or write the legacy format. */
export const LEGACY_TIME_ZONE_SETTING = {
  env: 'LEGACY_TIME_ZONE',
  description: 'time zone of timestamps in records of the legacy format',
  allowed: 'the name of a time zone, such as UTC or Europe/Paris',
} as const;
