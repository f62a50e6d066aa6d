import type { Command } from 'commander';

/** `netgrader rubric`: a rubric against the kept evidence of calibrated hosts. */
export function addRubricCommands(program: Command): void {
  const rubric = program.command('rubric').description('Rubrics, against the kept evidence of calibrated hosts');

  rubric
    .command('check')
    .description('Score the kept hosts with a rubric and print where a grade is not the one that it must be (exit 1: somewhere)')
    .argument('[file]', 'a rubric file (default: the built-in one)')
    .action(async (file?: string) => {
      const { checkRubric } = await import('../actions/rubric.ts');
      process.exitCode = await checkRubric(file);
    });

  rubric
    .command('publish')
    .description('Put a rubric into the database of DATABASE_URL, unless a kept host is graded otherwise than it must (exit 1)')
    .argument('<file>', 'a rubric file')
    .action(async (file: string) => {
      const { publishRubric } = await import('../actions/rubric.ts');
      process.exitCode = await publishRubric(file);
    });
}
