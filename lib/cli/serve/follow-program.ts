import { compileMesh } from '../../compiler/compile-mesh.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { hasErrors } from '../../diagnostics/has-errors.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { LoadedIr } from '../../local-runtime/local-run-options.js';
import { watchFolder } from '../../local-runtime/watch-folder.js';

/** What is followed, and who hears of it. */
export interface FollowProgramOptions {
  /** Runs the program. Rejects with the reason of the signal. */
  readonly load: (signal: AbortSignal) => Promise<LoadedIr>;
  readonly watch: { readonly directory: string; readonly ignored: readonly string[] };
  /** Takes a mesh over; with an error among what it returns it did not. */
  readonly take: (mesh: EffectiveMesh) => readonly Diagnostic[];
  /** Hears of each run of the program. `isTaken`: its mesh is served now. */
  readonly onRun: (run: { readonly isTaken: boolean; readonly diagnostics: readonly Diagnostic[] }) => void;
  /** A later run failed, for a reason that is no diagnostic. */
  readonly onFailure: (error: unknown) => void;
}

/** A program that is followed. */
export interface FollowedProgram {
  /** Resolves when the program has been run for the first time; rejects when that failed for a reason that is no diagnostic. */
  readonly first: Promise<void>;
  /** Ends a run that is under way. */
  readonly stop: () => Promise<void>;
}

/** Runs a program now and after each change of its folder, and takes over each mesh without errors. */
export function followProgram({ load, watch, take, onRun, onFailure }: FollowProgramOptions): FollowedProgram {
  const ending = new AbortController();
  const isEnding = (): boolean => ending.signal.aborted;
  let isStale = false;

  const runOnce = async (): Promise<void> => {
    const loaded = await load(ending.signal);
    const { diagnostics, ir } = loaded;
    if (ir === undefined || hasErrors(diagnostics)) {
      onRun({ isTaken: false, diagnostics });
      return;
    }
    const { mesh, diagnostics: own } = compileMesh(ir);
    // The program's own compilation has reported the same but for what only serving shows.
    const all = mesh === undefined ? own : [...diagnostics, ...take(mesh)];
    onRun({ isTaken: mesh !== undefined && !hasErrors(all), diagnostics: all });
  };
  const rerun = async (): Promise<void> => {
    if (isEnding()) return;
    isStale = false;
    try {
      await runOnce();
    } catch (error) {
      // Whoever stops us wants no more.
      if (!isEnding()) onFailure(error);
    }
  };
  const first = runOnce();
  // Changes meanwhile wait for its end.
  let running: Promise<void> = first.catch(() => undefined);
  const unwatch = watchFolder({
    ...watch,
    onChange: () => {
      if (isStale) return;
      isStale = true;
      running = running.then(rerun);
    },
  });
  return {
    first,
    stop: async () => {
      unwatch();
      ending.abort();
      await running;
    },
  };
}
