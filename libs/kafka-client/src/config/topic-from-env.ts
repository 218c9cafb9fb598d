import { FromEnv } from '@weather/service-runtime';
import { Matches } from 'class-validator';

const TOPIC_NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;
const TOPIC_NAME_RULE = '1 to 249 letters, digits, dots, dashes and underscores';

/** Declares a property of a configuration class as a setting that names a topic. */
export function TopicFromEnv(env: string, description: string, furtherRule = ''): PropertyDecorator {
  const decorators = [
    FromEnv({ env, description, allowed: TOPIC_NAME_RULE + furtherRule }),
    Matches(TOPIC_NAME),
  ];
  return (prototype, property) => decorators.forEach((decorate) => decorate(prototype, property));
}
