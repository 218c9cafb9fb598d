import {
  KafkaConnection,
  fetchPartitionCounts,
  TransactionalProducer,
  type PartitionReaderOptions,
} from '@weather/kafka-client';
import { ProgressLine, type ServiceContext, type ServiceDefinition } from '@weather/service-runtime';
import { DEAD_LETTERS_SECTIONS, QuietLoggingConfig } from '../cli-config.ts';
import { USAGE } from '../usage.ts';
import { DeadLetterTopic } from './dead-letter-topic.ts';
import { formatLetter } from './format-letter.ts';
import { parseDeadLettersRequest, type DeadLettersRequest } from './letter-filter.ts';
import { listLetters } from './list-letters.ts';
import { formatRedrive, redriveLetters } from './redrive-letters.ts';

type Context = ServiceContext<typeof DEAD_LETTERS_SECTIONS>;
type RedriveRequest = Extract<DeadLettersRequest, { name: 'redrive' }>;

/** One id for all: whoever begins to redrive ends whoever was at it. */
const TRANSACTIONAL_ID = 'weather-redrive';
const EXIT_OK = 0;
const EXIT_UNFINISHED = 1;

export const DEAD_LETTERS_COMMAND: ServiceDefinition<typeof DEAD_LETTERS_SECTIONS> = {
  name: 'weather dead-letters',
  summary: `lists the dead letters, or sends them to their topic again.\n\n${USAGE}`,
  sections: DEAD_LETTERS_SECTIONS,
  logging: QuietLoggingConfig,
  logTo: 'stderr',
  run: async (context) => {
    const [, ...args] = context.args;
    // A command that is interrupted has not done what was asked for.
    process.exitCode = EXIT_UNFINISHED;
    const request = parseDeadLettersRequest(args);
    const connection = new KafkaConnection(context.settings.kafka, context.logger);
    if (request.name === 'redrive') await redrive(request, connection, context);
    else await listLetters(await openTopic(connection, context), request, print);
    if (!context.signal.aborted) process.exitCode = EXIT_OK;
  },
};

/** The producer comes first: what was under way has ended then, and the markers that are read are all there are. */
async function redrive(
  { filter, limit, dryRun }: RedriveRequest,
  connection: KafkaConnection,
  context: Context,
): Promise<void> {
  const { settings, signal, logger } = context;
  const producer = dryRun ? undefined : await connectProducer(connection, context);
  const progress = new ProgressLine(process.stderr, logger);
  let sent = 0;
  const result = await redriveLetters({
    topic: await openTopic(connection, context),
    deadLetterTopic: settings.deadLetters.deadLetterTopic,
    filter,
    limit,
    partitionsOf: await fetchPartitionCounts(connection, signal),
    send: async (records) => producer?.send(records),
    whenSent: (letter) => {
      sent += 1;
      if (dryRun) print(`${formatLetter(letter, undefined)}\n`);
      else progress.update(() => `${sent} letters sent again`);
    },
    now: Date.now,
    signal,
  }).finally(() => progress.end());
  print(formatRedrive(result, dryRun, settings.kafka.saslUsername));
}

async function connectProducer(
  connection: KafkaConnection,
  { signal, onStop }: Context,
): Promise<TransactionalProducer> {
  const producer = await TransactionalProducer.connect(connection, TRANSACTIONAL_ID, signal);
  onStop(() => producer.close());
  return producer;
}

async function openTopic(
  connection: KafkaConnection,
  { settings, signal, onStop }: Context,
): Promise<DeadLetterTopic> {
  const options: PartitionReaderOptions = {
    connection,
    topic: settings.deadLetters.deadLetterTopic,
    signal,
  };
  const topic = await DeadLetterTopic.open(options);
  onStop(() => topic.close());
  return topic;
}

function print(text: string): void {
  process.stdout.write(text);
}
