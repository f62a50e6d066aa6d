import { defineCheck } from '../../check.ts';
import { judgeDistinction, judgeScript } from './judge-script.ts';

/** An open port against one that refuses, one that is silent and a host that is: the words are the script's own. */
export const scriptTellsOpenPort = defineCheck({
  id: 'connectivity.script-tells-open-port',
  title: 'debug_connection.sh tells an open port from one that is not',
  expected: 'run against an open, a closed and a silent port, the script says something else of the open one',
  hint: 'Try the script against a port where a service listens and one where none does, and compare what it prints, line by line.',
  needs: ['debug-connection'],
  evaluate({ 'debug-connection': script }) {
    return judgeScript(script, (ran) =>
      judgeDistinction(ran, { good: 'open', bad: ['closed', 'silent'], one: 'open', others: ['closed', 'silent', 'dead'], words: 'an open port from one that is not' }),
    );
  },
});
