import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const DEFAULT_PATH = '/usr/bin/chromium';
const ROOT = 0;
/** Nothing of the browser's own goes over the network. */
const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Starts the Chromium of this machine, or the one that `CHROMIUM_PATH` names, with an empty profile.
 * @throws Error that says what to install when there is none.
 */
export async function startChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? DEFAULT_PATH;
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath} is missing: install Chromium, or let CHROMIUM_PATH name it`);
  }
  return await chromium.launch({ executablePath, args: FLAGS, chromiumSandbox: canSandbox() });
}

/** Chromium's sandbox works neither for root nor in the containers and machines of a CI. */
function canSandbox(): boolean {
  return process.getuid?.() !== ROOT && process.env['CI'] === undefined;
}
