/** A part of a probe's output: the words of its `@@ …` heading, and the lines below it. */
export interface Section {
  words: string[];
  lines: string[];
}

/** Splits output at lines that begin with `@@ `. Lines before the first are dropped. */
export function readSections(stdout: string): Section[] {
  const sections: Section[] = [];
  for (const line of stdout.split('\n')) {
    if (line.startsWith('@@ ')) sections.push({ words: line.slice(3).split(' '), lines: [] });
    else if (line !== '') sections.at(-1)?.lines.push(line);
  }
  return sections;
}
