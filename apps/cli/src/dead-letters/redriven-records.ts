import type { AddressedRecord } from '@weather/kafka-client';
import { REDRIVE_HEADERS } from '@weather/weather-schema';
import type { DeadLetter } from './dead-letter.ts';

/**
 * What is sent for a letter, in one transaction: the record as it was, and the marker of the letter. The record goes to the
 * partition it came from, so that it stays in order with its station's, unless the topic has fewer partitions now.
 * @param partitions how many the topic of the record has.
 */
export function redrivenRecords(
  letter: DeadLetter,
  { deadLetterTopic, partitions, at }: { deadLetterTopic: string; partitions: number; at: string },
): [AddressedRecord, AddressedRecord] {
  const { source, key, value, headers } = letter;
  const record = {
    topic: source.topic,
    key,
    value,
    headers,
    ...(source.partition < partitions ? { partition: source.partition } : {}),
  };
  const marker = {
    topic: deadLetterTopic,
    partition: letter.partition,
    key: letter.identity,
    value: null,
    headers: {
      [REDRIVE_HEADERS.partition]: String(letter.partition),
      [REDRIVE_HEADERS.offset]: String(letter.offset),
      [REDRIVE_HEADERS.at]: at,
    },
  };
  return [record, marker];
}
