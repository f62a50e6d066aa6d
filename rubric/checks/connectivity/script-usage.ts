import { defineCheck, failed, notGradable, passed } from '../../check.ts';
import { usageSeconds } from '../../experiments/debug-scenarios.ts';
import type { SandboxRun } from '../../experiments/sandbox-output.ts';
import { statementOf } from '../../experiments/tells-apart.ts';
import { judgeScript } from './judge-script.ts';

const usageWord = /usage|aufruf|verwendung|benutzung|syntax|utilisation|uso\b|использован|用法|使い方|required|missing|expected|fehlt|argument|parameter/i;
const prompt = /[:?>] ?$/;
const target = /(?<![\w.])(?:\d{1,3}(?:\.\d{1,3}){3}|localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?![\w.])/i;

/** Without arguments a script says how it wants to be called, asks, or names the target that it takes by itself. */
export const scriptUsage = defineCheck({
  id: 'connectivity.script-usage',
  title: 'debug_connection.sh says how it is used',
  expected: 'called without arguments, the script says what it needs or ends with an error, and does not hang',
  hint: 'Somebody else will call your script without knowing what it wants: check for the host and the port before anything else.',
  needs: ['debug-connection'],
  evaluate({ 'debug-connection': script }) {
    return judgeScript(script, (ran) => {
      const where = ran.path;
      const { usage, runs } = ran;
      const withArguments = runs.get('open')?.get('a');
      if (!usage || !withArguments) return notGradable({ seen: 'your script could not be tried out without arguments on this machine', where });
      const said = usage.output.trim();
      const quote = said.slice(0, 500);
      if (usage.exit === 124 && usage.durationMs >= usageSeconds * 1000 - 200) return failed({ seen: `called without arguments, the script goes on for longer than ${usageSeconds} s`, where, quote });
      if (bareLines(usage) === bareLines(withArguments) && usage.exit === withArguments.exit) {
        return failed({ seen: 'the script does the same with and without a host and a port', where, quote });
      }
      if (usageWord.test(said)) return passed({ seen: 'called without arguments, the script says what it needs', where, quote });
      if (usage.exit !== 0) return passed({ seen: `called without arguments, the script ends with exit status ${usage.exit}`, where, quote });
      if (prompt.test(said)) return passed({ seen: 'called without arguments, the script asks for what it needs', where, quote });
      if (target.test(said.replaceAll('debug_connection.sh', ''))) return passed({ seen: 'called without arguments, the script names the host that it takes by itself', where, quote });
      return failed({ seen: 'called without arguments, the script goes on with an empty host and reports success', where, quote });
    });
  },
});

/** What a run says once the host and the port that it was given are left out. */
function bareLines(run: SandboxRun): string {
  const lines = [...statementOf(run, 'a').lines.coarse].map((line) => line.replaceAll(/HOST|ADDRESS|PORT|[^\p{L}]/gu, ''));
  return lines.filter((line) => line !== '').join('\n');
}
