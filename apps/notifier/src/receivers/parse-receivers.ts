import {
  documentFaults,
  documentPart,
  isDocumentObject,
  reasonOf,
  type DocumentFault,
} from '@weather/service-runtime';
import { parseDocument } from 'yaml';
import { EmailSettings, ReceiverSettings, ReceiversFile, WebhookSettings } from './receivers-file.ts';

export type ParsedReceivers =
  | { readonly file: ReceiversFile; readonly faults?: undefined }
  | { readonly file?: undefined; readonly faults: readonly DocumentFault[] };

const MAX_CHARACTERS = 65_536;

/** Reads the receivers from the text of their file; all faults at once. */
export function parseReceivers(text: string): ParsedReceivers {
  if (text.length > MAX_CHARACTERS) return fault(`must not be longer than ${MAX_CHARACTERS} characters`);
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map(({ message }) => ({ path: '', problem: `is not YAML: ${message}` })),
    };
  }
  let content: unknown;
  try {
    // No alias at all: a few of them can grow to gigabytes.
    content = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    return fault(reasonOf(error));
  }
  if (!isDocumentObject(content)) return fault('must hold receivers');
  const file = asFile(content);
  const faults = [...documentFaults(file), ...channelFaults(file)];
  return faults.length > 0 ? { faults } : { file };
}

function fault(problem: string): ParsedReceivers {
  return { faults: [{ path: '', problem }] };
}

/** Gives each object the class whose rules it has to follow. */
function asFile(content: object): ReceiversFile {
  const file = Object.assign(new ReceiversFile(), content);
  if (Array.isArray(file.receivers)) file.receivers = file.receivers.map(asReceiver);
  return file;
}

function asReceiver(content: ReceiverSettings): ReceiverSettings {
  const receiver = documentPart(ReceiverSettings, content);
  if (!isDocumentObject(receiver)) return receiver;
  if (receiver.webhook) receiver.webhook = documentPart(WebhookSettings, receiver.webhook);
  if (receiver.email) receiver.email = documentPart(EmailSettings, receiver.email);
  return receiver;
}

/** Faults that are in no single property. */
function channelFaults({ receivers }: ReceiversFile): DocumentFault[] {
  if (!Array.isArray(receivers)) return [];
  return receivers.flatMap((receiver: ReceiverSettings, index) => {
    const path = `receivers[${index}]`;
    if (!isDocumentObject(receiver)) return [];
    const { webhook, email } = receiver;
    const faults: DocumentFault[] = [];
    if (Boolean(webhook) === Boolean(email))
      faults.push({ path, problem: 'must have either "webhook" or "email"' });
    if (email && (email.user === undefined) !== (email.passwordFile === undefined))
      faults.push({ path: `${path}.email`, problem: 'must have both "user" and "passwordFile" or neither' });
    return faults;
  });
}
