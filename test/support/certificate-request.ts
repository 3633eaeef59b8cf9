import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSync } from './run-sync.js';
import { temporaryFolder } from './temporary-folder.js';

const p256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** A PKCS #10 request and its key by openssl, with more of its words; a key on P-256 and no subject unless said. */
export function certificateRequest(...args: readonly string[]): { readonly csr: string; readonly key: string } {
  const folder = temporaryFolder();
  const hasKey = args.includes('-newkey');
  const words = ['req', '-new', '-nodes', '-keyout', 'key', '-out', 'csr', ...(hasKey ? [] : p256), ...args];
  runSync('openssl', [...words, ...(args.includes('-subj') ? [] : ['-subj', '/'])], {
    cwd: folder,
  });
  return { csr: readFileSync(join(folder, 'csr'), 'utf8'), key: readFileSync(join(folder, 'key'), 'utf8') };
}
