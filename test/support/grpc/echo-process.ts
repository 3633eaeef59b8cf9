import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startProcess } from '../processes.js';

/** An instance of the service of `echo.proto` in a process of its own. It ends with the test. */
export interface EchoProcess {
  readonly port: number;
  /** Ends it as the kernel ends what takes too much memory: without a word to anybody. */
  readonly kill: () => void;
}

/** Starts an instance on a free loopback port. */
export async function startEchoProcess(name: string): Promise<EchoProcess> {
  const main = fileURLToPath(new URL('echo-main.ts', import.meta.url));
  const running = await startProcess({
    command: process.execPath,
    args: ['--import', 'tsx', main, name],
    isReady: (output) => output.includes('port '),
  });
  onTestFinished(running.stop);
  return {
    port: Number(/port (\d+)/u.exec(running.output())?.[1]),
    kill: () => {
      running.kill('SIGKILL');
    },
  };
}
