import { defineCheck, notGradable, partial } from '../../check.ts';
import { inWords } from '../interfaces/wording.ts';
import { contradictionAt } from './prediction.ts';
import { portList } from './port-list.ts';
import { firewallNeeds, firewallUses, letsIn, listening, placeOfRule, quoteOf, situationOf } from './situation.ts';

/**
 * Nobody on the internet gets in. A rule for private networks does not count as open: none is larger than a /8, and a
 * network that reaches beyond them has an edge outside, from which the rules are asked too.
 */
export const databasesClosed = defineCheck({
  id: 'firewall.databases-closed',
  title: 'The databases are closed to strangers',
  expected: 'PostgreSQL (5432) and Redis (6379) are reachable from private networks at most',
  hint: 'A database is for the machines of the platform: see from where its port can be reached, and remember that ports which Docker publishes do not ask the rules for incoming connections.',
  needs: firewallNeeds,
  uses: firewallUses,
  parameters: portList([5432, 6379]),
  evaluate(evidence, { target, parameters: { ports } }) {
    const situation = situationOf(evidence, target);
    const strangers = situation.sources.filter(({ isPrivate, kind }) => !isPrivate && kind !== 'worker');
    const judged = ports.map((port) => {
      const decisions = strangers.map((source) => ({ source, decision: situation.ask(source, port) }));
      const open = decisions.find(({ decision }) => letsIn(decision));
      const bound = listening(situation, port)?.onlyLoopback === true && open?.decision.translatedTo === undefined;
      const undecided = decisions.find(({ decision }) => decision.verdict === 'unknown');
      return { port, open: bound ? undefined : open, undecided: bound ? undefined : undecided, bound };
    });
    const contradiction = contradictionAt(situation, ports);
    const review = contradiction === null ? {} : { review: contradiction };
    const [exposed] = judged.filter((one) => one.open);
    const undecided = judged.find((one) => !one.open && one.undecided);
    if (undecided) {
      const seen = `what the rules do with port ${undecided.port} could not be worked out (${undecided.undecided?.decision.why ?? 'no verdict'})`;
      return notGradable({ seen, hint: 'Ask your instructor to look at it.', review: seen });
    }
    const closed = judged.filter((one) => !one.open);
    const decision = exposed?.open?.decision;
    const where = decision && placeOfRule(decision);
    const published = decision?.translatedTo ? `, which leads to ${decision.translatedTo.address}` : '';
    return partial(closed.length, ports.length, {
      seen: exposed
        ? `port ${inWords(judged.filter((one) => one.open).map(({ port }) => port))} is let in from ${exposed.open?.source.address}, an address outside all private networks${published}`
        : `strangers are kept from ${inWords(ports)}${judged.some(({ bound }) => bound) ? '; what listens there is bound to the machine itself' : ''}`,
      ...(where ? { where } : {}),
      ...(decision ? quoteOf(decision) : {}),
      ...review,
    });
  },
});
