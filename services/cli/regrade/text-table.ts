/** Lines of columns two blanks apart; those listed in `right` end on the right. Names shorten to what `width` leaves the first column. */
export function textTable(rows: readonly (readonly string[])[], right: readonly number[], width: number): string[] {
  const cells = rows.map((row) => row.map(printable));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const others = widths.slice(1).reduce((sum, one) => sum + one + 2, 2);
  const first = Math.max(8, Math.min(widths[0] ?? 0, width - others));
  return cells.map((row) => {
    const [name = '', ...rest] = row;
    const padded = rest.map((cell, index) => (right.includes(index + 1) ? cell.padStart(widths[index + 1] ?? 0) : cell.padEnd(widths[index + 1] ?? 0)));
    return `  ${[shortened(name, first).padEnd(first), ...padded].join('  ')}`.trimEnd();
  });
}

/** On one line and without control or bidirectional characters: names and reasons come from anybody, and this is a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{C}+/gu, ' ').trim();
}

export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A sentence in lines of at most `width` columns, broken at blanks; those after the first go in by two more than the first. */
export function wrapped(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(/ +/)) {
    if (line === '') line = `${indent}${word}`;
    else if (line.length + 1 + word.length <= width) line = `${line} ${word}`;
    else {
      lines.push(line);
      line = `${indent}  ${word}`;
    }
  }
  return [...lines, line];
}
