import { UsageError } from '@weather/service-runtime';

/** The address of an existing server. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const MAX_PORT = 65_535;
const ADDRESS = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):(\d{1,5})$/i;

/** @throws UsageError naming the option. */
export function parsePort(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= MAX_PORT) return port;
  throw new UsageError(
    `${option} "${text}" is invalid; expected an integer from 0 to ${MAX_PORT} (0: any free port)`,
  );
}

/** @throws UsageError naming the option. */
export function parseAddress(option: string, text: string | undefined): Address | undefined {
  if (text === undefined) return undefined;
  const [, host, port] = ADDRESS.exec(text.trim()) ?? [];
  if (host !== undefined && Number(port) > 0 && Number(port) <= MAX_PORT) {
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  }
  throw new UsageError(`${option} "${text}" is invalid; expected host:port, such as 127.0.0.1:9092`);
}

/** @throws UsageError naming the option. */
export function parseAddresses(option: string, text: string | undefined): Address[] | undefined {
  return text?.split(',').flatMap((part) => parseAddress(option, part) ?? []);
}

/** @throws UsageError naming the option. */
export function parseSpeed(option: string, text: string | undefined): string | undefined {
  if (text === undefined || text === 'max' || (text.trim() !== '' && Number(text) > 0)) return text;
  throw new UsageError(
    `${option} "${text}" is invalid; expected max or a multiple of real time, such as 3600`,
  );
}
