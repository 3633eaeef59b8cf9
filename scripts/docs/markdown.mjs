// As much of Markdown as our own documents use.

/** The fenced code blocks: what stands after the fence, the code, and the line of the fence (from 1). */
export function codeBlocks(text) {
  const blocks = [];
  let open;
  text.split('\n').forEach((line, index) => {
    const fence = /^\s*(`{3,})(.*)$/.exec(line);
    if (open === undefined) {
      if (fence !== null) open = { fence: fence[1], info: fence[2].trim(), line: index + 1, lines: [] };
    } else if (line.trim() === open.fence) {
      blocks.push({ info: open.info, line: open.line, code: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else {
      open.lines.push(line);
    }
  });
  return blocks;
}

/** The targets of links and pictures outside code, each with its line (from 1). */
export function links(text) {
  return withoutCode(text).flatMap((line, index) =>
    [...line.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g), ...line.matchAll(/^\s*\[[^\]]+\]:\s+(\S+)/g)].map(
      (match) => ({
        target: match[1],
        line: index + 1,
      }),
    ),
  );
}

/** The anchors of the headings, as GitHub makes them. */
export function headingAnchors(text) {
  const seen = new Map();
  return withoutCode(text, { keepInline: true })
    .filter((line) => /^#{1,6} /.test(line))
    .map((line) => {
      const words = line.replace(/^#+\s+/, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
      const anchor = words
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-');
      const count = seen.get(anchor) ?? 0;
      seen.set(anchor, count + 1);
      return count === 0 ? anchor : `${anchor}-${count}`;
    });
}

function withoutCode(text, { keepInline = false } = {}) {
  let fence;
  return text.split('\n').map((line) => {
    const mark = /^\s*(`{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (line.trim() === fence) fence = undefined;
      return '';
    }
    if (mark !== undefined) {
      fence = mark;
      return '';
    }
    return keepInline ? line : line.replaceAll(/`[^`]*`/g, '');
  });
}
