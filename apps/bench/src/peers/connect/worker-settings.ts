import { readingSchema } from './reading-schema.ts';

export interface WorkerPlace {
  readonly brokers: readonly string[];
  /** The port of its REST interface. */
  readonly restPort: number;
  readonly plugins: string;
  readonly offsetsFile: string;
}

type Properties = Readonly<Record<string, string | number>>;

/** The properties of a standalone worker that reads the records of the wire format. */
export function workerSettings({ brokers, restPort, plugins, offsetsFile }: WorkerPlace): Properties {
  return {
    'bootstrap.servers': brokers.join(','),
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'true',
    'value.converter.schema.content': readingSchema(),
    'offset.storage.file.filename': offsetsFile,
    listeners: `http://127.0.0.1:${restPort}`,
    'plugin.path': plugins,
  };
}
