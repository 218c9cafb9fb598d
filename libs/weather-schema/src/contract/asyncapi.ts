import { DEAD_LETTER_STAGES, DEAD_LETTER_TOPIC, REDRIVE_HEADERS, WEATHER_TOPIC } from '../wire/topics.ts';
import type { JsonObject } from './json-schema.ts';
import {
  LEGACY_READING_EXAMPLE,
  LEGACY_READING_SCHEMA,
  READING_EXAMPLE,
  READING_SCHEMA,
} from './message-schemas.ts';

const CONTRACT_VERSION = '1.1.0';
const JSON_CONTENT = 'application/json';
const WHOLE_NUMBER = { type: 'string', pattern: '^\\d+$' };
const TIME = { type: 'string', format: 'date-time' };

/** Builds the AsyncAPI 3.0 document: the topics, their messages, and who sends and receives them. */
export function asyncApiDocument(): JsonObject {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Weather pipeline',
      version: CONTRACT_VERSION,
      description: 'Readings of weather stations on Kafka, and the dead letters of invalid records.',
    },
    defaultContentType: JSON_CONTENT,
    channels: channels(),
    operations: operations(),
    components: {
      messages: {
        reading: reading(),
        legacyReading: legacyReading(),
        deadLetter: deadLetter(),
        redriven: redriven(),
      },
      schemas: { reading: embedded(READING_SCHEMA), legacyReading: embedded(LEGACY_READING_SCHEMA) },
    },
  };
}

function channels(): JsonObject {
  return {
    [WEATHER_TOPIC]: {
      address: WEATHER_TOPIC,
      description: [
        "Every reading, in either format. The key is the station's id, so that a station's readings stay in order in one partition.",
        'Without it, or with another one, they arrive in several: what is stored is the same as long as the partitions are read no',
        'further apart than a day of the times of the readings, but storing them is slower.',
      ].join(' '),
      messages: {
        reading: reference('components', 'messages', 'reading'),
        legacyReading: reference('components', 'messages', 'legacyReading'),
      },
    },
    [DEAD_LETTER_TOPIC]: {
      address: DEAD_LETTER_TOPIC,
      description:
        'Records that could not be read or stored: key and value as they were, the reason in the headers. Among them a marker for each that was sent to its topic again.',
      messages: {
        deadLetter: reference('components', 'messages', 'deadLetter'),
        redriven: reference('components', 'messages', 'redriven'),
      },
    },
  };
}

function operations(): JsonObject {
  return {
    publishReading: {
      ...operation('send', WEATHER_TOPIC, ['reading', 'legacyReading']),
      summary: 'The producer, or a station itself, publishes a reading.',
    },
    storeReading: {
      ...operation('receive', WEATHER_TOPIC, ['reading', 'legacyReading']),
      summary: 'The consumer validates, evaluates and stores each reading once.',
    },
    publishDeadLetter: {
      ...operation('send', DEAD_LETTER_TOPIC, ['deadLetter']),
      summary: 'The consumer dead-letters a record that it cannot decode or store.',
    },
    redriveDeadLetter: {
      ...operation('send', DEAD_LETTER_TOPIC, ['redriven']),
      summary: 'The operator sends a dead letter to its topic again, in one transaction with its marker.',
    },
  };
}

function operation(action: 'send' | 'receive', channel: string, messages: string[]): JsonObject {
  return {
    action,
    channel: reference('channels', channel),
    messages: messages.map((message) => reference('channels', channel, 'messages', message)),
  };
}

function reading(): JsonObject {
  return {
    name: 'Reading',
    title: 'A reading',
    contentType: JSON_CONTENT,
    payload: reference('components', 'schemas', 'reading'),
    bindings: keyedBy("the station's id, as in stationId"),
    examples: [{ payload: READING_EXAMPLE }],
  };
}

function legacyReading(): JsonObject {
  return {
    name: 'LegacyReading',
    title: 'A reading in the legacy format',
    contentType: JSON_CONTENT,
    payload: reference('components', 'schemas', 'legacyReading'),
    bindings: keyedBy(
      "the station's id, as in sensor_id; producers of the older project may leave it out, at the cost described for the topic",
    ),
    examples: [{ payload: LEGACY_READING_EXAMPLE }],
  };
}

function deadLetter(): JsonObject {
  return {
    name: 'DeadLetter',
    title: 'A record that could not be read or stored',
    contentType: 'application/octet-stream',
    payload: { description: 'the bytes of the original record, whatever they are; none if it had none' },
    headers: deadLetterHeaders(),
    bindings: keyedBy('the key of the original record'),
  };
}

/** The headers that `encodeDeadLetter` of kafka-client writes; its test compares the two. */
function deadLetterHeaders(): JsonObject {
  const properties = {
    'dlq.topic': { type: 'string', description: 'the topic of the original record' },
    'dlq.partition': { ...WHOLE_NUMBER, description: 'its partition' },
    'dlq.offset': { ...WHOLE_NUMBER, description: 'its offset' },
    'dlq.stage': {
      type: 'string',
      enum: DEAD_LETTER_STAGES,
      description: 'what failed: decoding its bytes, validating its values, or storing it',
    },
    'dlq.reason': {
      type: 'string',
      description: 'every issue, with the field, its value and what is expected',
    },
    'dlq.at': { ...TIME, description: 'when the dead letter was written' },
  };
  const optional = {
    'dlq.full-length': {
      ...WHOLE_NUMBER,
      description: 'the length of a value of which only the beginning is kept',
    },
    'dlq.full-key-length': {
      ...WHOLE_NUMBER,
      description: 'the length of a key of which only the beginning is kept',
    },
    'dlq.last-offset': {
      ...WHOLE_NUMBER,
      description:
        'the last offset of a batch that cannot be read, which is here as a whole: its bytes are the payload, dlq.offset is its first',
    },
    'dlq.headers-left-out': {
      ...WHOLE_NUMBER,
      description:
        'how many headers of the original record are left out, since it had very many or very large ones',
    },
  };
  return {
    type: 'object',
    properties: { ...properties, ...optional },
    required: Object.keys(properties),
  };
}

function redriven(): JsonObject {
  const { partition, offset, at } = REDRIVE_HEADERS;
  const properties = {
    [partition]: {
      ...WHOLE_NUMBER,
      description: 'the partition of the dead letter topic that holds the dead letter',
    },
    [offset]: { ...WHOLE_NUMBER, description: 'the offset of the dead letter there' },
    [at]: { ...TIME, description: 'when it was sent to its topic again' },
  };
  return {
    name: 'Redriven',
    title: 'The marker of a dead letter that was sent to its topic again',
    contentType: 'application/octet-stream',
    payload: { type: 'null', description: 'none' },
    headers: { type: 'object', properties, required: Object.keys(properties) },
    bindings: keyedBy('names the record: its topic, partition, offset and the beginning of a digest'),
  };
}

function keyedBy(description: string): JsonObject {
  return { kafka: { key: { type: 'string', description }, bindingVersion: '0.5.0' } };
}

/** AsyncAPI has its own dialect of JSON Schema: an embedded schema has neither `$schema` nor `$id`. */
function embedded(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema' && name !== '$id'));
}

function reference(...path: string[]): JsonObject {
  return { $ref: `#/${path.join('/')}` };
}
