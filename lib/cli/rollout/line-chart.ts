import { escapeMarkup } from './escape-markup.js';

/** One line of a chart. */
export interface Line {
  readonly name: string;
  /** Points whose place on an axis is not known do not belong here. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** An axis: from its first tick to its last. */
export interface Axis {
  readonly name: string;
  /** Rising, at least two; over 0 where it is logarithmic. */
  readonly ticks: readonly number[];
  readonly isLogarithmic: boolean;
}

/** What a chart says besides its lines. */
export interface ChartOptions {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Where it lies in a picture of several charts, px from above. @default - it is the whole picture */
  readonly top?: number;
}

/** The size of a chart, px. */
export const chartSize = Object.freeze({ width: 760, height: 420 });

const { width, height } = chartSize;
const plot = { left: 70, right: 540, top: 44, bottom: 360 };
const colours = ['#0b6e4f', '#c1440e', '#d99a00', '#7b2d8b', '#2563a8', '#555555'];

/** Draws lines as an SVG of its own colours on white, so that it reads in light and dark pages. */
export function lineChart(lines: readonly Line[], { title, x, y, top }: ChartOptions): string {
  const atX = (value: number): string => placeOn(x, value, plot.left, plot.right).toFixed(1);
  const atY = (value: number): string => placeOn(y, value, plot.bottom, plot.top).toFixed(1);
  const parts = [
    `<rect width="${width}" height="${height}" fill="white"/>`,
    text(plot.left, 24, title, 'font-size="15" font-weight="bold"'),
    ...x.ticks.flatMap((tick) => [
      `<path d="M${atX(tick)} ${plot.top}V${plot.bottom}" stroke="#e4e4e4"/>`,
      text(atX(tick), plot.bottom + 18, String(tick), 'text-anchor="middle"'),
    ]),
    ...y.ticks.flatMap((tick) => [
      `<path d="M${plot.left} ${atY(tick)}H${plot.right}" stroke="#e4e4e4"/>`,
      text(plot.left - 8, Number(atY(tick)) + 4, String(tick), 'text-anchor="end"'),
    ]),
    text((plot.left + plot.right) / 2, plot.bottom + 40, x.name, 'text-anchor="middle"'),
    `<g transform="translate(18 ${(plot.top + plot.bottom) / 2}) rotate(-90)">${text(0, 0, y.name, 'text-anchor="middle"')}</g>`,
    ...lines.flatMap((line, index) => {
      const colour = colours[index % colours.length] ?? 'black';
      const path = line.points.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${atX(px)} ${atY(py)}`).join('');
      const legend = plot.top + 14 + index * 22;
      // Lines that lie on each other all show: the first ones are the widest, and lie below.
      const stroke = 2 + 2 * (lines.length - 1 - index);
      return [
        ...(path === '' ? [] : [`<path d="${path}" fill="none" stroke="${colour}" stroke-width="${stroke}"/>`]),
        ...line.points.map(
          ([px, py]) => `<circle cx="${atX(px)}" cy="${atY(py)}" r="${1.5 + stroke / 2}" fill="${colour}"/>`,
        ),
        `<path d="M${plot.right + 14} ${legend - 4}h20" stroke="${colour}" stroke-width="3"/>`,
        text(plot.right + 40, legend, line.name),
      ];
    }),
  ];
  const place = top === undefined ? '' : ` y="${top}" width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg"${place} viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#222">
${parts.join('\n')}
</svg>
`;
}

function placeOn({ ticks, isLogarithmic }: Axis, value: number, from: number, to: number): number {
  const of = (number: number): number => (isLogarithmic ? Math.log(number) : number);
  const [first, last] = [of(ticks[0] ?? 0), of(ticks.at(-1) ?? 1)];
  return from + ((of(value) - first) / (last - first)) * (to - from);
}

function text(px: string | number, py: string | number, words: string, more = ''): string {
  return `<text x="${px}" y="${py}" ${more}>${escapeMarkup(words)}</text>`;
}
