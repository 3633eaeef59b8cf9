import type { Io } from '../../lib/cli/io.js';
import { silentIo } from './silent-io.js';

/** The outside world of a command that keeps what is written. */
export interface CapturedIo {
  readonly io: Io;
  /** What was written so far. */
  readonly text: { stdout: string; stderr: string };
}

/** Makes one; time is the machine's. */
export function capturedIo(changes: Partial<Io> = {}): CapturedIo {
  const text = { stdout: '', stderr: '' };
  return {
    text,
    io: {
      ...silentIo(),
      stdout: { write: (written) => (text.stdout += written) },
      stderr: { write: (written) => (text.stderr += written) },
      now: () => performance.now(),
      ...changes,
    },
  };
}
