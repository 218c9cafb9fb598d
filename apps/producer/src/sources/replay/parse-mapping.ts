import { parseDocument } from '@weather/service-runtime';
import { ReplayMapping } from './replay-mapping.ts';

/**
 * Reads a mapping from the text of its file, JSON.
 * @throws DocumentError with every issue and its place.
 */
export function parseMapping(text: string): ReplayMapping {
  return parseDocument(ReplayMapping, text, {
    format: 'json',
    contents: 'a JSON object with station, time and quantities',
  });
}
