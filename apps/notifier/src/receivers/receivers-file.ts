import { isObject, MatchesPredicate } from '@weather/service-runtime';
import { IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import { parseDuration } from './duration.ts';
import { isNamePattern } from './name-pattern.ts';
import { isExternalUrl, isMailAddress, isMailServer, isWebhookUrl } from './receiver-addresses.ts';

const MAX_RECEIVERS = 50;
const MAX_RECIPIENTS = 50;
const MAX_ALERTS = 1_000;
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const MAX_REPEAT_MS = 30 * DAY_MS;
const MAX_TIMEOUT_MS = 60_000;
const A_FILE = { message: 'must be the path of a file' };
const PATTERNS = 'must be a list of names, in which * stands for any characters, such as ["heat-*"]';

/** An HTTP server that takes notifications. */
export class WebhookSettings {
  @MatchesPredicate(isWebhookUrl, 'must be an https or http address without a user name or password in it')
  url!: string;

  @IsString({ message: 'must be the path of a file with the secret that signs the notifications' })
  secretFile!: string;

  @IsOptional()
  @IsString(A_FILE)
  caFile?: string;
}

/** Mailboxes, over an SMTP server. */
export class EmailSettings {
  @MatchesPredicate(
    isMailServer,
    'must be smtps://host:465 (TLS from the start) or smtp://host:587 (STARTTLS)',
  )
  server!: string;

  @IsOptional()
  @IsString({ message: 'must be the user to log in as' })
  user?: string;

  @IsOptional()
  @IsString({ message: 'must be the path of a file with the password of the user' })
  passwordFile?: string;

  @MatchesPredicate(isMailAddress, 'must be an e-mail address')
  from!: string;

  @MatchesPredicate(areMailAddresses, `must be a list of one to ${MAX_RECIPIENTS} e-mail addresses`)
  to!: readonly string[];

  @IsOptional()
  @IsString(A_FILE)
  caFile?: string;
}

/** Who is told, of what, and at what pace. */
export class ReceiverSettings {
  @Matches(/^[A-Za-z0-9._-]{1,64}$/, { message: 'must be 1 to 64 of A-Z a-z 0-9 . _ -' })
  name!: string;

  @IsOptional()
  @MatchesPredicate(isObject, 'must be an object with url and secretFile')
  @ValidateNested()
  webhook?: WebhookSettings;

  @IsOptional()
  @MatchesPredicate(isObject, 'must be an object with server, from and to')
  @ValidateNested()
  email?: EmailSettings;

  @MatchesPredicate(arePatterns, PATTERNS)
  severities: readonly string[] = ['*'];

  @MatchesPredicate(arePatterns, PATTERNS)
  rules: readonly string[] = ['*'];

  @MatchesPredicate(arePatterns, PATTERNS)
  stations: readonly string[] = ['*'];

  /** How long the first event of a notification waits for others. */
  @IsDuration(0, HOUR_MS, 'from 0s to 1h')
  groupWait = '30s';

  /** The least time between two notifications of a group. */
  @IsDuration(0, DAY_MS, 'from 0s to 1d')
  groupInterval = '5m';

  /** After how long what still fires is told again. */
  @IsDuration(SECOND_MS, MAX_REPEAT_MS, 'from 1s to 30d')
  repeatInterval = '4h';

  /** How long an attempt may take. */
  @IsDuration(SECOND_MS, MAX_TIMEOUT_MS, 'from 1s to 60s')
  timeout = '10s';

  @MatchesPredicate(isAlertCount, `must be an integer from 1 to ${MAX_ALERTS}`)
  maxAlerts = 100;
}

/** The file with the receivers. */
export class ReceiversFile {
  @MatchesPredicate(isExternalUrl, 'must be the address of the page that people look alerts up on')
  externalUrl = '';

  @MatchesPredicate(
    areReceivers,
    `must be a list of one to ${MAX_RECEIVERS} receivers, each with a name of its own`,
  )
  @ValidateNested({ each: true })
  receivers!: readonly ReceiverSettings[];
}

function IsDuration(min: number, max: number, range: string): PropertyDecorator {
  return MatchesPredicate((text) => {
    const ms = parseDuration(text);
    return ms !== undefined && ms >= min && ms <= max;
  }, `must be a duration ${range}, such as 30s, 5m or 4h`);
}

function isAlertCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_ALERTS;
}

function arePatterns(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isNamePattern);
}

function areMailAddresses(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_RECIPIENTS) return false;
  return value.every(isMailAddress);
}

function areReceivers(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_RECEIVERS) return false;
  if (!value.every(isObject)) return false;
  const names = value.map((receiver) => (receiver as Partial<ReceiverSettings>).name);
  return new Set(names).size === names.length;
}
