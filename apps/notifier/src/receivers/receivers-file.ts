import {
  ExactlyOneOf,
  expected,
  ListOf,
  MatchesPredicate,
  Nested,
  ObjectRule,
  parseDocument,
} from '@weather/service-runtime';
import {
  MS_PER_DAY,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  parseDuration,
} from '@weather/weather-schema';
import { IsOptional, IsString, Matches } from 'class-validator';
import { isExternalUrl, isMailAddress, isMailServer, isWebhookUrl } from './receiver-addresses.ts';

const MAX_RECEIVERS = 50;
const MAX_RECIPIENTS = 50;
const MAX_ALERTS = 1_000;
const MAX_PATTERNS = 1_000;
const MAX_PATTERN_CHARACTERS = 64;
const MAX_REPEAT_DAYS = 30;
const FILE = expected('the path of a file');

/** A receiver that is an HTTP server. */
export class WebhookSettings {
  @MatchesPredicate(isWebhookUrl, 'an https or http address without a user name or password in it', {
    hideValue: true,
  })
  url!: string;

  @IsString(expected('the path of a file with the secret that signs the notifications'))
  secretFile!: string;

  @IsOptional()
  @IsString(FILE)
  caFile?: string;
}

/** A receiver that is one or more mailboxes. */
@ObjectRule(hasWholeLogin, 'must have both "user" and "passwordFile" or neither')
export class EmailSettings {
  @MatchesPredicate(isMailServer, 'smtps://host:465 (TLS from the start) or smtp://host:587 (STARTTLS)', {
    hideValue: true,
  })
  server!: string;

  @IsOptional()
  @IsString(expected('the user to log in as'))
  user?: string;

  @IsOptional()
  @IsString(expected('the path of a file with the password of the user'))
  passwordFile?: string;

  @MatchesPredicate(isMailAddress, 'an e-mail address')
  from!: string;

  @ListOf(
    { matches: isMailAddress, expected: 'an e-mail address' },
    { expected: `a list of 1 to ${MAX_RECIPIENTS} e-mail addresses`, min: 1, max: MAX_RECIPIENTS },
  )
  to!: readonly string[];

  @IsOptional()
  @IsString(FILE)
  caFile?: string;
}

/** A receiver: which events it is notified of, how often and by which channel. */
@ExactlyOneOf('webhook', 'email')
export class ReceiverSettings {
  @Matches(/^[A-Za-z0-9._-]{1,64}$/, expected('1 to 64 of A-Z a-z 0-9 . _ -'))
  name!: string;

  @IsOptional()
  @Nested(WebhookSettings, 'an object with url and secretFile')
  webhook?: WebhookSettings;

  @IsOptional()
  @Nested(EmailSettings, 'an object with server, from and to')
  email?: EmailSettings;

  @ArePatterns()
  severities: readonly string[] = ['*'];

  @ArePatterns()
  rules: readonly string[] = ['*'];

  @ArePatterns()
  stations: readonly string[] = ['*'];

  /** How long the first event of a notification waits for others. */
  @IsDuration(0, MS_PER_HOUR, 'from 0s to 1h')
  groupWait = '30s';

  /** The minimum time between two notifications of a group. */
  @IsDuration(0, MS_PER_DAY, 'from 0s to 1d')
  groupInterval = '5m';

  /** How long an alert that still fires waits for its next reminder. */
  @IsDuration(MS_PER_SECOND, MAX_REPEAT_DAYS * MS_PER_DAY, `from 1s to ${MAX_REPEAT_DAYS}d`)
  repeatInterval = '4h';

  /** The maximum duration of an attempt. */
  @IsDuration(MS_PER_SECOND, MS_PER_MINUTE, 'from 1s to 60s')
  timeout = '10s';

  @MatchesPredicate(isAlertCount, `an integer from 1 to ${MAX_ALERTS}`)
  maxAlerts = 100;
}

/** The file with the receivers. */
export class ReceiversFile {
  @MatchesPredicate(isExternalUrl, 'the address of the page that shows the alerts', { hideValue: true })
  externalUrl = '';

  @ListOf(ReceiverSettings, {
    expected: `a list of 1 to ${MAX_RECEIVERS} receivers`,
    min: 1,
    max: MAX_RECEIVERS,
    unique: 'name',
  })
  receivers!: readonly ReceiverSettings[];
}

/**
 * Parses the file of receivers, YAML or JSON.
 * @throws DocumentError with every issue and its place.
 */
export function parseReceivers(text: string): ReceiversFile {
  return parseDocument(ReceiversFile, text, { contents: 'receivers' });
}

function IsDuration(min: number, max: number, range: string): PropertyDecorator {
  return MatchesPredicate((text) => {
    const ms = parseDuration(text);
    return ms !== undefined && ms >= min && ms <= max;
  }, `a duration ${range}, such as 30s, 5m or 4h`);
}

/** Whether a text may be a pattern of names. */
export function isNamePattern(text: unknown): boolean {
  return typeof text === 'string' && text !== '' && text.length <= MAX_PATTERN_CHARACTERS;
}

function isAlertCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_ALERTS;
}

function ArePatterns(): PropertyDecorator {
  return ListOf(
    { matches: isNamePattern, expected: 'a name, in which * stands for any characters' },
    { expected: 'a list of names, such as ["heat-*"]', min: 1, max: MAX_PATTERNS },
  );
}

function hasWholeLogin({ user, passwordFile }: EmailSettings): boolean {
  return (user === undefined) === (passwordFile === undefined);
}
