/** `npm run docs:rubric`: writes docs/rubric.md from the built-in rubric and its coverage. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { coveragePage, parseCoverage } from '#rubric/exercise-coverage.ts';
import { builtInRubricFile } from '#services/cli/built-in-rubric.ts';
import { builtInRubric } from './grading.ts';

export const rubricPageFile = path.join(import.meta.dirname, '..', 'docs', 'rubric.md');

/** What the exercise asks for, from the file beside the built-in rubric. */
export function builtInCoverage() {
  return parseCoverage(readFileSync(builtInRubricFile.replace(/\.yaml$/, '.coverage.yaml'), 'utf8'));
}

/** The page as it must stand in docs/rubric.md. */
export function rubricPage(): string {
  return coveragePage(builtInRubric(), builtInCoverage());
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(rubricPageFile, rubricPage());
