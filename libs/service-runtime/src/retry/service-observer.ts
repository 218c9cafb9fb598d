/**
 * Observes the services that an app depends on, each under a short name with few different values: `kafka`, `mysql`,
 * `topic weather_data`.
 */
export interface ServiceObserver {
  /** Adds a service, which counts as reachable until `unreachable` is called. */
  register(service: string): void;
  /** The service has stopped answering. */
  unreachable(service: string): void;
  /** The service answers again. */
  recovered(service: string): void;
  /** An attempt has failed because of the service and will be made again. */
  retry(service: string): void;
}

/** Ignores everything, for commands that end and for tests. */
export const NO_OP_OBSERVER: ServiceObserver = {
  register: () => undefined,
  unreachable: () => undefined,
  recovered: () => undefined,
  retry: () => undefined,
};
