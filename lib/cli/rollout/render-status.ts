import { textTable, type Column } from '../../local-runtime/view/text-table.js';
import type { RolloutStatus } from '../../controller/rollout-status.js';
import { percentText } from '../../rollout/decide/sentences/percent-text.js';

type Summary = Omit<RolloutStatus, 'log'>;

const columns: readonly Column[] = [
  { title: 'rollout', align: 'left' },
  { title: 'phase', align: 'left' },
  { title: 'weight', align: 'right' },
  { title: 'proxies', align: 'right' },
  { title: 'why', align: 'left' },
];

/** Lays out how rollouts stand, a line for each. Ends with a line feed. */
export function renderStatuses(statuses: readonly Summary[]): string {
  if (statuses.length === 0) return 'the controller knows no rollout\n';
  const rows = statuses.map((status) => [
    status.name,
    status.state?.phase ?? '-',
    status.state === undefined ? '-' : percentText(weightOf(status.state)),
    proxiesText(status),
    status.problem ?? status.state?.reason.sentence ?? 'nothing was decided yet',
  ]);
  return `${textTable(columns, rows).join('\n')}\n`;
}

function weightOf({ weight, mirror }: { readonly weight: number; readonly mirror: number }): number {
  return weight > 0 ? weight : mirror;
}

function proxiesText({ proxies }: Summary): string {
  switch (proxies.kind) {
    case 'unknown':
      return '-';
    case 'pending':
      return `${proxies.accepted}/${proxies.carrying}`;
    case 'accepted':
      return `${proxies.carrying}/${proxies.carrying}`;
    case 'refused':
      return 'refused';
  }
}
