import { defineCheck, failed, isAvailable, notGradable, passed } from '../../check.ts';
import type { Decision } from '../../firewall/decision.ts';
import { contradictionAt } from './prediction.ts';
import { firewallNeeds, firewallUses, keepsOut, letsIn, placeOfRule, quoteOf, type Situation, situationOf } from './situation.ts';
import { unfilteredIPv6 } from './unfiltered-ipv6.ts';

// Ports that no rule of the exercise, and hardly anybody's, is about.
const ports = { tcp: [7, 1234, 4444, 12_345, 20_202, 31_337, 45_454, 60_001], udp: [7, 20_202, 60_001] } as const;

/**
 * What no rule allows stays out, whether by a policy or a last rule, dropped or rejected. A few open ranges (a passive
 * FTP server's) are still a default of deny; a range over most ports is not.
 */
export const defaultDeny = defineCheck({
  id: 'firewall.default-deny',
  title: 'What is not allowed is kept out',
  expected: 'a firewall whose default for incoming connections is to deny',
  hint: 'First allow SSH, then make deny the default for everything that comes in: rules that allow something change nothing as long as the rest is let in, too.',
  needs: firewallNeeds,
  uses: [...firewallUses, 'ufw'],
  evaluate(evidence, { target }) {
    const situation = situationOf(evidence, target);
    const { ufw } = evidence;
    const answers = unrelatedConnections(situation);
    const denied = answers.filter(keepsOut);
    const open = answers.find(letsIn);
    const undecided = answers.find(({ verdict }) => verdict === 'unknown');
    const witness = contradictionAt(situation, situation.witness.map(({ port }) => port));
    const denies = isAvailable(ufw) && ufw.active && ufw.denies;
    const byNoRule = open !== undefined && (open.rule === null || open.rule.index === 0);
    const says = denies && byNoRule ? 'ufw says that it is active and denies, and the kernel lets in what no rule allows' : null;
    const review = [witness, says].filter((one) => one !== null).join('; ');
    const marked = review === '' ? {} : { review };

    if (denied.length * 4 >= answers.length * 3 && denied[0]) {
      const boot = isAvailable(ufw) && !ufw.survivesReboot ? '; nothing loads the rules again after a reboot' : '';
      const seen = `new connections that no rule allows are ${denied[0].verdict}${boot}${unfilteredIPv6(evidence, situation)}`;
      return passed({ seen, ...placed(denied[0]), ...marked });
    }
    if (open) {
      if (situation.netfilter.tools.length === 0) {
        return failed({ seen: 'there is no firewall: neither iptables nor nft is installed', ...marked });
      }
      const allows = isAvailable(ufw) && ufw.active && !ufw.denies;
      const why = allows ? ': ufw is on, and its default for incoming connections is to allow them' : open.rule ? '' : ', as no rule looks at it';
      const seen = `a connection to a port that no service of the platform uses is let in${why}`;
      const flushed = says === null ? {} : { hint: 'ufw is switched on, yet its rules are gone from the kernel: something flushed them. Let ufw load them again.' };
      return failed({ seen, ...placed(open), ...quoteOf(open), ...flushed, ...marked });
    }
    const seen = `what the rules do with a new connection could not be worked out (${undecided?.why ?? 'no verdict'})`;
    return notGradable({ seen, hint: 'Ask your instructor to look at it.', review: seen });
  },
});

/** What becomes of connections from strangers and neighbours to ports that nobody means. */
export function unrelatedConnections(situation: Situation): Decision[] {
  const { sources, sshPort } = situation;
  const anybody = [sources.find(({ kind }) => kind === 'public'), sources.find(({ kind }) => kind === 'private')].filter((one) => one !== undefined);
  return anybody.flatMap((source) =>
    (['tcp', 'udp'] as const).flatMap((protocol) => ports[protocol].filter((port) => port !== sshPort).map((port) => situation.ask(source, port, protocol))),
  );
}

function placed(decision: Decision): { where?: string } {
  const where = placeOfRule(decision);
  return where === undefined ? {} : { where };
}
