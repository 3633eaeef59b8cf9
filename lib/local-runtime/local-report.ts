import type { LoadReport } from './load/load-generator.js';
import type { EdgeRow } from './traffic/edge-tally.js';
import type { JudgedRule } from './traffic/judge-rules.js';

/** What a run on this machine saw. */
export interface LocalReport {
  /** Since everything was ready. */
  readonly seconds: number;
  /** Where the gateways listen, in the order of the mesh. */
  readonly gateways: readonly GatewayUrl[];
  /** Sorted by caller, callee and version. */
  readonly edges: readonly EdgeTraffic[];
  /** Since the last change of the mesh. */
  readonly rules: readonly JudgedRule[];
  /** Absent where no traffic was asked for. */
  readonly load?: LoadReport;
}

/** Where a port of a gateway is reached. */
export interface GatewayUrl {
  readonly gateway: string;
  readonly port: string;
  readonly url: string;
}

/** An edge with its rate: over the last seconds while the run lasts, over all of it at the end. */
export interface EdgeTraffic extends EdgeRow {
  readonly perSecond: number;
}
