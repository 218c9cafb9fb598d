import type { AppProcess } from '../stack/app-process.ts';

const ADDRESS = /dashboard listening.*?(http:\/\/[\w.:]+)/;

/** Reads the address of a dashboard from its log. */
export async function dashboardAddress(dashboard: AppProcess): Promise<string> {
  return ADDRESS.exec(await dashboard.line(ADDRESS))?.[1] ?? '';
}
