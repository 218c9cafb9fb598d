import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { formatError } from '@weather/service-runtime';

type Version = readonly number[];

interface Requirement {
  readonly program: string;
  readonly args: readonly string[];
  readonly version: (output: string) => Version | undefined;
  readonly minimum: Version;
  readonly remedy: string;
}

const JAVA: Requirement = {
  program: 'java',
  args: ['-version'],
  version: javaVersion,
  minimum: [17],
  remedy:
    'install Java 17 or newer (Debian, Ubuntu: apt install openjdk-17-jre-headless; macOS: brew install openjdk@17)',
};

const MAVEN: Requirement = {
  program: process.platform === 'win32' ? 'mvn.cmd' : 'mvn',
  args: ['-v'],
  version: mavenVersion,
  minimum: [3, 6, 3],
  remedy: 'install Maven 3.6.3 or newer (Debian, Ubuntu: apt install maven; macOS: brew install maven)',
};

/** A required program is missing or too old; the message names what to install. */
export class MissingProgramError extends Error {
  override readonly name = 'MissingProgramError';
}

/** @throws MissingProgramError */
export async function requireJava(): Promise<void> {
  await requireProgram(JAVA, 'Kafka and ZooKeeper run on Java');
}

/** @throws MissingProgramError */
export async function requireMaven(): Promise<void> {
  await requireProgram(MAVEN, 'Kafka and MariaDB are downloaded with Maven');
}

/** `17.0.15` from `openjdk version "17.0.15" 2025-04-15`; of the old scheme, `1.8.0_402`, the 8. */
export function javaVersion(output: string): Version | undefined {
  const numbers = /version "([\d.]+)/.exec(output)?.[1]?.split('.').map(Number);
  return numbers?.[0] === 1 ? numbers.slice(1) : numbers;
}

/** `3.8.7` from `Apache Maven 3.8.7`. */
export function mavenVersion(output: string): Version | undefined {
  return /Apache Maven (\d+\.\d+\.\d+)/.exec(output)?.[1]?.split('.').map(Number);
}

export function isAtLeast(version: Version, minimum: Version): boolean {
  for (const [index, wanted] of minimum.entries()) {
    const part = version[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

async function requireProgram(requirement: Requirement, purpose: string): Promise<void> {
  const { program, minimum, remedy } = requirement;
  const version = requirement.version(await readOutput(requirement, purpose));
  if (version === undefined || isAtLeast(version, minimum)) return;
  throw new MissingProgramError(`${program} ${version.join('.')} is too old. ${purpose}: ${remedy}`);
}

async function readOutput({ program, args, remedy }: Requirement, purpose: string): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, {
      shell: process.platform === 'win32',
    });
    return stdout + stderr;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = missing
      ? `there is no ${program} on the PATH`
      : `${program} does not run: ${formatError(error)}`;
    throw new MissingProgramError(`${problem}. ${purpose}: ${remedy}`, { cause: error });
  }
}
