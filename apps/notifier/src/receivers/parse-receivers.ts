import {
  findDocumentIssues,
  instantiate,
  isObject,
  formatError,
  type ValidationIssue,
} from '@weather/service-runtime';
import { parseDocument } from 'yaml';
import { EmailSettings, ReceiverSettings, ReceiversFile, WebhookSettings } from './receivers-file.ts';

export type ParsedReceivers =
  | { readonly file: ReceiversFile; readonly faults?: undefined }
  | { readonly file?: undefined; readonly faults: readonly ValidationIssue[] };

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
    return fault(formatError(error));
  }
  if (!isObject(content)) return fault('must hold receivers');
  const file = asFile(content);
  const faults = [...findDocumentIssues(file), ...channelFaults(file)];
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
  const receiver = instantiate(ReceiverSettings, content);
  if (!isObject(receiver)) return receiver;
  if (receiver.webhook) receiver.webhook = instantiate(WebhookSettings, receiver.webhook);
  if (receiver.email) receiver.email = instantiate(EmailSettings, receiver.email);
  return receiver;
}

/** Faults that are in no single property. */
function channelFaults({ receivers }: ReceiversFile): ValidationIssue[] {
  if (!Array.isArray(receivers)) return [];
  return receivers.flatMap((receiver: ReceiverSettings, index) => {
    const path = `receivers[${index}]`;
    if (!isObject(receiver)) return [];
    const { webhook, email } = receiver;
    const faults: ValidationIssue[] = [];
    if (Boolean(webhook) === Boolean(email))
      faults.push({ path, problem: 'must have either "webhook" or "email"' });
    if (email && (email.user === undefined) !== (email.passwordFile === undefined))
      faults.push({ path: `${path}.email`, problem: 'must have both "user" and "passwordFile" or neither' });
    return faults;
  });
}
