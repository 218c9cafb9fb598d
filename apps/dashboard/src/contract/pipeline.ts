import { Type, type Static } from 'typebox';
import { Timestamp, Nullable } from './common.ts';

export const PartitionState = Type.Object(
  {
    partition: Type.Integer(),
    endOffset: Type.Integer({ description: 'the offset that Kafka gives to the next record' }),
    nextOffset: Nullable(Type.Integer({ description: 'the offset that is stored next' })),
    lag: Type.Integer({ description: 'records that are not stored yet' }),
  },
  { title: 'Partition' },
);
export type PartitionState = Static<typeof PartitionState>;

/** What the pipeline does now. */
export const PipelineState = Type.Object(
  {
    at: Timestamp,
    readingsPerSecond: Type.Number({ description: 'read of the topic, over the last seconds' }),
    storedPerSecond: Type.Number({ description: 'read and stored by the consumer, over the last seconds' }),
    partitions: Type.Array(PartitionState),
    lag: Type.Integer({ description: 'of all partitions' }),
    newestReadingAt: Nullable(Timestamp),
    counts: Type.Object({
      read: Type.Integer(),
      stored: Type.Integer(),
      duplicates: Type.Integer(),
      corrections: Type.Integer(),
      deadLettered: Type.Integer(),
      expired: Type.Integer(),
    }),
    kafka: Type.Boolean({ description: 'whether it answers' }),
    database: Type.Boolean({ description: 'whether it answers' }),
    subscribers: Type.Integer(),
  },
  { title: 'PipelineState' },
);
export type PipelineState = Static<typeof PipelineState>;

/** A record that could not be stored, as the dead letter topic tells of it. */
export const DeadLetter = Type.Object(
  {
    at: Timestamp,
    topic: Type.String(),
    partition: Type.Integer(),
    offset: Type.Integer(),
    stage: Type.String(),
    reason: Type.String(),
    key: Nullable(Type.String()),
    value: Type.String({ description: 'the first characters of the record' }),
  },
  { title: 'DeadLetter' },
);
export type DeadLetter = Static<typeof DeadLetter>;

/** The newest first; those of the last start of the dashboard and some before it. */
export const DeadLettersPage = Type.Object(
  { deadLetters: Type.Array(DeadLetter) },
  { title: 'DeadLettersPage' },
);
export type DeadLettersPage = Static<typeof DeadLettersPage>;

/** What the page has to know. */
export const Settings = Type.Object(
  { alertThresholdCelsius: Type.Number(), version: Type.String() },
  { title: 'Settings' },
);
export type Settings = Static<typeof Settings>;
