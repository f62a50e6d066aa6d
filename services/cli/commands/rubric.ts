import type { Command } from 'commander';

/** `netgrader rubric`: a rubric against the kept evidence of calibrated hosts, and against another. */
export function addRubricCommands(program: Command): void {
  const rubric = program.command('rubric').description('Rubrics: held against calibrated hosts, stored, compared');

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

  rubric
    .command('list')
    .description('List the rubrics of the database of DATABASE_URL, newest first')
    .action(async () => {
      const { listRubrics } = await import('../actions/rubric-versions.ts');
      await listRubrics();
    });

  rubric
    .command('diff')
    .description('Say in words what one rubric judges otherwise than another (exit 0: nothing, 1: something, 2: bad usage)')
    .argument('<before>', 'a rubric file, or a version in the database, such as 1.0.0+3f2a91c05d7e')
    .argument('<after>', 'likewise')
    .action(async (before: string, after: string) => {
      const { diffRubrics } = await import('../actions/rubric-versions.ts');
      process.exitCode = await diffRubrics(before, after);
    });
}
