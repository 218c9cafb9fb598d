import type { SeededRandom } from '../faults/seeded-random.ts';
import { acceptMessage, type HttpReceiver, type ReceivedAlert } from './http-receiver.ts';

const UNAVAILABLE = 503;
const FAILURES = 0.2;

/** Answers like a receiver that fails now and then. */
export function failingAnswers(random: SeededRandom): HttpReceiver['answer'] {
  return (response) => {
    if (random.fraction() < FAILURES) response.writeHead(UNAVAILABLE).end();
    else acceptMessage(response);
  };
}

/** A receiver that tracks alerts by their fingerprints and recognizes duplicates by their idempotency keys. */
export class TrackingReceiver {
  constructor(
    private readonly receiver: HttpReceiver,
    answer: HttpReceiver['answer'],
  ) {
    receiver.answer = answer;
  }

  /** The alerts that are firing according to the messages, as rule and station. */
  firing(): string[] {
    const last = new Map(this.receiver.alerts.map((alert) => [alert.fingerprint, alert]));
    return [...last.values()]
      .filter(({ status }) => status === 'firing')
      .map(formatAlert)
      .sort();
  }

  /** Finds resolved alerts that did not fire, alerts that are twice in a message, and keys with several bodies. */
  problems(): string[] {
    const problems: string[] = [];
    const bodies = new Map<string, string>();
    const status = new Map<string, string>();
    for (const { key, body, message } of this.receiver.requests) {
      if (bodies.has(key) && bodies.get(key) !== body) problems.push(`${key} has another body`);
      if (bodies.has(key)) continue;
      bodies.set(key, body);
      for (const alert of message.alerts) {
        if (alert.status === 'resolved' && status.get(alert.fingerprint) !== 'firing')
          problems.push(`${formatAlert(alert)} is resolved but did not fire`);
        status.set(alert.fingerprint, alert.status);
      }
      if (new Set(message.alerts.map(({ fingerprint }) => fingerprint)).size < message.alerts.length)
        problems.push(`${key} has an alert twice`);
    }
    return problems;
  }
}

function formatAlert({ labels }: ReceivedAlert): string {
  return `${labels['alertname'] ?? ''} ${labels['station'] ?? ''}`;
}
