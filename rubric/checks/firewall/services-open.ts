import { defineCheck, failed, notGradable, partial } from '../../check.ts';
import { inWords } from '../interfaces/wording.ts';
import { contradictionAt } from './prediction.ts';
import { portList } from './port-list.ts';
import { firewallNeeds, firewallUses, letsIn, placeOfRule, quoteOf, situationOf } from './situation.ts';

/** Open to strangers, to neighbours or to a network that a rule names; up to a rate is open. One machine alone is not. */
export const servicesOpen = defineCheck({
  id: 'firewall.services-open',
  title: 'The platform’s services are let in',
  expected: 'connections to the model API (8080), Prometheus (9090) and Grafana (3000) are let in',
  hint: 'Users and colleagues need to reach the API, Prometheus and Grafana: see which of their ports your rules let in, and in what order the rules are asked.',
  needs: firewallNeeds,
  uses: firewallUses,
  parameters: portList([8080, 9090, 3000]),
  evaluate(evidence, { target, parameters: { ports } }) {
    const situation = situationOf(evidence, target);
    const judged = ports.map((port) => {
      const decisions = situation.sources.filter(({ single, kind }) => !single || kind === 'worker').map((source) => situation.ask(source, port));
      return { port, open: decisions.find(letsIn), undecided: decisions.find(({ verdict }) => verdict === 'unknown'), shut: decisions[0] };
    });
    const open = judged.filter((one) => one.open);
    const shut = judged.filter((one) => !one.open);
    const contradiction = contradictionAt(situation, ports);
    const review = contradiction === null ? {} : { review: contradiction };
    const undecided = shut.find((one) => one.undecided);
    if (undecided) {
      const seen = `what the rules do with port ${undecided.port} could not be worked out (${undecided.undecided?.why ?? 'no verdict'})`;
      return notGradable({ seen, hint: 'Ask your instructor to look at it.', review: seen });
    }
    if (open.length === 0) return failed({ seen: `none of the ports ${inWords(ports)} is let in`, ...review });
    const [first] = shut;
    const where = first?.shut ? placeOfRule(first.shut) : undefined;
    return partial(open.length, ports.length, {
      seen: `let in: ${inWords(open.map(({ port }) => port))}${first ? `; kept out: ${inWords(shut.map(({ port }) => port))}` : ''}`,
      ...(where ? { where } : {}),
      ...(first?.shut ? quoteOf(first.shut) : {}),
      ...review,
    });
  },
});
