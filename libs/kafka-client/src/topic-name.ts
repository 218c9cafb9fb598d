import { Matches } from 'class-validator';

/** What Kafka allows as the name of a topic, in words for a setting. */
export const TOPIC_NAME_RULE = '1 to 249 letters, digits, dots, dashes and underscores';

const TOPIC_NAME = /^[A-Za-z0-9._-]{1,249}$/;

/** Validates a setting that names a topic. */
export function IsTopicName(): PropertyDecorator {
  return Matches(TOPIC_NAME);
}
