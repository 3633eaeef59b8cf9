import { placeText } from './destination-share.js';
import type { RouteAspect } from './route-aspect.js';
import type { RouteEffect } from './route-effect.js';

/** One thing that two routes do otherwise; a side is undefined where that route does nothing of the kind. */
export interface AspectPair {
  readonly before: RouteAspect | undefined;
  readonly after: RouteAspect | undefined;
}

/**
 * What two routes do otherwise. Where one of them does something else altogether, a redirect in place of a destination
 * for example, only that is told: its timeouts went with it.
 */
export function compareEffects(before: RouteEffect, after: RouteEffect): readonly AspectPair[] {
  if (before.kind !== after.kind || isReached(before) !== isReached(after)) return [wholeOutcome(before, after)];
  const old = new Map(before.aspects.map((aspect) => [aspect.name, aspect]));
  const current = new Map(after.aspects.map((aspect) => [aspect.name, aspect]));
  const names = [...new Set([...old.keys(), ...current.keys()])];
  return names
    .map((name): AspectPair => ({ before: old.get(name), after: current.get(name) }))
    .filter((pair) => pair.before?.text !== pair.after?.text)
    .map((pair) => (isDestination(pair) && samePlaces(before, after) ? asSplit(pair) : pair));
}

/** Whether the requests get an answer that is no refusal. */
export function isReached({ kind, shares, status }: RouteEffect): boolean {
  switch (kind) {
    case 'forward':
      return shares.some(({ who }) => who !== '');
    case 'answer':
      return status !== undefined && status < 400;
    case 'redirect':
    case 'unknown':
      return true;
    case 'no-route':
      return false;
  }
}

function wholeOutcome(before: RouteEffect, after: RouteEffect): AspectPair {
  const kind =
    isReached(before) !== isReached(after)
      ? 'access'
      : [before.kind, after.kind].includes('redirect')
        ? 'redirect'
        : 'routing';
  const said = (effect: RouteEffect): RouteAspect => ({
    kind,
    name: 'outcome',
    text: effect.aspects.find(({ name }) => name === 'answer')?.text ?? effect.decision,
  });
  return { before: said(before), after: said(after) };
}

function isDestination({ before, after }: AspectPair): boolean {
  return (before ?? after)?.name === 'destination';
}

function samePlaces(before: RouteEffect, after: RouteEffect): boolean {
  return before.shares.map(placeText).join() === after.shares.map(placeText).join();
}

function asSplit({ before, after }: AspectPair): AspectPair {
  const split = (aspect: RouteAspect | undefined): RouteAspect | undefined =>
    aspect && { ...aspect, kind: 'split', name: 'split' };
  return { before: split(before), after: split(after) };
}
