import { parseDocument } from '@weather/service-runtime';
import { ReceiversFile } from './receivers-file.ts';

/**
 * Reads the receivers from the text of their file, YAML or JSON.
 * @throws DocumentError with every issue and its place.
 */
export function parseReceivers(text: string): ReceiversFile {
  return parseDocument(ReceiversFile, text, { contents: 'receivers' });
}
