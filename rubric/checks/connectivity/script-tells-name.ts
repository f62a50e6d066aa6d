import { defineCheck } from '../../check.ts';
import { judgeDistinction, judgeScript } from './judge-script.ts';

/** A name that the resolver knows against one that it does not; the same names stand in DNS and in /etc/hosts. */
export const scriptTellsName = defineCheck({
  id: 'connectivity.script-tells-name',
  title: 'debug_connection.sh tells a name that resolves from one that does not',
  expected: 'run with a name that does not resolve, the script says so, apart from every other trouble',
  hint: 'Before anything can be reached, its name needs an address: let the script look that up first and say what came of it.',
  needs: ['debug-connection'],
  evaluate({ 'debug-connection': script }) {
    return judgeScript(script, (ran) =>
      judgeDistinction(ran, {
        good: 'open',
        bad: ['unknown'],
        one: 'unknown',
        others: ['open', 'closed', 'silent', 'dead'],
        words: 'a name that resolves from one that does not',
      }),
    );
  },
});
