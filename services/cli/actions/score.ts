import { type EvidenceBundle, InvalidBundleError, parseBundle } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { formatGrade } from '../grade-output.ts';
import type { OutputFormat } from '../output-format.ts';
import { readRubric, readTextFile } from '../rubric-file.ts';
import { exitStatus, UsageError } from '../usage-error.ts';

export interface ScoreOptions {
  rubric?: string;
  format: OutputFormat;
}

/** Scores a saved bundle, prints; returns the exit status. Throws UsageError. */
export function scoreFile(file: string, options: ScoreOptions): number {
  const rubric = readRubric(options.rubric);
  const bundle = readBundle(file);
  const grade = score(bundle, rubric);
  const details = { address: bundle.target.address, gradedAt: bundle.collectedAt };
  process.stdout.write(`${formatGrade(grade, options.format, details)}\n`);
  return grade.status === 'not_gradable' ? exitStatus.notGradable : exitStatus.graded;
}

function readBundle(file: string): EvidenceBundle {
  try {
    return parseBundle(readTextFile(file, 'evidence'));
  } catch (cause) {
    if (cause instanceof InvalidBundleError) throw new UsageError(`${file}: ${cause.message}`, { cause });
    throw cause;
  }
}
