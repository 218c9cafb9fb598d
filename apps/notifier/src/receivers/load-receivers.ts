import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  DocumentError,
  documentFailure,
  formatError,
  loadDocument,
  type ValidationIssue,
} from '@weather/service-runtime';
import { parseDuration } from '@weather/weather-schema';
import type { AddressRules } from '../delivery/address-rules.ts';
import type { Channel } from '../delivery/channel.ts';
import { EmailChannel } from '../delivery/email-channel.ts';
import { ForbiddenAddressError, requireAllowedHost } from '../delivery/guarded-lookup.ts';
import { WebhookChannel } from '../delivery/webhook-channel.ts';
import {
  parseReceivers,
  type EmailSettings,
  type ReceiverSettings,
  type WebhookSettings,
} from './receivers-file.ts';
import type { Receiver } from './receiver.ts';

export interface LoadedReceivers {
  readonly externalUrl: string;
  readonly receivers: readonly Receiver[];
}

const SETTING = 'NOTIFIER_RECEIVERS_PATH';
const MIN_SECRET_CHARACTERS = 16;
const IMPLICIT_TLS = 'smtps:';

/**
 * Loads the receivers from their file, and their secrets from the files named there, relative to it.
 * @throws ConfigurationError naming every issue.
 */
export async function loadReceivers(path: string, rules: AddressRules): Promise<LoadedReceivers> {
  const file = loadDocument(SETTING, path, parseReceivers);
  const loader = new ReceiverLoader(dirname(resolve(path)), rules);
  const receivers: Receiver[] = [];
  for (const [index, settings] of file.receivers.entries())
    receivers.push(await loader.load(settings, `receivers[${index}]`));
  if (loader.issues.length > 0) throw documentFailure(SETTING, path, new DocumentError(loader.issues));
  return { externalUrl: file.externalUrl, receivers };
}

/** Creates receivers from their settings and collects issues. */
class ReceiverLoader {
  readonly issues: ValidationIssue[] = [];

  constructor(
    private readonly folder: string,
    private readonly rules: AddressRules,
  ) {}

  async load(settings: ReceiverSettings, path: string): Promise<Receiver> {
    const { name, severities, rules, stations, maxAlerts } = settings;
    const timeoutMs = toMs(settings.timeout);
    return {
      name,
      channel: await this.#channel(settings, path, timeoutMs),
      severities,
      rules,
      stations,
      groupWaitMs: toMs(settings.groupWait),
      groupIntervalMs: toMs(settings.groupInterval),
      repeatMs: toMs(settings.repeatInterval),
      timeoutMs,
      maxAlerts,
    };
  }

  async #channel({ webhook, email }: ReceiverSettings, path: string, timeoutMs: number): Promise<Channel> {
    if (webhook) return await this.#webhook(webhook, `${path}.webhook`);
    if (email) return await this.#email(email, `${path}.email`, timeoutMs);
    throw new Error(`${path} has neither a webhook nor an e-mail`);
  }

  async #webhook(settings: WebhookSettings, path: string): Promise<Channel> {
    const url = new URL(settings.url);
    this.#requireAllowed(url.hostname, `${path}.url`);
    const secret = (await this.#contents(settings.secretFile, `${path}.secretFile`)).trim();
    if (secret.length < MIN_SECRET_CHARACTERS)
      this.#addIssue(
        `${path}.secretFile`,
        `must hold a secret of ${MIN_SECRET_CHARACTERS} characters or more`,
      );
    return new WebhookChannel({ url, secret, ca: await this.#ca(settings, path), rules: this.rules });
  }

  async #email(settings: EmailSettings, path: string, timeoutMs: number): Promise<Channel> {
    const { hostname, port, protocol } = new URL(settings.server);
    const host = hostname.replace(/^\[|\]$/g, '');
    this.#requireAllowed(host, `${path}.server`);
    const { user, passwordFile, from, to } = settings;
    const password = passwordFile && (await this.#contents(passwordFile, `${path}.passwordFile`)).trim();
    return new EmailChannel({
      host,
      port: Number(port),
      secure: protocol === IMPLICIT_TLS,
      login: user !== undefined && password !== undefined ? { user, password } : undefined,
      from,
      to,
      ca: await this.#ca(settings, path),
      rules: this.rules,
      timeoutMs,
    });
  }

  async #ca({ caFile }: { readonly caFile?: string }, path: string): Promise<string | undefined> {
    return caFile === undefined ? undefined : await this.#contents(caFile, `${path}.caFile`);
  }

  async #contents(file: string, path: string): Promise<string> {
    try {
      const text = await readFile(resolve(this.folder, file), 'utf8');
      if (text.trim() === '') this.#addIssue(path, `"${file}" is empty`);
      return text;
    } catch (error) {
      this.#addIssue(path, `"${file}" cannot be read: ${formatError(error)}`);
      return '';
    }
  }

  #requireAllowed(host: string, path: string): void {
    try {
      requireAllowedHost(host, this.rules);
    } catch (error) {
      if (!(error instanceof ForbiddenAddressError)) throw error;
      this.#addIssue(path, error.message);
    }
  }

  #addIssue(path: string, message: string): void {
    if (!this.issues.some((issue) => issue.path === path)) this.issues.push({ path, message });
  }
}

/** The text has been validated before. */
function toMs(text: string): number {
  return parseDuration(text) ?? 0;
}
