import { ValidateBy } from 'class-validator';
import { isTimeZone } from './local-time.ts';

/** Validates that a property is the name of a time zone of the IANA database. */
export function IsTimeZone(): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && isTimeZone(value);
  return ValidateBy({ name: 'isTimeZone', validator: { validate } });
}
