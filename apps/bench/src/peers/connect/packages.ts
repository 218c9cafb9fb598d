import type { Artifact, Package } from '@weather/dev-stack';

/** The first release whose JsonConverter accepts one schema for all messages (`schema.content`). */
const CONNECT_VERSION = '4.2.0';
const DEBEZIUM_VERSION = '3.3.1.Final';
const LOG4J_VERSION = '2.25.1';
const MARIADB_DRIVER_VERSION = '3.5.6';

const kafka = (name: string): Artifact => ({ group: 'org.apache.kafka', name, version: CONNECT_VERSION });
const log4j = (name: string): Artifact => ({
  group: 'org.apache.logging.log4j',
  name,
  version: LOG4J_VERSION,
});

/** The worker. */
export const CONNECT_PACKAGE: Package = {
  id: 'kafka-connect',
  title: `Kafka Connect ${CONNECT_VERSION}`,
  artifacts: [
    ...['connect-runtime', 'connect-json', 'connect-transforms'].map(kafka),
    ...['log4j-core', 'log4j-slf4j-impl', 'log4j-1.2-api'].map(log4j),
  ],
};

/** Its plugin. */
export const DEBEZIUM_PACKAGE: Package = {
  id: 'debezium-jdbc',
  title: `Debezium JDBC sink ${DEBEZIUM_VERSION}`,
  artifacts: [
    { group: 'io.debezium', name: 'debezium-connector-jdbc', version: DEBEZIUM_VERSION },
    { group: 'org.mariadb.jdbc', name: 'mariadb-java-client', version: MARIADB_DRIVER_VERSION },
  ],
};
