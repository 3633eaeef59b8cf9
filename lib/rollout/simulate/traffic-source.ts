import type { MeasuredWindow } from '../observation/measured-window.js';

/** A window that is to be drawn. */
export interface WindowAsked {
  readonly epoch: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Share of requests for the canary, 0 to 1. */
  readonly weight: number;
}

/** A window that was drawn, and what it cost. */
export interface WindowDrawn {
  readonly window: MeasuredWindow;
  /** Requests that went wrong at the canary and would not have at the stable side. */
  readonly harmed: number;
}

/** Draws windows of one run, one after the other. */
export type TrafficSource = (asked: WindowAsked) => WindowDrawn;

/** How much worse the canary is: by criterion, in share of its events; for rates, in events a second and pod. */
export type Effect = Readonly<Record<string, number>>;
