import { defineCheck, failed, partial } from '../../check.ts';
import type { Block, ListItem } from '../../guide/blocks.ts';
import { blocksOf, elsewhere, judgeGuide, placeOf } from '../../guide/documents.ts';
import { countWords, decisionWord, hardeningWord } from '../../guide/text.ts';
import { isExerciseText } from '../../lab-report/exercise-text.ts';

const wanted = 5;
// The same in every language.
const securityTerm = /ssh|root|passw|firewall|ufw|iptables|nftables|\bkey|\bport|fail2ban|permit|maxauth|tls|backup|update|log/i;

/** Items of at least two words: a task list, bullets, numbers, rows, or lines with a tick. */
export const hardeningChecklist = defineCheck({
  id: 'documentation.hardening-checklist',
  title: 'The guide has a security hardening checklist',
  expected: `a checklist of at least ${wanted} items that harden the platform`,
  hint: 'Write down, point by point, what somebody has to do or look at before another machine goes into the platform.',
  needs: ['deliverables'],
  uses: ['lab-report'],
  evaluate({ deliverables, 'lab-report': report }) {
    return judgeGuide(deliverables, report, (guide) => {
      const best = bySection(blocksOf(guide)).toSorted((a, b) => b.items.size - a.items.size)[0];
      if (!best) return failed({ seen: 'no checklist for hardening in the guide', where: guide.texts[0]?.path ?? '' });
      const { size } = best.items;
      return partial(size, wanted, { seen: `a checklist of ${size} ${size === 1 ? 'item' : 'items'}${elsewhere(guide)}`, where: placeOf(best.first) });
    });
  },
});

interface Section {
  first: Block;
  items: Set<string>;
}

/** The items below each heading that speaks of hardening, subsections together; task lists about security need no heading. */
function bySection(blocks: Block[]): Section[] {
  const sections = new Map<string, Section>();
  for (const block of blocks) {
    const items = itemsOf(block).filter((text) => countWords(text) >= 2 && !isExerciseText(text));
    const at = block.headings.findIndex((heading) => hardeningWord.test(heading) && !decisionWord.test(heading));
    const about = items.filter((text) => securityTerm.test(text)).length >= 3;
    const ticked = block.kind === 'list' && block.items.some(({ task }) => task);
    if (items.length === 0 || (at === -1 && !(ticked && about))) continue;
    const name = at === -1 ? `${block.path}:${block.headings.join('/')}` : `${block.path}:${block.headings.slice(0, at + 1).join('/')}`;
    const section = sections.get(name) ?? { first: block, items: new Set<string>() };
    for (const item of items) section.items.add(item.toLowerCase());
    sections.set(name, section);
  }
  return [...sections.values()];
}

function itemsOf(block: Block): string[] {
  if (block.kind === 'list') return block.items.flatMap(leaves);
  if (block.kind === 'table') return block.rows.map((row) => row.join(' '));
  if (block.kind === 'text') return block.text.split('\n').filter((line) => /^\s*(?:[☐☑☒✅✔✓❌⬜]|\[[ xX]\])/u.test(line));
  return [];
}

/** An item that only names its group gives way to those below it. */
function leaves({ text, below }: ListItem): string[] {
  return below.length === 0 ? [text] : below.flatMap(leaves);
}
