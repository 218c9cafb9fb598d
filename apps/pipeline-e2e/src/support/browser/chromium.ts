import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const DEFAULT_PATH = '/usr/bin/chromium';
const ROOT = 0;
/** Without network requests by the browser itself. */
const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Starts the Chromium of this machine, or the one at `CHROMIUM_PATH`, with an empty profile.
 * @throws Error that says what to install if there is none.
 */
export async function startChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? DEFAULT_PATH;
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath} is missing: install Chromium, or set CHROMIUM_PATH`);
  }
  return await chromium.launch({ executablePath, args: FLAGS, chromiumSandbox: canSandbox() });
}

/** Chromium's sandbox works neither for root nor in CI. */
function canSandbox(): boolean {
  return process.getuid?.() !== ROOT && process.env['CI'] === undefined;
}
