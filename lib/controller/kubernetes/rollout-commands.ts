import type { KubeHttp } from '../../registry/kubernetes/kube-http.js';
import type { RolloutAction, RolloutCommand } from '../../rollout/observation/rollout-command.js';
import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import type { Clock } from '../../util/clock.js';
import { compareText } from '../../util/compare-text.js';
import { contentHash } from '../../util/content-hash.js';
import type { RolloutStore } from '../ports/rollout-store.js';
import { askKube } from './ask-kube.js';
import { type KubeRollout, rolloutsPath } from './kube-rollout.js';

/** What commands are kept with. */
export interface RolloutCommandsOptions {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly namespace: string;
  /** Gives a text that it never gave before. */
  readonly newId: () => string;
}

/** A command as an annotation has it. */
interface KeptCommand extends RolloutCommand {
  /** When it was asked, ms since the epoch of Unix. */
  readonly atMs: number;
}

const actions = {
  ...{ approve: true, promote: true, abort: true, pause: true, resume: true, retry: true, amend: true },
} as const satisfies Record<RolloutAction, true>;

const keyPart = /^[a-zA-Z0-9]([-\w.]{0,61}[a-zA-Z0-9])?$/;
const refused = 'refused: ';

/**
 * Keeps what people ask in annotations of the Rollout: one for each command, as JSON. A person may write the bare action
 * (`kubectl annotate rollout reviews-v2 ask.meshwright.dev/me=abort`): it gets an id when it is first read, and an action that nobody
 * knows gets an answer in its place.
 */
export function rolloutCommands(options: RolloutCommandsOptions): Pick<RolloutStore, 'commands' | 'ask' | 'answered'> {
  const { http, clock, namespace } = options;
  const pathOf = (name: string): string => `${rolloutsPath(namespace)}/${name}`;
  const find = async (name: string): Promise<KubeRollout | undefined> => {
    const { status, body } = await askKube(http, { method: 'GET', path: pathOf(name) }, [404]);
    return status === 404 ? undefined : (body as KubeRollout); // 200 brings the object
  };
  const annotate = async (
    name: string,
    annotations: Readonly<Record<string, string | null>>,
    basedOn: KubeRollout['metadata'],
  ): Promise<void> => {
    const { uid, resourceVersion } = basedOn;
    const metadata = { uid, resourceVersion, annotations };
    // 409: what they were based on has changed; it is looked at again the next time.
    await askKube(http, { method: 'PATCH', path: pathOf(name), body: { metadata } }, [404, 409]);
  };
  return {
    commands: async (name) => {
      const rollout = await find(name);
      if (rollout === undefined) return [];
      const asks = asksOf(rollout);
      const bare = asks.filter(({ kept, text }) => kept === undefined && !text.startsWith(refused));
      if (bare.length > 0) {
        const taken = bare.map(({ key, text }) => [key, takeIn(text, options)] as const);
        await annotate(name, Object.fromEntries(taken), rollout.metadata);
        return commandsOf((await find(name)) ?? rollout);
      }
      return commandsOf(rollout);
    },
    ask: async (name, command) => {
      const { id } = command;
      const key = rolloutNames.ask + (keyPart.test(id) ? id : contentHash(id, 32));
      const rollout = await find(name);
      if (rollout === undefined) throw new Error(`there is no Rollout "${name}" in the namespace "${namespace}"`);
      if (rollout.metadata.annotations?.[key] !== undefined) return;
      const text = keptText(command, clock);
      // Not based on a version: what others change meanwhile does not matter.
      const body = { metadata: { uid: rollout.metadata.uid, annotations: { [key]: text } } };
      await askKube(http, { method: 'PATCH', path: pathOf(name), body });
    },
    answered: async (name, ids) => {
      const rollout = await find(name);
      if (rollout === undefined) return;
      const keys = asksOf(rollout).flatMap(({ key, kept }) =>
        kept !== undefined && ids.includes(kept.id) ? [key] : [],
      );
      if (keys.length === 0) return;
      const body = { metadata: { annotations: Object.fromEntries(keys.map((key) => [key, null])) } };
      await askKube(http, { method: 'PATCH', path: pathOf(name), body }, [404]);
    },
  };
}

interface Ask {
  readonly key: string;
  readonly text: string;
  /** Undefined: it is a bare text of somebody. */
  readonly kept: KeptCommand | undefined;
}

function asksOf({ metadata }: KubeRollout): readonly Ask[] {
  return Object.entries(metadata.annotations ?? {})
    .filter(([key]) => key.startsWith(rolloutNames.ask))
    .map(([key, text]) => ({ key, text, kept: readKept(text) }));
}

function commandsOf(rollout: KubeRollout): readonly RolloutCommand[] {
  return asksOf(rollout)
    .flatMap(({ kept }) => (kept === undefined ? [] : [kept]))
    .sort((left, right) => left.atMs - right.atMs || compareText(left.id, right.id))
    .map(({ id, by, action }) => ({ id, by, action }));
}

function readKept(text: string): KeptCommand | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const { id, by, action, atMs } = JSON.parse(text) as Readonly<Record<string, unknown>>; // starts as an object
    if (typeof id !== 'string' || typeof by !== 'string' || typeof atMs !== 'number' || !isAction(action))
      return undefined;
    return { id, by, action, atMs };
  } catch {
    return undefined;
  }
}

function isAction(value: unknown): value is RolloutAction {
  return typeof value === 'string' && Object.hasOwn(actions, value);
}

function takeIn(text: string, { clock, newId }: RolloutCommandsOptions): string {
  const action = text.trim();
  if (!isAction(action))
    return `${refused}nobody knows "${action.slice(0, 40)}"; say one of ${Object.keys(actions).join(', ')}`;
  return keptText({ id: newId(), by: 'kubectl', action }, clock);
}

function keptText({ id, by, action }: RolloutCommand, clock: Clock): string {
  return JSON.stringify({ id, by, action, atMs: clock.now() } satisfies KeptCommand);
}
