/** `npm run docs:examples`: writes docs/examples, the reports of recorded hosts as the rubric judges them now. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { score } from '#rubric/grade.ts';
import { markdownReport } from '#rubric/report/markdown.ts';
import { builtInRubric } from './grading.ts';
import { readRecordings } from './recorded/recording.ts';

const folder = path.join(import.meta.dirname, '..', 'docs', 'examples');

/** The pages by file name: a host that did everything, and one that did about half. */
export function exampleReports(): Map<string, string> {
  const rubric = builtInRubric();
  const recordings = readRecordings();
  const pages = [
    { file: 'complete.md', state: 'ufw-docker' },
    { file: 'poor.md', state: 'poor' },
  ].map(({ file, state }) => {
    const bundle = recordings.get(state)?.bundle;
    if (!bundle) throw new Error(`${state} is not recorded: run \`npm run record-hosts\` on a machine with live hosts`);
    const details = { assignment: rubric.title, address: bundle.target.address, gradedAt: bundle.collectedAt };
    return [path.join(folder, file), markdownReport(score(bundle, rubric), details)] as const;
  });
  return new Map(pages);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of exampleReports()) writeFileSync(file, text);
}
