import { defineCheck, failed, isAvailable, partial } from '../../check.ts';
import { placeOf } from '../../lab-report/facts.ts';
import { firewallRules, type RuleWords } from '../../lab-report/firewall-rules.ts';
import { judgeReport, missingFact } from '../../lab-report/judge.ts';
import { inWords } from '../interfaces/wording.ts';
import { opennessOf } from './another-rule-set.ts';
import { portList } from './port-list.ts';
import { firewallNeeds, firewallUses, type Situation, situationOf } from './situation.ts';

const firewallTopic = /task[ _-]?3|firewall|ufw|iptables|nft|port/i;
/** So many of the platform's ports explained are enough: not every machine has all. */
const enough = 3;

/** Which ports are open and why (task 3.3), in the report's own words; pasted rules alone earn half. */
export const rulesExplained = defineCheck({
  id: 'firewall.rules-explained',
  title: 'The report explains the firewall rules',
  expected: 'the lab report says which ports are open or closed, and why',
  hint: 'For each port that your firewall treats in a way of its own, say in a line what it does and for whom.',
  needs: ['lab-report'],
  uses: [...firewallNeeds, ...firewallUses],
  parameters: portList([22, 8080, 9090, 3000, 5432, 6379]),
  evaluate({ 'lab-report': report, ...evidence }, { target, parameters: { ports } }) {
    const { netfilter } = evidence;
    const situation = isAvailable(netfilter) ? situationOf({ ...evidence, netfilter }, target) : null;
    return judgeReport(report, (document) => {
      const words = firewallRules(document, ports);
      const about = [...new Set(words.explained.map(({ port }) => port))];
      const shown = [...new Set(words.pasted.map(({ port }) => port))];
      const [first] = words.explained.length > 0 ? words.explained : words.pasted;
      if (!first) return missingFact(document, firewallTopic, { seen: 'the report says nothing about what the firewall does with the platform’s ports' });
      const review = situation && rulesOfAnotherMachine(words, situation);
      const finding = { where: placeOf(document, first.line), quote: first.line.text, ...(review ? { review } : {}) };
      if (about.length >= enough) return partial(2, 2, { seen: `the report explains what the firewall does with ports ${inWords(about)}`, ...finding });
      const seen = about.length > 0 ? `the report explains what the firewall does with port ${inWords(about)} alone` : `the report shows rules for ports ${inWords(shown)} and does not explain them`;
      return about.length > 0 || shown.length >= enough ? partial(1, 2, { seen, ...finding }) : failed({ seen, ...finding });
    });
  },
});

/** Pasted rules that let in several ports of which the machine lets in none; null where they may be its own. */
function rulesOfAnotherMachine({ pasted }: RuleWords, situation: Situation): string | null {
  const allowed = pasted.filter(({ line }) => /\b(?:ALLOW|LIMIT|ACCEPT|accept)\b/.test(line.text)).map(({ port }) => port);
  const ports = [...new Set(allowed)];
  if (ports.length < 2 || ports.some((port) => opennessOf(situation, port) !== 'none')) return null;
  return `the rules that the report shows let in ports ${inWords(ports)}; the rules on the machine let in none of them`;
}
