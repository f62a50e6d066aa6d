import { type Command, Option } from 'commander';
import type { ScoreOptions } from '../actions/score.ts';
import { outputFormats } from '../output-format.ts';

/** `netgrader score`: the pure half, offline. */
export function addScoreCommand(program: Command): void {
  program
    .command('score')
    .description('Score a saved evidence bundle again, offline (exit 0: graded, 3: not gradable, 2: bad usage)')
    .argument('<evidence>', 'file written by `netgrader grade --save-evidence`')
    .option('--rubric <file>', 'a rubric file (default: the built-in one)')
    .addOption(new Option('--format <format>', 'output format').choices(outputFormats).default('text'))
    .action(async (file: string, options: ScoreOptions) => {
      const { scoreFile } = await import('../actions/score.ts');
      process.exitCode = scoreFile(file, options);
    });
}
