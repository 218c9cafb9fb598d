import { join } from 'node:path';
import { runCommand } from './run-command.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  workingDirectory: process.cwd(),
  appsDirectory: join(import.meta.dirname, '..'),
});
