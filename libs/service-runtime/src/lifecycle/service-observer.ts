/**
 * Is told what becomes of the services that an app depends on, each by a short name of which there are few: `kafka`,
 * `mysql`, `topic weather_data`.
 */
export interface ServiceObserver {
  /** The app depends on the service from now on, which counts as answering until it is said to be away. */
  dependsOn(service: string): void;
  /** The service has stopped answering. */
  away(service: string): void;
  /** The service answers again. */
  back(service: string): void;
  /** An attempt has failed for want of the service, and is going to be made again. */
  retry(service: string): void;
}

/** Does nothing with what it is told, for commands that end and for tests. */
export const NO_OBSERVER: ServiceObserver = {
  dependsOn: () => undefined,
  away: () => undefined,
  back: () => undefined,
  retry: () => undefined,
};
