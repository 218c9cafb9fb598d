import { MS_PER_HOUR } from '../time/time-units.ts';

/** What a station may be called; also the Kafka key of its readings. */
export const STATION_ID_PATTERN = /^[A-Za-z0-9._:-]{1,64}$/;

/** The longest city, in characters (Unicode code points). */
export const MAX_CITY_CHARACTERS = 80;

/** No instrument's record that starts earlier is read: an earlier time is a fault of a clock or of a parser. */
export const EARLIEST_TIMESTAMP = '1900-01-01T00:00:00Z';

/** How far a reading may be ahead of the clock of whoever decodes it. */
export const MAX_CLOCK_LEAD_HOURS = 24;
export const MAX_CLOCK_LEAD_MS = MAX_CLOCK_LEAD_HOURS * MS_PER_HOUR;

/** The largest record that is read; a reading takes some 250 bytes. */
export const MAX_RECORD_BYTES = 65_536;
