import { connect, type Socket } from 'node:net';
import { formatError } from '@weather/service-runtime';
import type { ClaimedNotification } from '@weather/weather-store/notifications';
import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import type { WebhookMessage } from '../message/webhook-message.ts';
import { formatSubject, formatText } from '../message/mail-text.ts';
import type { AddressRules } from './address-rules.ts';
import type { Channel } from './channel.ts';
import { guardedLookup, requireAllowedHost } from './guarded-lookup.ts';
import { classifyMailError, type Outcome } from './outcome.ts';

export interface EmailOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS is required. */
  readonly secure: boolean;
  readonly login: { readonly user: string; readonly password: string } | undefined;
  readonly from: string;
  readonly to: readonly string[];
  readonly ca: string | undefined;
  readonly rules: AddressRules;
  readonly timeoutMs: number;
}

/** Sends notifications as plain text over SMTP, always on an encrypted connection. */
export class EmailChannel implements Channel {
  readonly target: string;

  constructor(private readonly options: EmailOptions) {
    this.target = `${options.host}:${options.port}`;
  }

  async deliver(notification: ClaimedNotification, signal: AbortSignal): Promise<Outcome> {
    const { from, to } = this.options;
    const message = JSON.parse(notification.body) as WebhookMessage;
    let connection: Socket | undefined;
    try {
      connection = await this.#connect(signal);
      const { rejected } = await createTransport(this.#transport(connection)).sendMail({
        signal,
        from,
        to: [...to],
        subject: formatSubject(message),
        text: formatText(message),
        // The same for each attempt: most mail systems show a repeated message once.
        messageId: `<${notification.idempotencyKey}@weather-notifier>`,
        date: new Date(notification.createdAt),
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      const warning = `not accepted for ${rejected.join(', ')}`;
      return { kind: 'delivered', ...(rejected.length > 0 && { warning }) };
    } catch (error) {
      return signal.aborted ? { kind: 'retryable', reason: 'no answer in time' } : classifyMailError(error);
    } finally {
      connection?.destroy();
    }
  }

  /** Connects in place of nodemailer, so that the address is checked. */
  async #connect(signal: AbortSignal): Promise<Socket> {
    const { host, port, rules } = this.options;
    requireAllowedHost(host, rules);
    const socket = connect({ host, port, lookup: guardedLookup(rules), signal });
    return await new Promise<Socket>((resolve, reject) => {
      socket.once('connect', () => resolve(socket));
      socket.once('error', (error) => reject(new Error(formatError(error), { cause: error })));
    });
  }

  #transport(connection: Socket): SMTPTransportOptions {
    const { host, port, secure, login, ca, timeoutMs } = this.options;
    return {
      host,
      port,
      secure,
      requireTLS: !secure,
      connection,
      ...(login && { auth: { user: login.user, pass: login.password } }),
      tls: { minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) },
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    };
  }
}
