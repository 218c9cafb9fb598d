import type { AppProcess } from '../stack/app-process.ts';
import type { TestStack } from '../stack/test-stack.ts';

export type Json = Readonly<Record<string, unknown>>;

const ADDRESS = /dashboard listening.*?(http:\/\/[\w.:]+)/;

/** Reads the address of a dashboard from its log. */
export async function dashboardAddress(dashboard: AppProcess): Promise<string> {
  return ADDRESS.exec(await dashboard.line(ADDRESS))?.[1] ?? '';
}

/** A started dashboard and its address. */
export class DashboardApp {
  private constructor(
    readonly app: AppProcess,
    /** Such as `http://127.0.0.1:41234`. */
    readonly address: string,
  ) {}

  static async start(
    stack: TestStack,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<DashboardApp> {
    const app = stack.app('dashboard', settings);
    return new DashboardApp(app, await dashboardAddress(app));
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return await fetch(`${this.address}${path}`, { headers });
  }

  /** The body of an answer, which must be 200. */
  async json(path: string): Promise<Json> {
    const response = await this.get(path);
    if (response.status !== 200)
      throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
    return (await response.json()) as Json;
  }

  /** The items of all pages of a list. @param name of the property with the items. */
  async pages(path: string, name: string): Promise<Json[]> {
    const items: Json[] = [];
    for (let cursor = ''; ;) {
      const page = await this.json(`${path}${cursor}`);
      items.push(...(page[name] as Json[]));
      if (page['next'] === undefined) return items;
      cursor = `&cursor=${encodeURIComponent(page['next'] as string)}`;
    }
  }
}
