import { defineCheck, failed, partial } from '../../check.ts';
import { unrelatedConnections } from './default-deny.ts';
import { portList } from './port-list.ts';
import { firewallNeeds, firewallUses, keepsOut, situationOf } from './situation.ts';

/** A rate on SSH or on the API, and a log rule on the way of what is kept out: half the points each. */
export const limitsAndLogging = defineCheck({
  id: 'firewall.limits-and-logging',
  title: 'Rates are limited and drops are logged',
  expected: 'SSH or the model API is limited in its rate, and what the firewall keeps out is logged',
  hint: 'Two things are asked: a limit on how often one may connect, and a line in the log for what is dropped, itself limited so that nobody can fill your disk.',
  needs: firewallNeeds,
  uses: firewallUses,
  parameters: portList([8080]),
  evaluate(evidence, { target, parameters: { ports } }) {
    const situation = situationOf(evidence, target);
    const limited = [situation.sshPort, ...ports].filter((port) => situation.sources.some((source) => situation.ask(source, port).verdict === 'limited'));
    const logged = unrelatedConnections(situation).some((decision) => keepsOut(decision) && decision.logged);
    const rates = limited.length > 0 ? `the rate is limited on port ${limited.join(' and ')}` : 'no rate is limited on SSH or the API';
    const finding = { seen: `${rates}; what is kept out is ${logged ? 'logged' : 'not logged'}` };
    const done = Number(limited.length > 0) + Number(logged);
    return done === 0 ? failed(finding) : partial(done, 2, finding);
  },
});
