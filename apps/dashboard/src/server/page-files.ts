import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { ApiServer } from './api-server.ts';

/** Serves the page: the files of a folder, compressed where they are there compressed. */
export async function servePage(server: ApiServer, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await server.register(fastifyStatic, { root: folder, preCompressed: true, schemaHide: true });
}
