import type { Logger, ProgressOutput } from '@weather/service-runtime';
import type { KafkaLine } from './download/packages.ts';
import type { OnServerLost } from './process/dev-server.ts';
import type { PortSetting } from './process/ports.ts';

export interface DevStackPorts {
  /** Of ZooKeeper, or of the controller of Kafka 4. */
  readonly zookeeper: number;
  readonly kafka: number;
  readonly mysql: number;
}

export interface DevStackOptions {
  /** Created if missing. A folder with other contents is rejected. */
  readonly dataDirectory: string;
  /** Default: `weather-pipeline` in `$XDG_CACHE_HOME` or `~/.cache`. */
  readonly cacheDirectory?: string;
  /** 0: any free port, which the server keeps as long as the stack lives. */
  readonly ports: DevStackPorts;
  /** Ports of the caller that must be free as well; all ports in use are reported together. */
  readonly otherPorts?: readonly PortSetting[];
  readonly logger: Logger;
  /** A `mysqld` or `mariadbd`, on the PATH or as a path, to run instead of the downloaded MariaDB. */
  readonly mysqld?: string;
  /** Kafka 3 with ZooKeeper, the default, or Kafka 4 in KRaft. */
  readonly kafkaLine?: KafkaLine;
  /** Number of brokers, default 1. The first uses the given port, the others free ones. */
  readonly brokers?: number;
  /** Settings of each broker that replace the stack's or Kafka's own. */
  readonly kafkaSettings?: Readonly<Record<string, string>>;
  /** The same for the controller of Kafka 4. */
  readonly controllerSettings?: Readonly<Record<string, string>>;
  /** Passwords of the users that log in to Kafka 4 with SCRAM-SHA-512, by name; set when the data folder is created. */
  readonly scramPasswords?: Readonly<Record<string, string>>;
  /** Options of the database server, after the stack's. */
  readonly databaseOptions?: readonly string[];
  /** Which servers `DevStack.start` starts, default both; ZooKeeper or the controller comes with Kafka. */
  readonly start?: { readonly kafka?: boolean; readonly database?: boolean };
  /** Erases the data of an earlier stack first. */
  readonly fresh?: boolean;
  readonly heapMegabytes?: { readonly kafka?: number; readonly zookeeper?: number };
  readonly bufferPoolMegabytes?: number;
  /** Shows the progress of downloads; default: standard error. */
  readonly progressOutput?: ProgressOutput;
  /** Aborts the start: servers already started are stopped, and `start` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called when a server exits that was neither stopped nor killed through this stack. */
  readonly onServerLost?: OnServerLost;
}
