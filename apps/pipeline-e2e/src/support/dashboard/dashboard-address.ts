import type { AppProcess } from '../stack/app-process.ts';

const ADDRESS = /dashboard listening.*?(http:\/\/[\w.:]+)/;

/** Where a dashboard answers, as its log says. */
export async function dashboardAddress(dashboard: AppProcess): Promise<string> {
  return ADDRESS.exec(await dashboard.line(ADDRESS))?.[1] ?? '';
}
