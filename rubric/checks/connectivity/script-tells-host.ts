import { defineCheck } from '../../check.ts';
import { judgeDistinction, judgeScript } from './judge-script.ts';

/** A host that answers, with a port that does not, against a host that is silent altogether: a port test alone sees no difference. */
export const scriptTellsHost = defineCheck({
  id: 'connectivity.script-tells-host',
  title: 'debug_connection.sh tells a host that answers from one that is silent',
  expected: 'run against a silent host, the script says something else than of a host that answers while its port is silent',
  hint: 'A port that does not answer leaves two questions open: is the host there at all, and is it only this port?',
  needs: ['debug-connection'],
  evaluate({ 'debug-connection': script }) {
    return judgeScript(script, (ran) =>
      judgeDistinction(ran, {
        good: 'silent',
        bad: ['dead'],
        one: 'dead',
        others: ['silent', 'closed', 'open'],
        words: 'a host that answers from one that is silent',
      }),
    );
  },
});
