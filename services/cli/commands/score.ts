import { type Command, Option } from 'commander';
import { type EvidenceBundle, InvalidBundleError, parseBundle } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { formatGrade, type OutputFormat, outputFormats } from '../grade-output.ts';
import { readRubric, readTextFile } from '../rubric-file.ts';
import { exitStatus, UsageError } from '../usage-error.ts';

/** `netgrader score`: the pure half, offline. */
export function addScoreCommand(program: Command): void {
  program
    .command('score')
    .description('Score a saved evidence bundle again, offline (exit 0: graded, 3: not gradable, 2: bad usage)')
    .argument('<evidence>', 'file written by `netgrader grade --save-evidence`')
    .option('--rubric <file>', 'a rubric file (default: the built-in one)')
    .addOption(new Option('--format <format>', 'output format').choices(outputFormats).default('text'))
    .action((file: string, options: { rubric?: string; format: OutputFormat }) => {
      const rubric = readRubric(options.rubric);
      const bundle = readBundle(file);
      const grade = score(bundle, rubric);
      const details = { address: bundle.target.address, gradedAt: bundle.collectedAt };
      process.stdout.write(`${formatGrade(grade, options.format, details)}\n`);
      process.exitCode = grade.status === 'not_gradable' ? exitStatus.notGradable : exitStatus.graded;
    });
}

function readBundle(file: string): EvidenceBundle {
  try {
    return parseBundle(readTextFile(file, 'evidence'));
  } catch (cause) {
    if (cause instanceof InvalidBundleError) throw new UsageError(`${file}: ${cause.message}`, { cause });
    throw cause;
  }
}
