import { runCommand } from '../program/run-command.js';

/** What git said. */
export interface GitRun {
  readonly isOk: boolean;
  readonly stdout: string;
  /** Why it failed, in git's words. */
  readonly reason: string;
}

/** How git is run. */
export interface GitOptions {
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** Hooks of the user are for the user's own checkouts. */
const ownSettings = ['-c', 'core.hooksPath=/dev/null', '-c', 'advice.detachedHead=false'];

/** Runs git in a folder, whatever repository the environment speaks of. Rejects only when aborted. */
export async function runGit(args: readonly string[], { directory, env, signal }: GitOptions): Promise<GitRun> {
  let stdout = '';
  let stderr = '';
  const end = await runCommand({
    command: 'git',
    args: [...ownSettings, ...args],
    directory,
    env: withoutRepository(env),
    signal,
    onStdout: (text) => (stdout += text),
    onStderr: (text) => (stderr += text),
  });
  if (end.kind === 'exit') return { isOk: end.code === 0, stdout: stdout.trim(), reason: stderr.trim() };
  const reason = end.kind === 'signal' ? `git was ended by ${end.signal}` : `git cannot be started: ${end.reason}`;
  return { isOk: false, stdout, reason };
}

/** Inside a hook git names the index of the commit that is being made: ours must never be that one. */
function withoutRepository(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_OBJECT_DIRECTORY', 'GIT_COMMON_DIR'];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}
