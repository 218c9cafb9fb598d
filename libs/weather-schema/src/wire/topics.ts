/** The topic of the readings; the key of a record is its station id. */
export const WEATHER_TOPIC = 'weather_data';

/** The topic of dead letters: the original key and value, with the rejection message in the headers. */
export const DEAD_LETTER_TOPIC = 'weather_data_dlq';

/**
 * The headers of a marker, UTF-8 text each: a record without a value on the dead letter topic, which says that a dead letter was
 * redriven. A dead letter has the header `dlq.topic`, a marker does not.
 */
export const REDRIVE_HEADERS = {
  /** The partition and offset of the dead letter on its topic. */
  partition: 'dlq.redriven-partition',
  offset: 'dlq.redriven-offset',
  at: 'dlq.redriven-at',
} as const;

/** The steps that can reject a record: decoding its bytes, validating its values, storing it. */
export const DEAD_LETTER_STAGES = ['decode', 'validate', 'store'] as const;
