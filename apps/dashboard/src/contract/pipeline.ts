import { Type, type Static } from 'typebox';
import { Timestamp, Nullable } from './common.ts';

export const PartitionState = Type.Object(
  {
    partition: Type.Integer(),
    endOffset: Type.Integer({ description: 'the offset that the next produced record will get' }),
    nextOffset: Nullable(Type.Integer({ description: 'the committed offset: the next record to store' })),
    lag: Type.Integer({ description: 'records not stored yet' }),
  },
  { title: 'Partition' },
);
export type PartitionState = Static<typeof PartitionState>;

/** The current state of the pipeline. */
export const PipelineState = Type.Object(
  {
    at: Timestamp,
    readingsPerSecond: Type.Number({ description: 'produced to the topic, averaged over the last seconds' }),
    storedPerSecond: Type.Number({ description: 'stored by the consumer, averaged over the last seconds' }),
    partitions: Type.Array(PartitionState),
    lag: Type.Integer({ description: 'sum over all partitions' }),
    newestReadingAt: Nullable(Timestamp),
    counts: Type.Object({
      read: Type.Integer(),
      stored: Type.Integer(),
      duplicates: Type.Integer(),
      corrections: Type.Integer(),
      deadLettered: Type.Integer(),
      expired: Type.Integer(),
    }),
    kafka: Type.Boolean({ description: 'whether Kafka is reachable' }),
    database: Type.Boolean({ description: 'whether the database is reachable' }),
    subscribers: Type.Integer(),
  },
  { title: 'PipelineState' },
);
export type PipelineState = Static<typeof PipelineState>;

/** An invalid record in the dead letter topic. */
export const DeadLetter = Type.Object(
  {
    at: Timestamp,
    topic: Type.String(),
    partition: Type.Integer(),
    offset: Type.Integer(),
    stage: Type.String(),
    reason: Type.String(),
    key: Nullable(Type.String()),
    value: Type.String({ description: 'the beginning of the record value' }),
  },
  { title: 'DeadLetter' },
);
export type DeadLetter = Static<typeof DeadLetter>;

/** Newest first: those since the start of the dashboard and some from before. */
export const DeadLettersPage = Type.Object(
  { deadLetters: Type.Array(DeadLetter) },
  { title: 'DeadLettersPage' },
);
export type DeadLettersPage = Static<typeof DeadLettersPage>;

/** Settings for the page. */
export const Settings = Type.Object(
  { alertThresholdCelsius: Type.Number(), version: Type.String() },
  { title: 'Settings' },
);
export type Settings = Static<typeof Settings>;
