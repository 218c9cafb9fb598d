import { computed, type ReadonlySignal, signal, type Signal } from '@preact/signals';
import type { Alert } from '../../../contract/alerts.ts';
import { type AlertFilter, matchesFilter, mergeAlerts } from '../../lib/alerts.ts';
import { api, formatError, isAborted } from '../../lib/api.ts';
import type { LiveStore } from '../../lib/store.ts';

const PAGE = 100;

/** The alerts that match a filter, loaded page by page and updated live. */
export class AlertsModel {
  readonly isLoading = signal(true);
  readonly error: Signal<string | null> = signal(null);
  readonly hasOlder: ReadonlySignal<boolean>;
  /** Newest first. */
  readonly shown: ReadonlySignal<readonly Alert[]>;

  readonly #known: Signal<readonly Alert[]> = signal([]);
  readonly #next: Signal<string | undefined> = signal(undefined);
  readonly #controller = new AbortController();

  constructor(
    private readonly store: LiveStore,
    readonly filter: AlertFilter,
  ) {
    this.hasOlder = computed(() => this.#next.value !== undefined);
    // An alert whose state has changed may no longer match.
    this.shown = computed(() => this.#known.value.filter((alert) => matchesFilter(alert, filter)));
  }

  /** Returns a function that stops it. */
  start(): () => void {
    const stops = [
      this.store.generation.subscribe(() => void this.#load(undefined)),
      this.store.onAlerts.add(({ alerts, removed }) => {
        this.#known.value = mergeAlerts(this.#known.peek(), alerts, removed);
      }),
      () => this.#controller.abort(),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async loadOlder(): Promise<void> {
    await this.#load(this.#next.peek());
  }

  async #load(cursor: string | undefined): Promise<void> {
    this.isLoading.value = true;
    try {
      const page = await api.alerts(
        { ...this.filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
        this.#controller.signal,
      );
      this.#known.value = mergeAlerts(this.#known.peek(), page.alerts);
      this.#next.value = page.next;
      this.error.value = null;
    } catch (error) {
      if (!isAborted(error)) this.error.value = formatError(error);
    }
    this.isLoading.value = false;
  }
}
