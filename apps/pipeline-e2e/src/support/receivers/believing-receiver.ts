import type { SeededRandom } from '../faults/seeded-random.ts';
import { thank, type HttpReceiver, type ReceivedAlert } from './http-receiver.ts';

const UNAVAILABLE = 503;
const FAILURES = 0.2;

/** Answers of a receiver that fails now and then. */
export function failingAnswers(random: SeededRandom): HttpReceiver['answer'] {
  return (response) => {
    if (random.fraction() < FAILURES) response.writeHead(UNAVAILABLE).end();
    else thank(response);
  };
}

/** A receiver as they are: it goes by the fingerprint and knows messages by their keys. */
export class BelievingReceiver {
  constructor(
    private readonly receiver: HttpReceiver,
    answer: HttpReceiver['answer'],
  ) {
    receiver.answer = answer;
  }

  /** The alerts that it takes for firing: the rule and the station of each. */
  firing(): string[] {
    const last = new Map(this.receiver.alerts.map((alert) => [alert.fingerprint, alert]));
    return [...last.values()]
      .filter(({ status }) => status === 'firing')
      .map(nameOf)
      .sort();
  }

  /** Ends of what did not fire, stations that came twice in a message, and keys with several bodies. */
  faults(): string[] {
    const faults: string[] = [];
    const bodies = new Map<string, string>();
    const status = new Map<string, string>();
    for (const { key, body, message } of this.receiver.requests) {
      if (bodies.has(key) && bodies.get(key) !== body) faults.push(`${key} has another body`);
      if (bodies.has(key)) continue;
      bodies.set(key, body);
      for (const alert of message.alerts) {
        if (alert.status === 'resolved' && status.get(alert.fingerprint) !== 'firing')
          faults.push(`${nameOf(alert)} is over and did not fire`);
        status.set(alert.fingerprint, alert.status);
      }
      if (new Set(message.alerts.map(({ fingerprint }) => fingerprint)).size < message.alerts.length)
        faults.push(`${key} has an alert twice`);
    }
    return faults;
  }
}

function nameOf({ labels }: ReceivedAlert): string {
  return `${labels['alertname'] ?? ''} ${labels['station'] ?? ''}`;
}
