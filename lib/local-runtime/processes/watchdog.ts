import { spawn } from 'node:child_process';

/** Ends processes when the one that started them is gone, however it went. */
export interface Watchdog {
  /** Takes charge of a process group. */
  readonly watch: (processGroup: number) => void;
  /** Says that a group has ended by itself, so that its number may mean another one soon. */
  readonly forget: (processGroup: number) => void;
  /** Ends every group that it still has in charge, removes the folder unless it is to be kept, and ends itself. */
  readonly close: (options: { readonly keepsFolder: boolean }) => Promise<void>;
}

// A shell and not Node: it starts at once, takes a megabyte, and every system that Envoy runs on has it. The end of its
// input is the one sign that reaches it even when its parent was killed with SIGKILL.
const script = `
trap "" INT TERM HUP
groups=" "
folder=$1
while read -r word group; do
  case $word in
    watch) groups="$groups$group " ;;
    forget) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
    keep) folder= ;;
  esac
done
signal_all() { for group in $groups; do kill -s "$1" -- "-$group"; done 2>/dev/null; }
any_left() { for group in $groups; do kill -s 0 -- "-$group" 2>/dev/null && return 0; done; return 1; }
signal_all TERM
tries=0
while any_left && [ $tries -lt 20 ]; do sleep 0.1; tries=$((tries + 1)); done
signal_all KILL
if [ -n "$folder" ]; then rm -rf -- "$folder"; fi
`;

/**
 * Starts a watchdog: a small process of its own session that, as soon as this process has ended, be it by SIGKILL, kills
 * what it has in charge and removes a folder.
 *
 * @param folder absolute
 */
export function startWatchdog(folder: string): Watchdog {
  const child = spawn('/bin/sh', ['-c', script, 'meshwright-watchdog', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
  });
  // When the watchdog itself was killed there is nobody to tell; what was started is still stopped by its parent.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const tell = (words: string): void => void child.stdin.write(`${words}\n`);
  return {
    watch: (processGroup) => {
      tell(`watch ${String(processGroup)}`);
    },
    forget: (processGroup) => {
      tell(`forget ${String(processGroup)}`);
    },
    close: ({ keepsFolder }) => {
      if (keepsFolder) tell('keep');
      child.stdin.end();
      return ended;
    },
  };
}
