/** One line of a chart. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What a chart says besides its lines. */
export interface ChartOptions {
  readonly title: string;
  readonly x: { readonly name: string; readonly ticks: readonly number[]; readonly isLogarithmic: boolean };
  readonly y: { readonly name: string; readonly ticks: readonly number[]; readonly isLogarithmic: boolean };
}

const width = 760;
const height = 420;
const plot = { left: 70, right: 540, top: 44, bottom: 360 };
const colours = ['#0b6e4f', '#c1440e', '#d99a00', '#7b2d8b', '#2563a8', '#555555'];

/** Draws lines as an SVG of its own colours on white, so that it reads in light and dark pages. */
export function lineChart(lines: readonly Line[], { title, x, y }: ChartOptions): string {
  const scale = (value: number, axis: ChartOptions['x'], from: number, to: number): number => {
    const of = (number: number): number => (axis.isLogarithmic ? Math.log(number) : number);
    const [first, last] = [of(axis.ticks[0] ?? 0), of(axis.ticks.at(-1) ?? 1)];
    return from + ((of(value) - first) / (last - first)) * (to - from);
  };
  const atX = (value: number): string => scale(value, x, plot.left, plot.right).toFixed(1);
  const atY = (value: number): string => scale(value, y, plot.bottom, plot.top).toFixed(1);
  const text = (px: string | number, py: string | number, words: string, more = ''): string =>
    `<text x="${px}" y="${py}" ${more}>${escaped(words)}</text>`;
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
        `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${stroke}"/>`,
        ...line.points.map(
          ([px, py]) => `<circle cx="${atX(px)}" cy="${atY(py)}" r="${1.5 + stroke / 2}" fill="${colour}"/>`,
        ),
        `<path d="M${plot.right + 14} ${legend - 4}h20" stroke="${colour}" stroke-width="3"/>`,
        text(plot.right + 40, legend, line.name),
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#222">
${parts.join('\n')}
</svg>
`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
