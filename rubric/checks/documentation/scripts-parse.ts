import { defineCheck, failed, notGradable, partial } from '../../check.ts';
import { scriptNames } from '../../deliverables/names.ts';
import type { DeliverableScript } from '../../probes/deliverables.ts';
import { inWords } from './wording.ts';

/** Present, readable by its shell without an error, and allowed to run: a share of the points for each script. */
export const scriptsParse = defineCheck({
  id: 'documentation.scripts-parse',
  title: 'The three scripts are there, without syntax errors, and executable',
  expected: 'network_monitor.sh, debug_connection.sh and analyze_latency.sh, each executable and without a syntax error',
  hint: 'Let the shell read each script without running it, and see whether the file may be executed.',
  needs: ['deliverables'],
  evaluate({ deliverables: { scripts, folder, folderFound } }) {
    if (!folderFound && scriptNames.every((name) => scripts[name] === null)) {
      return failed({
        seen: `the folder of the deliverables, ${folder}, cannot be opened by your own account`,
        hint: 'Submit again with the folder that holds your deliverables, or without one: they are then found by their names.',
      });
    }
    const faults = scriptNames.flatMap((name) => {
      const fault = faultOf(scripts[name]);
      return fault === null ? [] : [{ name, fault }];
    });
    const done = scriptNames.length - faults.length;
    const broken = faults.map(({ name }) => scripts[name]).find((script) => script?.syntax?.ok === false);
    const unknown = scriptNames.filter((name) => scripts[name] !== null && scripts[name]?.syntax === null);
    const seen = faults.length === 0 ? 'all three are' : inWords(faults.map(({ name, fault }) => `${name}.sh ${fault}`));
    if (faults.length === 0 && unknown.length === scriptNames.length) {
      return notGradable({ seen: 'no shell of the kind that the scripts ask for could be asked whether it understands them' });
    }
    return partial(done, scriptNames.length, {
      seen,
      ...(faults.length > 0 && faults.every(({ fault }) => fault === notExecutable) ? { hint: 'A script starts by its own name once its file may be executed: look at the mode of each.' } : {}),
      ...(broken ? { where: broken.path, quote: broken.syntax?.message ?? '' } : {}),
    });
  },
});

const notExecutable = 'is not executable';

/** What is wrong with a script, as a clause; null where nothing is. */
function faultOf(script: DeliverableScript | null): string | null {
  if (script === null) return 'is not there';
  if (script.text === null) return 'cannot be read by your own account';
  if (script.text.trim() === '') return 'is empty';
  if (/^#!.*\r$/m.test(script.text.split('\n', 1)[0] ?? '')) return 'has line ends of Windows, with which its first line names no shell that exists';
  if (script.syntax?.ok === false) return 'has a syntax error';
  return script.executable ? null : notExecutable;
}
