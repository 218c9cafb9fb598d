import { fetchPartitionCounts, KafkaConnection, TransactionalProducer } from '@weather/kafka-client';
import { DEAD_LETTERS_SECTIONS } from '../cli-config.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { formatCount } from '../format.ts';
import { matchesFilter, parseDeadLettersRequest, type DeadLettersRequest } from './dead-letter-filter.ts';
import { DeadLetterTopic } from './dead-letter-topic.ts';
import { deadLetterJson, formatDeadLetter } from './format-dead-letter.ts';
import { formatRedrive, redrive } from './redrive.ts';

type Context = CommandContext<typeof DEAD_LETTERS_SECTIONS>;
type Request<Name> = Extract<DeadLettersRequest, { name: Name }>;

/** One id for all runs: starting a redrive fences the one that is running. */
const TRANSACTIONAL_ID = 'weather-redrive';

export const DEAD_LETTERS_COMMAND = defineCommand({
  name: 'dead-letters',
  summary: 'lists the dead letters, or resends them to their topic.',
  sections: DEAD_LETTERS_SECTIONS,
  parse: parseDeadLettersRequest,
  run: async (request, context) => {
    const connection = new KafkaConnection(context.settings.kafka, context.logger);
    const output =
      request.name === 'redrive'
        ? await runRedrive(request, connection, context)
        : await runList(request, connection, context);
    return { output, ok: true };
  },
});

/** Prints the selected dead letters as they are read. */
async function runList(
  { filter, limit, json }: Request<'list'>,
  connection: KafkaConnection,
  context: Context,
): Promise<string> {
  const topic = await openTopic(connection, context);
  const redriven = await topic.redriven();
  let listed = 0;
  for await (const deadLetter of topic.deadLetters()) {
    if (listed >= limit) break;
    if (!matchesFilter(filter, deadLetter)) continue;
    listed += 1;
    const redrivenAt = redriven.get(deadLetter.identity);
    process.stdout.write(
      json ? deadLetterJson(deadLetter, redrivenAt) : `${formatDeadLetter(deadLetter, redrivenAt)}\n`,
    );
  }
  return json ? '' : `${formatCount(listed, 'dead letter')}\n`;
}

/** Connects the producer first: a running redrive has then ended, and its markers are complete. */
async function runRedrive(
  { filter, limit, dryRun }: Request<'redrive'>,
  connection: KafkaConnection,
  context: Context,
): Promise<string> {
  const { settings, signal, progress } = context;
  const producer = dryRun ? undefined : await connectProducer(connection, context);
  let sent = 0;
  const result = await redrive({
    topic: await openTopic(connection, context),
    deadLetterTopic: settings.deadLetters.deadLetterTopic,
    filter,
    limit,
    partitionCounts: await fetchPartitionCounts(connection, signal),
    send: async (records) => producer?.send(records),
    onSent: (deadLetter) => {
      sent += 1;
      if (dryRun) process.stdout.write(`${formatDeadLetter(deadLetter, undefined)}\n`);
      else progress(() => `${formatCount(sent, 'dead letter')} resent`);
    },
    now: Date.now,
    signal,
  });
  return formatRedrive(result, dryRun, settings.kafka.saslUsername);
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
  const topic = await DeadLetterTopic.open({
    connection,
    topic: settings.deadLetters.deadLetterTopic,
    signal,
  });
  onStop(() => topic.close());
  return topic;
}
