import { defineCheck, failed, notGradable, partial, passed } from '../../check.ts';
import { firewallNeeds, firewallUses, letsIn, placeOfRule, quoteOf, situationOf } from './situation.ts';

/** Reachable for somebody; from the internet at most up to a rate, or not at all. */
export const sshGuarded = defineCheck({
  id: 'firewall.ssh-guarded',
  title: 'SSH is reachable and guarded',
  expected: 'SSH is let in, and either limited in its rate or restricted to networks of your own',
  hint: 'Whoever tries passwords knocks many times a minute; a firewall can tell that from a person, or know the networks that you come from.',
  needs: firewallNeeds,
  uses: firewallUses,
  evaluate(evidence, { target }) {
    const situation = situationOf(evidence, target);
    const { sources, sshPort } = situation;
    const answers = sources.map((source) => ({ source, decision: situation.ask(source, sshPort) }));
    const inside = answers.find(({ decision }) => letsIn(decision));
    const open = answers.find(({ source, decision }) => !source.isPrivate && source.kind !== 'worker' && !source.single && decision.verdict === 'accepted');
    const undecided = answers.find(({ source, decision }) => decision.verdict === 'unknown' && (!inside || !source.isPrivate));
    if (open) {
      const where = placeOfRule(open.decision);
      return partial(1, 2, {
        seen: `SSH on port ${sshPort} is let in from everywhere, as often as anybody likes`,
        ...(where ? { where } : {}),
        ...quoteOf(open.decision),
      });
    }
    if (undecided) {
      const seen = `what the rules do with SSH from ${undecided.source.address} could not be worked out (${undecided.decision.why ?? 'no verdict'})`;
      return notGradable({ seen, hint: 'Ask your instructor to look at it.', review: seen });
    }
    if (!inside) {
      return failed({ seen: `new connections to SSH on port ${sshPort} are let in from nowhere`, hint: 'Allow SSH in the firewall: the connections that you have open now will not last for ever.' });
    }
    const limited = answers.find(({ decision }) => decision.verdict === 'limited');
    const where = placeOfRule((limited ?? inside).decision);
    return passed({
      seen: limited?.decision.rate ? `SSH on port ${sshPort} is let in up to a rate` : `SSH on port ${sshPort} is let in from private networks only`,
      ...(where ? { where } : {}),
    });
  },
});
