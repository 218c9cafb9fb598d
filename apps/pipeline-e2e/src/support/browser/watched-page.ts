import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Chromium's message about a request that no server has answered, which the page shows as well. */
const CONNECTION_LOST = /Failed to load resource: net::ERR_(CONNECTION|INCOMPLETE|EMPTY|NETWORK)/;
const DESKTOP = { width: 1280, height: 800 };

/** A page of the dashboard that records everything that a page must never do. */
export class WatchedPage {
  /** Errors and warnings of the console, uncaught errors, dialogs, requests to other hosts. */
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly address: string,
  ) {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.faults.push(`uncaught: ${error.message}`));
    page.on('dialog', (dialog) => {
      this.faults.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const { host, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && host !== new URL(address).host) this.faults.push(request.url());
    });
  }

  /** Opens a view, such as `#/alerts`, in a separate profile. */
  static async open(
    browser: Browser,
    address: string,
    view = '',
    options: BrowserContextOptions = {},
  ): Promise<WatchedPage> {
    const context = await browser.newContext({
      viewport: DESKTOP,
      locale: 'en-GB',
      timezoneId: 'Europe/Paris',
      ...options,
    });
    const watched = new WatchedPage(await context.newPage(), address);
    await watched.show(view);
    return watched;
  }

  /** Opens a view as if its address were typed. */
  async show(view: string): Promise<void> {
    await this.page.goto(`${this.address}/${view}`);
    await this.page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
  }

  /** The recorded faults without those that an outage of the server explains. */
  faultsBesidesOutages(): string[] {
    return this.faults.filter((fault) => !CONNECTION_LOST.test(fault));
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
