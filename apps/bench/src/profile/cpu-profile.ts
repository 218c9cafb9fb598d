import { readFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { basename } from 'node:path';

/** The part of V8's CPU profile that is used here. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** The id of the node that ran, for each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
}

export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  /** From 0. */
  readonly lineNumber: number;
  /** From 0. */
  readonly columnNumber: number;
}

/** The source and the name of a function. */
interface Origin {
  readonly source: string;
  readonly name: string;
}

/** Finds the origin of a frame; undefined for frames without a source, such as `JSON.parse`. */
export type FindOrigin = (frame: CallFrame) => Origin | undefined;

/** The CPU time of one package or source file. */
export interface PlaceShare {
  readonly where: string;
  /** Share of the busy time, from 0 to 1. */
  readonly share: number;
}

const UNNAMED = '(anonymous)';
/** V8's name of a function that is assigned to `module.exports`, which the bundler has renamed. */
const EXPORTS = /\.exports$/;
const IDLE = '(idle)';
const COLLECTOR = '(garbage collector)';
const PROGRAM = '(program)';
const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)/;
const OWN_SOURCE = /(?:apps|libs)\/.*/;

/**
 * Self time by package or source file, the largest first, with the functions that take most of it. Functions without a
 * source, such as `JSON.parse`, count for their caller.
 * @param from the time before the first sample in such a source, the start of the process, is ignored.
 */
export function selfTimes(profile: CpuProfile, findOrigin: FindOrigin, from: RegExp): PlaceShare[] {
  const places = locateNodes(profile.nodes, findOrigin);
  const start = profile.samples.findIndex((id) => from.test(places.get(id)?.source ?? ''));
  const spent = new Map<string, Map<string, number>>();
  let busy = 0;
  for (let index = Math.max(0, start); index < profile.samples.length; index++) {
    const place = places.get(profile.samples[index] ?? 0);
    if (place === undefined || place.name === IDLE) continue;
    const microseconds = profile.timeDeltas[index] ?? 0;
    busy += microseconds;
    const functions = spent.get(place.group) ?? new Map<string, number>();
    functions.set(place.name, (functions.get(place.name) ?? 0) + microseconds);
    spent.set(place.group, functions);
  }
  return [...spent]
    .map(([group, functions]) => ({ where: describePlace(group, functions), share: sum(functions) / busy }))
    .sort((a, b) => b.share - a.share);
}

interface Place {
  readonly group: string;
  readonly name: string;
  readonly source: string;
}

function locateNodes(nodes: readonly ProfileNode[], findOrigin: FindOrigin): Map<number, Place> {
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node])));
  return new Map(nodes.map((node) => [node.id, locateNode(node, parents, findOrigin)]));
}

function locateNode(
  node: ProfileNode,
  parents: ReadonlyMap<number, ProfileNode>,
  findOrigin: FindOrigin,
): Place {
  const { functionName: name } = node.callFrame;
  if (name === IDLE || name === COLLECTOR) return { group: name, name, source: '' };
  if (name === PROGRAM) return { group: 'native code: system calls', name, source: '' };
  for (let frame: ProfileNode | undefined = node; frame; frame = parents.get(frame.id)) {
    const origin = findOrigin(frame.callFrame);
    if (origin !== undefined) return createPlace(origin, frame === node ? origin.name : name);
  }
  return { group: 'Node itself', name, source: '' };
}

/** Functions of a package are listed with their file; the repository's own sources are grouped by file. */
function createPlace({ source }: Origin, name: string): Place {
  if (source.startsWith('node:')) return { group: 'Node itself', name, source };
  const inPackage = PACKAGE.exec(source)?.[1];
  if (inPackage === undefined) return { group: OWN_SOURCE.exec(source)?.[0] ?? source, name, source };
  return { group: inPackage, name: `${basename(source)} ${name}`, source };
}

const NAMED_FUNCTIONS = 3;
const PERCENT = 100;

/** `kafkajs (decode 40 %, readVarInt 20 %)`, with shares of the place. */
function describePlace(group: string, functions: ReadonlyMap<string, number>): string {
  if (functions.size === 1 && group === [...functions.keys()][0]) return group;
  const total = sum(functions);
  const largest = [...functions].sort(([, a], [, b]) => b - a).slice(0, NAMED_FUNCTIONS);
  const named = largest.map(([name, spent]) => `${name} ${Math.round((spent / total) * PERCENT)} %`);
  return `${group} (${named.join(', ')})`;
}

function sum(functions: ReadonlyMap<string, number>): number {
  return [...functions.values()].reduce((total, spent) => total + spent, 0);
}

/** Finds the origin of a bundle's frames in its source map: the bundle is one file with short names. */
export async function bundleSources(bundle: string): Promise<FindOrigin> {
  const map = new SourceMap(JSON.parse(await readFile(`${bundle}.map`, 'utf8')) as SourceMapPayload);
  return ({ url, functionName, lineNumber, columnNumber }: CallFrame) => {
    if (url === '') return undefined;
    if (!url.endsWith(bundle)) return { source: url, name: functionName || UNNAMED };
    const entry = map.findEntry(lineNumber, columnNumber);
    if (!('originalSource' in entry)) return { source: url, name: functionName || UNNAMED };
    const { originalSource, originalLine, name } = entry as SourceMapping & { readonly name?: string };
    const hasName = functionName !== '' && !EXPORTS.test(functionName);
    return { source: originalSource, name: name ?? (hasName ? functionName : `line ${originalLine + 1}`) };
  };
}
