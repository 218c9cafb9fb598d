/** The topic of the readings; the key of a record is its station's id. */
export const WEATHER_TOPIC = 'weather_data';

/** The topic of the records that could not be read or stored: original key and bytes, the reason in the headers. */
export const DEAD_LETTER_TOPIC = 'weather_data_dlq';

/**
 * The headers of a marker, UTF-8 text each: a record without a value on the dead letter topic that says that a letter was
 * sent to its topic again. A letter has the header `dlq.topic`, a marker has not.
 */
export const REDRIVE_HEADERS = {
  /** The letter, by its own place on the dead letter topic. */
  partition: 'dlq.redriven-partition',
  offset: 'dlq.redriven-offset',
  at: 'dlq.redriven-at',
} as const;

/** Where a record failed: its bytes, its values, or the database that refused it. */
export const DEAD_LETTER_STAGES = ['decode', 'validate', 'store'] as const;
