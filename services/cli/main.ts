import { Command, CommanderError } from 'commander';
import { addAdministerCommands } from './commands/administer.ts';
import { addGradeCommand } from './commands/grade.ts';
import { addRegradeCommands } from './commands/regrade.ts';
import { addRubricCommands } from './commands/rubric.ts';
import { addScoreCommand } from './commands/score.ts';
import { addServeCommand } from './commands/serve.ts';
import { addWorkCommand } from './commands/work.ts';
import { exitStatus, forOperator } from './usage-error.ts';

const program = new Command('netgrader')
  .description('Grades Linux networking labs over SSH: evidence first, judgement second')
  .showHelpAfterError('(add --help for what the command takes)')
  .exitOverride();

addGradeCommand(program);
addScoreCommand(program);
addServeCommand(program);
addWorkCommand(program);
addRubricCommands(program);
addRegradeCommands(program);
addAdministerCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  const known = forOperator(error);
  if (error instanceof CommanderError) {
    // Help that was asked for is no error; commander has printed the rest itself.
    process.exitCode = error.exitCode === 0 ? 0 : exitStatus.badUsage;
  } else if (known) {
    process.stderr.write(`netgrader: ${known.message}\n`);
    process.exitCode = exitStatus.badUsage;
  } else {
    throw error;
  }
}
