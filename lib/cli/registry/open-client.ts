import { X509Certificate } from 'node:crypto';
import { createMeshApiClient, type MeshApiClient } from '../../mesh-api/client/create-mesh-api-client.js';
import { fetchTrusting } from '../../mesh-api/client/fetch-trusting.js';
import type { Io } from '../io.js';
import { readInputFile } from '../read-input-file.js';
import { UsageError } from '../usage-error.js';
import type { AccessOptions } from './access-options.js';

/** Where `meshwright serve` listens unless it is told otherwise. */
const defaultServer = 'http://127.0.0.1:15050';

/** Makes a client of the mesh API that the command line and the environment name. */
export function openClient({ server, tokenFile, ...options }: Omit<AccessOptions, 'json'>, io: Io): MeshApiClient {
  const baseUrl = server ?? io.env['MESHWRIGHT_SERVER'] ?? defaultServer;
  if (!/^https?:\/\/[^/?#]+\/?$/.test(baseUrl))
    throw new UsageError(`--server takes a URL such as ${defaultServer}, not "${baseUrl}"`);
  const token = tokenFile === undefined ? io.env['MESHWRIGHT_TOKEN'] : readInputFile(tokenFile, io).trim();
  if (token !== undefined && !/^[\w.~+/-]+=*$/.test(token))
    throw new UsageError(`${tokenFile === undefined ? 'MESHWRIGHT_TOKEN' : `"${tokenFile}"`} holds no token`);
  const caFile = options.caFile ?? io.env['MESHWRIGHT_CA_FILE'];
  const fetch = caFile === undefined ? undefined : fetchBy(caFile, baseUrl, io);
  return createMeshApiClient({
    baseUrl,
    ...(token === undefined ? {} : { token }),
    ...(fetch === undefined ? {} : { fetch }),
  });
}

/** Reads the file anew for each call: a command that goes on trusts what has come since. */
function fetchBy(caFile: string, baseUrl: string, io: Io): (request: Request) => Promise<Response> {
  if (!baseUrl.startsWith('https:'))
    throw new UsageError(`--ca-file is for a server with TLS: "${baseUrl}" does not begin with https:`);
  const read = (): string => {
    const text = readInputFile(caFile, io);
    try {
      new X509Certificate(text);
    } catch (error) {
      throw new UsageError(`"${caFile}" holds no certificate in PEM`, { cause: error });
    }
    return text;
  };
  read();
  return fetchTrusting(read);
}
