import { styleText } from 'node:util';

/** Gives a text a style, or leaves it as it is where colours are off. */
export type Paint = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string) => string;

/** Makes a painter. */
export function createPaint({ colour }: { readonly colour: boolean }): Paint {
  return colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}
