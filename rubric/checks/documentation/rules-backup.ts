import { defineCheck, failed, isAvailable, partial, passed } from '../../check.ts';
import { readRulesText } from '../../deliverables/rules-text.ts';
import { statedRules } from '../../deliverables/stated-rules.ts';
import { anotherRuleSet } from '../firewall/another-rule-set.ts';
import { firewallNeeds, firewallUses, situationOf } from '../firewall/situation.ts';

/** A status, a dump or a script: the exercise names the file, not its form. Rules of another machine are for the instructor. */
export const rulesBackup = defineCheck({
  id: 'documentation.rules-backup',
  title: 'The firewall’s rules are handed in',
  expected: 'a file with the firewall’s rules (ufw_rules.txt or the like), with SSH and the platform’s ports in it',
  hint: 'Keep what your firewall says about itself in a file, when all rules are in place.',
  needs: ['deliverables'],
  uses: [...firewallNeeds, ...firewallUses],
  evaluate({ deliverables: { files, folder }, ...evidence }, { target }) {
    const found = files.filter(({ kind }) => kind === 'rules').map((file) => ({ ...file, rules: file.text === null ? null : readRulesText(file.text) }));
    const [best] = found.toSorted((a, b) => (b.rules?.rules ?? -1) - (a.rules?.rules ?? -1));
    if (!best) return failed({ seen: `no file with firewall rules, such as ufw_rules.txt, in ${folder} or a folder below it` });
    if (best.text === null) {
      return failed({ seen: `${best.path} cannot be read by your own account`, hint: 'The file was probably made with sudo: give it back to your own account.' });
    }
    const { rules } = best;
    const what = rules && `${rules.form} with ${rules.rules} ${rules.rules === 1 ? 'rule' : 'rules'}`;
    if (!rules || !what) return failed({ seen: 'the file holds no rules of ufw, iptables or nftables', where: best.path });
    const { netfilter } = evidence;
    const stated = isAvailable(netfilter) ? statedRules(best.text) : null;
    const review = stated && isAvailable(netfilter) ? anotherRuleSet(stated, situationOf({ ...evidence, netfilter }, target), best.path.split('/').at(-1) ?? '') : null;
    const finding = { where: best.path, ...(review ? { review } : {}) };
    const platform = [8080, 8000, 9090, 3000, 5432, 6379].filter((port) => rules.ports.has(port));
    if (rules.rules >= 3 && platform.length >= 2) return passed({ seen: what, ...finding });
    return partial(1, 2, { seen: `${what}, which names ${platform.length === 0 ? 'none' : 'one'} of the platform’s ports`, ...finding });
  },
});
