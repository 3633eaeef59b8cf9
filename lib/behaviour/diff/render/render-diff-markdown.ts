import type { BehaviourChange, RequestClass } from '../behaviour-diff.js';
import { changeSeverities } from '../change-severity.js';
import type { MeshDiff } from '../mesh-diff.js';
import {
  aspectWords,
  edgeWords,
  listWords,
  placeWords,
  shownClasses,
  trafficWords,
  type WordOptions,
} from './change-words.js';
import { countChanges } from './count-changes.js';
import { curlLine } from './curl-line.js';

/** A difference as a comment for a pull request: a table of all changes, and the details folded away below it. */
export function renderDiffMarkdown(meshes: readonly MeshDiff[], options: WordOptions): string {
  const count = countChanges(meshes);
  const total = changeSeverities.reduce((sum, severity) => sum + count[severity], 0);
  const undecided = meshes.flatMap((mesh) =>
    mesh.undecided.map((note) => `- undecided in ${mesh.name}: ${cell(note)}`),
  );
  if (total === 0) return ['### Mesh behaviour: no change', ...undecided, ''].join('\n');
  const said = changeSeverities
    .filter((severity) => count[severity] > 0)
    .map((severity) => `${count[severity]} ${severity}`);
  const rows = meshes.flatMap(({ name, changes }) => changes.map((change) => tableRow(name, change)));
  const details = meshes.flatMap(({ changes }) => changes.map((change) => detailsOf(change, options)));
  return [
    `### Mesh behaviour: ${said.join(', ')}`,
    '',
    '| | mesh | requests | change |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...undecided,
    '<details><summary>Details</summary>',
    '',
    ...details,
    '</details>',
    '',
  ].join('\n');
}

function tableRow(mesh: string, change: BehaviourChange): string {
  const edges = [...new Set(change.classes.map(edgeWords))];
  const what = [...change.aspects.map(aspectWords), trafficWords(change.trafficShare)].filter((words) => words !== '');
  return `| **${change.severity}** | ${cell(mesh)} | ${cell(listWords(edges))} | ${what.map(cell).join('<br>')} |`;
}

function detailsOf(change: BehaviourChange, options: WordOptions): string {
  const { shown, more } = shownClasses(change);
  const places = [...new Set(change.aspects.map((aspect) => placeWords(aspect, options)))].filter(
    (place) => place !== '',
  );
  return [
    `**${change.severity}** ${change.kinds.join(', ')}${places.length === 0 ? '' : ` (${cell(places.join('; '))})`}`,
    '',
    ...shown.flatMap(classLines),
    ...(more === 0 ? [] : [`and ${more} more classes of requests`, '']),
  ].join('\n');
}

function classLines(requests: RequestClass): readonly string[] {
  const { when, before, after, witness } = requests;
  const lines = [`${cell(edgeWords(requests))}: ${code(when)}`, ''];
  const shown = [
    ...(before === after ? [] : [`- ${before}`, `+ ${after}`]),
    ...(witness === undefined ? [] : [`  ${curlLine(witness)}`]),
  ];
  return shown.length === 0 ? lines : [...lines, '```diff', ...shown, '```', ''];
}

function code(text: string): string {
  return text.includes('`') ? cell(text) : `\`${text}\``;
}

/** Text that means nothing to Markdown, in a cell of a table too. */
function cell(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_|[\]]/g, '\\$&');
}
