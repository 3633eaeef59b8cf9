import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { LocalInstance } from '../../targets/envoy/environment.js';
import type { EdgeTraffic } from '../local-report.js';
import { readAccessEntry } from './access-entry.js';
import { createAddressBook } from './address-book.js';
import { createEdgeTally, type EdgeRow } from './edge-tally.js';
import { judgeRules, type JudgedRule } from './judge-rules.js';
import { createRecentRates } from './recent-rates.js';
import { createRuleTally } from './rule-tally.js';
import { trafficRules } from './traffic-rule.js';

/**
 * What the Envoys of a run tell of their traffic. It is read from their access logs and not from their counters: only the
 * log says which route and which endpoint a request took and whether a fault met it, all of one request.
 */
export class Traffic {
  private readonly book = createAddressBook();
  private readonly edgeTally = createEdgeTally(this.book);
  private readonly ruleTally = createRuleTally(this.book);
  private readonly rates = createRecentRates();

  /** Learns names and addresses, before the first line that speaks of them. */
  learn(mesh: EffectiveMesh, ports: ReadonlyMap<string, LocalInstance>): void {
    this.book.learn(mesh, ports);
  }

  /** Counts a line of the access log of an instance's Envoy. */
  add(instance: string, line: string): void {
    const entry = readAccessEntry(line);
    if (entry === undefined) return;
    this.edgeTally.add(instance, entry);
    this.ruleTally.add(entry);
  }

  /** Compares with the rules of a mesh from a moment on, in ms since 1970. */
  restartRules(mesh: EffectiveMesh, from: number): void {
    this.ruleTally.restart(trafficRules(mesh), from);
  }

  /** What was configured beside what was seen. */
  rules(): readonly JudgedRule[] {
    return judgeRules(this.ruleTally.seen());
  }

  /** All edges so far, with their rates over the whole run. */
  edges(elapsedSeconds: number): readonly EdgeTraffic[] {
    return this.edgeTally
      .rows()
      .map((row) => ({ ...row, perSecond: elapsedSeconds === 0 ? 0 : row.requests / elapsedSeconds }));
  }

  /** All edges so far, with their rates over the last seconds; `now` in ms. */
  recentEdges(now: number): readonly EdgeTraffic[] {
    const rows = this.edgeTally.rows();
    const perSecond = this.rates.update(new Map(rows.map((row) => [keyOf(row), row.requests])), now);
    return rows.map((row) => ({ ...row, perSecond: perSecond.get(keyOf(row)) ?? 0 }));
  }
}

function keyOf({ caller, callee, version }: EdgeRow): string {
  return JSON.stringify([caller, callee, version]);
}
