import { type Command, Option } from 'commander';
import type { GradeOptions } from '../actions/grade.ts';
import { outputFormats } from '../output-format.ts';

/** `netgrader grade`: one host, no database, no queue. */
export function addGradeCommand(program: Command): void {
  program
    .command('grade')
    .description('Grade one host over SSH and print the result (exit 0: graded, 3: not gradable, 2: bad usage)')
    .argument('<address>', 'ADDRESS or ADDRESS:PORT of the host')
    .requiredOption('-i, --identity <file>', "private key of the grader's account")
    .option('--user <name>', "the grader's account on the host", 'netgrader')
    .option('--login <name>', "the student's own account on the host", 'student')
    .option('--deliverables <dir>', 'folder of the deliverables on the host (default: found by name below the home)')
    .option('--archive <file>', 'a .tar.gz or .zip of deliverables, taken before those on the host')
    .option('--known-hosts <file>', 'accept only host keys of this OpenSSH known_hosts file')
    .option('--rubric <file>', 'a rubric file (default: the built-in one)')
    .addOption(new Option('--format <format>', 'output format').choices(outputFormats).default('text'))
    .option('--save-evidence <file>', 'write the evidence bundle, for `netgrader score`')
    .action(async (address: string, options: GradeOptions) => {
      const { gradeHost } = await import('../actions/grade.ts');
      process.exitCode = await gradeHost(address, options);
    });
}
