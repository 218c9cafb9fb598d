/**
 * Is told what becomes of the services that an app depends on, each by a short name of which there are few: `kafka`,
 * `mysql`, `topic weather_data`.
 */
export interface ServiceObserver {
  /** The app depends on the service from now on, which counts as answering until it is said to be away. */
  register(service: string): void;
  /** The service has stopped answering. */
  unreachable(service: string): void;
  /** The service answers again. */
  recovered(service: string): void;
  /** An attempt has failed for want of the service, and is going to be made again. */
  retry(service: string): void;
}

/** Does nothing with what it is told, for commands that end and for tests. */
export const NO_OP_OBSERVER: ServiceObserver = {
  register: () => undefined,
  unreachable: () => undefined,
  recovered: () => undefined,
  retry: () => undefined,
};
