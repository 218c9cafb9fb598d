import { ReadingJudge } from '@weather/weather-judge';
import { endForgottenRules, ReadingSink, SilenceWatch, type WeatherDatabase } from '@weather/weather-store';
import { aboveThreshold } from './alert-rule.ts';
import type { ConsumerConfig } from './consumer-config.ts';
import { loadRules } from './load-rules.ts';

const MS_PER_MINUTE = 60_000;

/** What stores batches, and what looks for silent stations, by the same rules. */
export interface Store {
  readonly sink: ReadingSink;
  readonly silence: SilenceWatch;
}

/** @throws ConfigurationError when the alert rules cannot be used. */
export async function openStore(
  database: WeatherDatabase,
  consumer: Readonly<ConsumerConfig>,
  signal: AbortSignal,
): Promise<Store> {
  const ruleSet = loadRules(consumer);
  const latenessMs = consumer.latenessMinutes * MS_PER_MINUTE;
  await database.whenReachable(() => endForgottenRules(database, ruleSet, Date.now()), { signal });
  const sink = await ReadingSink.open({
    database,
    judge: new ReadingJudge(ruleSet),
    latenessMs,
    isAlert: aboveThreshold(consumer.alertThresholdCelsius),
  });
  return { sink, silence: new SilenceWatch({ database, ruleSet, latenessMs, now: Date.now }) };
}
