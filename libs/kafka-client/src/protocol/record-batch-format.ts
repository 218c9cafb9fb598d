/** Kafka's message format 2: https://kafka.apache.org/documentation/#recordbatch */
export const MAGIC = 2;
export const CRC_BYTES = 4;

/** The bits of the attributes that hold a number of `COMPRESSION_TYPES`. */
export const COMPRESSION = 0x07;

/** The flag in the attributes of a batch that belongs to a transaction. */
export const TRANSACTIONAL = 0x10;
