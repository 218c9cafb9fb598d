import { asyncApiDocument } from './asyncapi.ts';
import type { JsonObject } from './json-schema.ts';
import { LEGACY_READING_SCHEMA, READING_SCHEMA } from './message-schemas.ts';

/** The published contract, by file name. */
export function contractFiles(): Readonly<Record<string, JsonObject>> {
  return {
    'reading.schema.json': READING_SCHEMA,
    'legacy-reading.schema.json': LEGACY_READING_SCHEMA,
    'asyncapi.json': asyncApiDocument(),
  };
}
