import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeProject } from '../support/make-project.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { tryRunSync } from '../support/try-run-sync.js';

const endless = `import { writeFileSync } from 'node:fs';
writeFileSync('pid.txt', String(process.pid));
console.error('running');
setInterval(() => {}, 1000);
`;

test.each(['SIGINT', 'SIGTERM'] as const)(
  'on %s stops the program, writes nothing and ends by the signal',
  async (signal) => {
    // The shell between the two must not keep the signal to itself.
    const directory = makeProject({ 'cdk8s.yaml': 'app: node --import tsx main.ts; echo over\n', 'main.ts': endless });
    const temporary = temporaryFolder();
    const run = await runCli(['synth'], {
      directory,
      env: { TMPDIR: temporary },
      onText: { text: 'running', act: (pid) => process.kill(pid, signal) },
    });
    expect(run).toMatchObject({ code: null, signal });
    expect(isRunning(Number(readFileSync(join(directory, 'pid.txt'), 'utf8')))).toBe(false);
    expect(existsSync(join(directory, 'dist'))).toBe(false);
    expect(readdirSync(temporary).filter((name) => name.startsWith('meshwright-'))).toEqual([]);
  },
);

/** A zombie is as good as gone: it waits for a parent that a container may not have. */
function isRunning(pid: number): boolean {
  const { stdout } = tryRunSync('ps', ['-o', 'stat=', '-p', String(pid)]);
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
