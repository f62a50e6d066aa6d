import { defineCheck, failed, notGradable, passed } from '../../check.ts';
import { type WorldName, worlds } from '../../experiments/debug-scenarios.ts';
import { statementsOf, tellsApart } from '../../experiments/tells-apart.ts';
import { judgeScript } from './judge-script.ts';

/**
 * More than the three answers: the way to the host, the local firewall or what listens locally. Each world has routers of its
 * own, so that pasted hops are found out; a local rule that is there only sometimes must be noticed.
 */
export const scriptDiagnosesRoute = defineCheck({
  id: 'connectivity.script-diagnoses-route',
  title: 'debug_connection.sh looks further than the port',
  expected: 'the script shows the route to the host, what the local firewall does, or what listens on the port',
  hint: 'When name, host and port are known, ask where packets go on their way, and whether this very machine stops them.',
  needs: ['debug-connection'],
  evaluate({ 'debug-connection': script }) {
    return judgeScript(script, (ran) => {
      const where = ran.path;
      const outputs = (['open', 'closed', 'silent', 'dead'] as const).map((scenario) => [...(ran.runs.get(scenario) ?? [])]).filter((runs) => runs.length > 0);
      if (outputs.length === 0) return notGradable({ seen: 'your script could not be tried out on this machine', where });
      for (const { what, line } of signs) {
        const found = outputs.find((runs) => runs.every(([world, { output }]) => line(world).test(output)));
        if (found) {
          const [world, { output }] = found[0] ?? (['a', { output: '' }] as const);
          return passed({ seen: `the script shows ${what}`, where, quote: line(world).exec(output)?.[0].trim() ?? '' });
        }
      }
      if (tellsApart(statementsOf(ran.runs), 'open', ['walled']) === 'tells') {
        return passed({ seen: 'the script notices a local firewall rule that drops packets', where });
      }
      return failed({ seen: 'the script shows no hop of the route, notices no local firewall rule, and lists nothing that listens', where });
    });
  },
});

const dots = (address: string) => address.replaceAll('.', String.raw`\.`);

const signs: readonly { what: string; line: (world: WorldName) => RegExp }[] = [
  { what: 'hops of the route to the host', line: (world) => new RegExp(String.raw`^.*(?<![\d.])(?:${dots(worlds[world].gateway)}|${dots(worlds[world].secondHop)})(?!\d).*$`, 'm') },
  { what: 'which way the kernel sends packets to the host', line: (world) => new RegExp(String.raw`^.*${dots(worlds[world].address)} dev lo\b.*$`, 'm') },
  { what: 'what listens on the port', line: (world) => new RegExp(String.raw`^.*\bLISTEN\b.*:${worlds[world].port}\b.*$`, 'm') },
];
