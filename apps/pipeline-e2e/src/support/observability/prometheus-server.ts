import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@weather/dev-stack';
import { eventually } from '@weather/service-runtime/testing';
import { stringify } from 'yaml';
import { readRuleFile, type RuleFile } from './alert-rules.ts';

const HOST = '127.0.0.1';
const EACH_SECOND = '1s';

/** An app to scrape; the job is its name. */
export interface ScrapeTarget {
  readonly job: string;
  readonly port: number;
}

/** One series of a query result. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  /** Its time and its value. */
  readonly value: readonly [number, string];
}

/** A target, as Prometheus sees it. */
export interface TargetState {
  readonly labels: Readonly<Record<string, string>>;
  readonly health: string;
  readonly lastError: string;
}

/** A rule, as Prometheus evaluates it. */
export interface RuleState {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
}

/** An alert that is pending or fires. */
export interface AlertState {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: string;
}

/**
 * The Prometheus on the PATH, with the project's rules, in a given folder. It scrapes and evaluates every second,
 * and every `for` of a rule is shortened to a second: the tests check which alerts fire, not how long they wait.
 */
export class PrometheusServer {
  #output = '';

  private constructor(
    private readonly address: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => (this.#output += text.toString()));
  }

  /** @throws Error if Prometheus is not on the PATH, or with its output if it does not become ready. */
  static async start(folder: string, targets: readonly ScrapeTarget[]): Promise<PrometheusServer> {
    await writeFile(join(folder, 'alerts.yml'), stringify(shortenWaits(readRuleFile())));
    await writeFile(join(folder, 'prometheus.yml'), stringify(makeConfiguration(targets)));
    const address = `${HOST}:${await freePort()}`;
    const child = spawn(
      'prometheus',
      ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=${address}`],
      { cwd: folder },
    );
    await once(child, 'spawn');
    const server = new PrometheusServer(address, child);
    await server.#ready();
    return server;
  }

  /** Stops Prometheus with SIGTERM and waits for its end. */
  async stop(): Promise<void> {
    if (this.#hasExited) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exit;
  }

  /** Evaluates a PromQL expression now. */
  async query(expression: string): Promise<Sample[]> {
    const { result } = await this.#api<{ readonly result: Sample[] }>(
      `query?query=${encodeURIComponent(expression)}`,
    );
    return result;
  }

  async targets(): Promise<TargetState[]> {
    return (await this.#api<{ readonly activeTargets: TargetState[] }>('targets')).activeTargets;
  }

  async rules(): Promise<RuleState[]> {
    const { groups } = await this.#api<{ readonly groups: { readonly rules: RuleState[] }[] }>('rules');
    return groups.flatMap(({ rules }) => rules);
  }

  /** Finds the firing alerts with that name. */
  async firing(name: string): Promise<AlertState[]> {
    const { alerts } = await this.#api<{ readonly alerts: AlertState[] }>('alerts');
    return alerts.filter(({ labels, state }) => labels['alertname'] === name && state === 'firing');
  }

  async #ready(): Promise<void> {
    await eventually(async () => {
      const response = await fetch(`http://${this.address}/-/ready`);
      if (!response.ok || this.#hasExited) throw new Error(`Prometheus is not ready:\n${this.#output}`);
    });
  }

  get #hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async #api<T>(path: string): Promise<T> {
    const response = await fetch(`http://${this.address}/api/v1/${path}`);
    const body = (await response.json()) as { readonly data: T; readonly error?: string };
    if (!response.ok) throw new Error(`${path}: ${body.error ?? response.status}`);
    return body.data;
  }
}

function shortenWaits({ groups }: RuleFile): RuleFile {
  return {
    groups: groups.map(({ name, rules }) => ({
      name,
      rules: rules.map((rule) => ({ ...rule, ...(rule.for !== undefined && { for: EACH_SECOND }) })),
    })),
  };
}

function makeConfiguration(targets: readonly ScrapeTarget[]): object {
  return {
    global: {
      scrape_interval: EACH_SECOND,
      scrape_timeout: EACH_SECOND,
      evaluation_interval: EACH_SECOND,
    },
    rule_files: ['alerts.yml'],
    scrape_configs: targets.map(({ job, port }) => ({
      job_name: job,
      static_configs: [{ targets: [`${HOST}:${port}`] }],
    })),
  };
}
