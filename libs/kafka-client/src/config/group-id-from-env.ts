import { FromEnv } from '@weather/service-runtime';
import { Matches } from 'class-validator';

/** What the column `consumer_offset.consumer_group` holds: VARCHAR(190) of ASCII; without spaces, which it would not compare. */
const GROUP_ID = /^[\x21-\x7e]{1,190}$/;
const GROUP_ID_RULE = '1 to 190 printable ASCII characters without spaces';

/** Declares a property of a configuration class as `KAFKA_GROUP_ID`. */
export function GroupIdFromEnv(description: string): PropertyDecorator {
  const decorators = [
    FromEnv({ env: 'KAFKA_GROUP_ID', description, allowed: GROUP_ID_RULE }),
    Matches(GROUP_ID),
  ];
  return (prototype, property) => decorators.forEach((decorate) => decorate(prototype, property));
}
