import { createMeshApiClient, type MeshApiClient } from '../../mesh-api/client/create-mesh-api-client.js';
import type { Io } from '../io.js';
import { readInputFile } from '../read-input-file.js';
import { UsageError } from '../usage-error.js';
import type { AccessOptions } from './access-options.js';

/** Where `meshwright serve` listens unless it is told otherwise. */
const defaultServer = 'http://127.0.0.1:15050';

/** Makes a client of the mesh API that the command line and the environment name. */
export function openClient({ server, tokenFile }: AccessOptions, io: Io): MeshApiClient {
  const baseUrl = server ?? io.env['MESHWRIGHT_SERVER'] ?? defaultServer;
  if (!/^https?:\/\/[^/?#]+\/?$/.test(baseUrl))
    throw new UsageError(`--server takes a URL such as ${defaultServer}, not "${baseUrl}"`);
  const token = tokenFile === undefined ? io.env['MESHWRIGHT_TOKEN'] : readInputFile(tokenFile, io).trim();
  if (token !== undefined && !/^[\w.~+/-]+=*$/.test(token))
    throw new UsageError(`${tokenFile === undefined ? 'MESHWRIGHT_TOKEN' : `"${tokenFile}"`} holds no token`);
  return createMeshApiClient({ baseUrl, ...(token === undefined ? {} : { token }) });
}
