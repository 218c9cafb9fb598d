import type { HealthCheck } from '@weather/service-runtime';

/** What the monitor asks: the producer of the Kafka client, and whether Kafka answers. */
export interface Sending {
  readonly acknowledged: number;
  readonly buffered: number;
  readonly kafkaAnswers: boolean;
}

const STUCK_AFTER_MS = 120_000;
const MS_PER_SECOND = 1000;

/**
 * Whether the producer gets on: readings that wait for minutes although Kafka answers mean that it does not, and that a
 * restart would help. Nothing to send, or Kafka away, is no reason to restart.
 */
export class SendingMonitor {
  #acknowledged = 0;
  #progressAt: number;

  constructor(
    private readonly sending: () => Sending,
    private readonly now: () => number,
  ) {
    this.#progressAt = now();
  }

  readonly check: HealthCheck = () => {
    const { acknowledged, buffered, kafkaAnswers } = this.sending();
    if (acknowledged !== this.#acknowledged || buffered === 0 || !kafkaAnswers) {
      this.#acknowledged = acknowledged;
      this.#progressAt = this.now();
    }
    const stuckMs = this.now() - this.#progressAt;
    if (stuckMs <= STUCK_AFTER_MS) return { ok: true, detail: 'ok' };
    return { ok: false, detail: `no reading was acknowledged for ${Math.round(stuckMs / MS_PER_SECOND)} s` };
  };
}
