import { MS_PER_HOUR } from '../time/time-units.ts';

/** The pattern of a station id, which is also the Kafka key of its readings. */
export const STATION_ID_PATTERN = /^[A-Za-z0-9._:-]{1,64}$/;

/** The longest city, in characters (Unicode code points). */
export const MAX_CITY_CHARACTERS = 80;

/** The earliest time that is accepted: an earlier one is an error of a clock or a parser. */
export const EARLIEST_TIMESTAMP = '1900-01-01T00:00:00Z';

/** How far in the future a reading may be when it is decoded. */
export const MAX_FUTURE_HOURS = 24;
export const MAX_FUTURE_MS = MAX_FUTURE_HOURS * MS_PER_HOUR;

/** The largest record that is read; a reading takes some 250 bytes. */
export const MAX_RECORD_BYTES = 65_536;
