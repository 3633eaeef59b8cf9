import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import type { LocalRunOptions } from '../../lib/local-runtime/local-run-options.js';
import type { LocalRunResult } from '../../lib/local-runtime/local-run-result.js';
import { runLocal } from '../../lib/local-runtime/run-local.js';
import { createPaint } from '../../lib/local-runtime/view/paint.js';
import { createScreen } from '../../lib/local-runtime/view/screen.js';
import { renderText } from '../../lib/diagnostics/render/text.js';
import { temporaryFolder } from './temporary-folder.js';

/** A mesh that runs on this machine for as long as the running test. */
export interface TestRun {
  /** What was shown so far. */
  readonly shown: () => string;
  /** Waits until something is shown that was not before the last call. Rejects when the run has ended, or after 20 s unless said. */
  readonly untilShown: (text: string, timeoutMs?: number) => Promise<void>;
  /** Address of the gateway. */
  readonly url: () => string;
  /** Replaces the mesh, as an edit of the program would. */
  readonly edit: (ir: MeshIr) => void;
  /** Asks it to stop, as Ctrl-C would, and waits for its end. */
  readonly stop: () => Promise<LocalRunResult>;
  readonly ended: Promise<LocalRunResult>;
}

/** Starts a run of a mesh. */
export function startRun(
  first: MeshIr,
  options: Pick<LocalRunOptions, 'envoy'> &
    Partial<Pick<LocalRunOptions, 'traffic' | 'durationMs' | 'gatewayPort' | 'startTimeoutMs'>>,
): TestRun {
  const folder = temporaryFolder();
  // Where the run keeps its files, and leaves its logs when it fails.
  vi.stubEnv('TMPDIR', temporaryFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
  const controller = new AbortController();
  let ir = first;
  let output = '';
  let seen = 0;
  let isOver = false;
  const ended = runLocal({
    load: () => Promise.resolve({ ir, diagnostics: [] }),
    watch: { directory: folder, ignored: [] },
    programDirectory: folder,
    env: process.env,
    signal: controller.signal,
    screen: createScreen({ write: (text) => (output += text) }, { isTerminal: false }),
    paint: createPaint({ colour: false }),
    renderDiagnostics: (diagnostics) => renderText(diagnostics),
    ...options,
  }).finally(() => {
    isOver = true;
  });
  ended.catch(() => undefined); // whoever waits for it gets the error
  const stop = (): Promise<LocalRunResult> => {
    controller.abort();
    return ended;
  };
  onTestFinished(async () => {
    await stop().catch(() => undefined);
  });
  return {
    shown: () => output,
    untilShown: async (text, timeoutMs = 20_000) => {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const at = output.indexOf(text, seen);
        if (at >= 0) {
          seen = at + text.length;
          return;
        }
        if (isOver || Date.now() > deadline) throw new Error(`"${text}" was not shown, but:\n${output}`);
        await sleep(10);
      }
    },
    url: () => /gateway ingress \(http\): (\S+)/.exec(output)?.[1] ?? '',
    edit: (next) => {
      ir = next;
      writeFileSync(join(folder, 'main.ts'), String(Date.now()));
    },
    stop,
    ended,
  };
}
