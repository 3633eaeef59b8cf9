/**
 * Sends a signal to all processes of a group. Returns whether there was one to get it.
 */
export function signalGroup(processGroup: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-processGroup, signal);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // macOS answers EPERM where only zombies are left.
    if (code === 'ESRCH' || code === 'EPERM') return false;
    throw error;
  }
}
