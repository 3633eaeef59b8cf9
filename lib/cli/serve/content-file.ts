import { join } from 'node:path';
import { readContent, writeContent } from '../../control-plane/last-content/content-json.js';
import type { ContentKeeper } from '../../control-plane/last-content/remember-content.js';
import { messageOf } from '../../util/message-of.js';
import { readIfThere } from './read-if-there.js';
import { writeFileWhole } from '../../registry/embedded/write-file-whole.js';

/** How a content is kept in a data folder. */
export interface ContentFileOptions {
  readonly dataFolder: string;
  /** Part of the file's name: letters, digits, `-`. */
  readonly name: string;
  /** Names the store now, where it has a name. */
  readonly store: () => string | undefined;
  /** Hears why it could not be kept; a full disk is no reason to end. */
  readonly onProblem: (problem: string) => void;
}

/** Keeps the last content of a backend in a file. */
export function contentFile({ dataFolder, name, store, onProblem }: ContentFileOptions): ContentKeeper {
  const file = join(dataFolder, `last-${name}.json`);
  const text = readIfThere(file);
  return {
    kept: text === undefined ? undefined : readContent(text),
    keep: (content) => {
      const named = store();
      try {
        writeFileWhole(file, writeContent({ content, ...(named === undefined ? {} : { store: named }) }));
      } catch (error) {
        onProblem(`the content of ${name} could not be kept: ${messageOf(error)}`);
      }
    },
  };
}
