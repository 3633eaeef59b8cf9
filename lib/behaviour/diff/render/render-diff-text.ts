import { styleText } from 'node:util';
import type { BehaviourChange, RequestClass } from '../behaviour-diff.js';
import { changeSeverities, type ChangeSeverity } from '../change-severity.js';
import type { MeshDiff } from '../mesh-diff.js';
import { aspectWords, edgeWords, placeWords, shownClasses, trafficWords, type WordOptions } from './change-words.js';
import { countChanges } from './count-changes.js';
import { curlLine } from './curl-line.js';

/** How a difference is shown as text. */
export interface DiffTextOptions extends WordOptions {
  /** Whether to use ANSI colours. */
  readonly colour: boolean;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const styles = { breaking: 'red', risky: 'yellow', neutral: 'blue' } as const satisfies Record<ChangeSeverity, Style>;

/** Shows a person what behaves otherwise: a paragraph for each change, then a line that counts them. */
export function renderDiffText(meshes: readonly MeshDiff[], options: DiffTextOptions): string {
  const paint: Paint = options.colour
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;
  const parts = meshes.flatMap(({ name, changes, undecided }) => [
    ...(changes.length + undecided.length === 0 ? [] : [paint('bold', `mesh ${name}`)]),
    ...changes.map((change) => changeText(change, paint, options)),
    ...undecided.map((note) => `${paint('yellow', 'undecided')}: ${note}`),
  ]);
  return `${[...parts, countText(meshes)].join('\n\n')}\n`;
}

function changeText(change: BehaviourChange, paint: Paint, options: WordOptions): string {
  const { severity, kinds, aspects, trafficShare } = change;
  const title = `${paint(styles[severity], severity)} ${paint('bold', kinds.join(', '))}`;
  const traffic = trafficWords(trafficShare);
  const lines = [traffic === '' ? title : `${title}, ${traffic}`];
  for (const aspect of aspects) {
    const place = placeWords(aspect, options);
    lines.push(`  ${aspectWords(aspect)}${place === '' ? '' : `   ${paint('underline', place)}`}`);
  }
  const { shown, more } = shownClasses(change);
  for (const each of shown) {
    lines.push(`  ${paint('cyan', edgeWords(each))}: ${each.when}`);
    if (!isSaid(each, aspects)) lines.push(`    - ${each.before}`, `    + ${each.after}`);
    if (each.witness !== undefined) lines.push(`    ${paint('dim', curlLine(each.witness))}`);
  }
  if (more > 0) lines.push(`  and ${more} more classes of requests (--json names them)`);
  return lines.join('\n');
}

/** Whether the aspects say already what becomes of the requests. */
function isSaid({ before, after }: RequestClass, aspects: BehaviourChange['aspects']): boolean {
  return before === after || aspects.some((aspect) => aspect.before === before && aspect.after === after);
}

/** How many changes there are, in words. */
function countText(meshes: readonly MeshDiff[]): string {
  const count = countChanges(meshes);
  const parts = changeSeverities
    .filter((severity) => count[severity] > 0)
    .map((severity) => `${count[severity]} ${severity}`);
  if (parts.length === 0) return 'no request gets anything else';
  const total = changeSeverities.reduce((sum, severity) => sum + count[severity], 0);
  return `${total} ${total === 1 ? 'change' : 'changes'}: ${parts.join(', ')}`;
}
