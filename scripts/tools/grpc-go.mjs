// Builds the gRPC client of the tests in Go. Less than a minute on two cores, then cached.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.mjs';
import { onPath, run } from './system.mjs';

const source = fileURLToPath(new URL('../../test/support/grpc-go', import.meta.url));

/** The path of the client, built from its sources as they are now. */
export async function grpcGo() {
  const texts = ['go.mod', 'go.sum', 'main.go'].map((file) => readFileSync(join(source, file), 'utf8'));
  const version = /google\.golang\.org\/grpc v(\S+)/.exec(texts[0])[1];
  const hash = createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 8);
  const folder = await cached('grpc-go', `${version}-${hash}`, (target) => {
    if (onPath('go') === undefined) throw new Error('the gRPC client is built with Go, which is not installed');
    console.error(`building a client of grpc-go ${version}: about a minute, once`);
    run('go', ['build', '-p', '2', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', target, '.'], {
      cwd: source,
    });
  });
  return join(folder, 'grpc-go');
}
