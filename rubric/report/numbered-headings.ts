const ruling = /^(?:-{3,}|={3,})\s*$/;
const numbered = /^\d{1,2}[.)]\s+\S.{0,100}$/;

/**
 * Markdown reads `3. Firewall` above a line of dashes as a list of one item and a ruling. Whoever writes it means a heading,
 * and sees one in any editor: such lines become headings of the second level, `===` of the first. The count of lines stays.
 */
export function headingsOfNumbers(lines: readonly string[]): string[] {
  const isTitle = (index: number) => numbered.test(lines[index] ?? '') && ruling.test(lines[index + 1] ?? '') && (lines[index - 1] ?? '').trim() === '';
  return lines.map((line, index) => {
    if (isTitle(index)) return `${(lines[index + 1] ?? '').startsWith('=') ? '#' : '##'} ${line}`;
    return isTitle(index - 1) ? '' : line;
  });
}
