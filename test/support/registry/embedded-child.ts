import { createInterface } from 'node:readline';
import { openEmbedded } from '../../../lib/registry/embedded/open-embedded.js';
import type { RegistryWrite } from '../../../lib/registry/model/registry-write.js';
import { systemClock } from '../../../lib/util/system-clock.js';

/** A process with an embedded registry that does what it is told on stdin, a line each, and answers on stdout. */
const [, , folder = ''] = process.argv;
const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

say({ kind: 'starts' });
const opened = await openEmbedded({ folder, clock: systemClock });
if (!opened.ok) {
  say({ kind: 'refused', problem: opened.problem });
  process.exit(0);
}
opened.backend.watch((event) => {
  if (event.kind === 'stale') say(event);
});
say({ kind: 'opened' });
for await (const line of createInterface({ input: process.stdin })) {
  const { number, write } = JSON.parse(line) as { readonly number: number; readonly write: RegistryWrite };
  void opened.backend.write(write).then((result) => {
    say({ kind: 'result', number, result });
  });
}
await opened.backend.close();
