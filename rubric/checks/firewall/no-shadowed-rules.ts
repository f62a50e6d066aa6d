import { defineCheck, failed, passed } from '../../check.ts';
import { portList } from './port-list.ts';
import { shadowedRules } from './shadowed-rules.ts';
import { firewallNeeds, firewallUses, placeOfRule, situationOf } from './situation.ts';

/** The first rule that matches decides; see shadowed-rules.ts. */
export const noShadowedRules = defineCheck({
  id: 'firewall.no-shadowed-rules',
  title: 'No rule is shadowed by an earlier one',
  expected: 'every rule about a port of the platform is asked, and none is overruled by one before it',
  hint: 'Rules are asked in their order and the first that matches decides: a limit or a denial behind a rule that lets everybody in does nothing.',
  needs: firewallNeeds,
  uses: firewallUses,
  parameters: portList([22, 8080, 9090, 3000, 5432, 6379]),
  evaluate(evidence, { target, parameters: { ports } }) {
    const situation = situationOf(evidence, target);
    const shadowed = shadowedRules(situation, [...new Set([situation.sshPort, ...ports])]);
    const [first] = shadowed;
    if (!first) return passed({ seen: 'every rule about a port of the platform has its effect' });
    const { rule, port, by } = first;
    const underUfw = rule.reference.chain === 'INPUT' && (by.trail ?? []).some(({ chain }) => chain.startsWith('ufw-'));
    const more = shadowed.length > 1 ? `, and ${shadowed.length - 1} more like it` : '';
    return failed({
      seen: `a rule about port ${port} is never asked: ${placeOfRule(by) ?? 'an earlier rule'} decides before it${more}`,
      where: `rule ${rule.reference.index} of chain ${rule.reference.chain.slice(0, 40)} (${rule.reference.tool})`,
      quote: [rule.reference.text, ...(by.rule ? [`decided by: ${by.rule.text}`] : [])].map((text) => text.slice(0, 500)).join('\n'),
      ...(underUfw ? { hint: 'A rule that is appended with iptables while ufw is active stands behind all of ufw’s: what ufw lets in never gets there. Say it to ufw, or use one of the two.' } : {}),
    });
  },
});
