import { defineCheck, isAvailable, partial } from '../../check.ts';
import type { Block } from '../../guide/blocks.ts';
import { readGuide } from '../../guide/blocks.ts';
import { countWords, issueWord } from '../../guide/text.ts';
import { judgeReport } from '../../lab-report/judge.ts';
import { isExerciseText } from '../../lab-report/exercise-text.ts';

const firewallWord = /firewall|\bufw\b|iptables|nftables|\brules?\b|\bregel|default deny|pare-feu|cortafuegos|брандмауэр|防火墙/i;
const enough = 12;

// A report on DNS resolves names all along, and one on an interface counts its errors: neither tells of an issue.
const otherSubjects =
  /(?:dns|names?|hosts?)[ -]{1,2}resol\p{L}*|resolv(?:\.conf|ectl|er\p{L}*)|systemd-resolved|\bresolves?\b|\b(?:no|neither|zero|without) errors?\b|\berrors? (?:and|or|nor) dro\p{L}*/giu;

/** Words of the student's own about two things that the exercise asks for by name; a text beside the report may hold them. */
export const reportExplains = defineCheck({
  id: 'documentation.report-explains',
  title: 'The report explains the firewall’s rules and the issues met',
  expected: 'the lab report explains in words which ports the firewall opens and why, and which issues were met and how they were resolved',
  hint: 'A sentence for each port that is open will do, and one for each thing that did not work at once.',
  needs: ['lab-report'],
  uses: ['deliverables'],
  evaluate({ 'lab-report': report, deliverables }) {
    return judgeReport(report, (document) => {
      const folder = document.path.slice(0, document.path.lastIndexOf('/') + 1);
      const beside = isAvailable(deliverables) ? deliverables.files.filter(({ kind, path }) => kind === 'other' && path.startsWith(folder)) : [];
      const texts = [{ path: document.path, text: report.status === 'found' ? report.text : '' }, ...beside];
      const blocks = texts.flatMap(({ path, text }) => readGuide(path, text ?? '').blocks);
      const explained = wordsAbout(blocks, firewallWord) >= enough;
      const resolved = wordsAbout(blocks, issueWord) >= enough;
      const missing = [...(explained ? [] : ['the firewall’s rules']), ...(resolved ? [] : ['issues and how they were resolved'])];
      return partial(2 - missing.length, 2, {
        seen: missing.length === 0 ? 'both are explained' : `the report says nothing in words about ${missing.join(' and ')}`,
        where: document.path,
      });
    });
  },
});

/** Words outside of code: all of a section that is named so, and single passages elsewhere that speak of it. */
function wordsAbout(blocks: Block[], topic: RegExp): number {
  return blocks.reduce((sum, block) => {
    const inSection = block.headings.some((heading) => isAbout(heading, topic));
    return sum + passagesOf(block).filter((text) => inSection || isAbout(text, topic)).reduce((words, text) => words + countWords(text), 0);
  }, 0);
}

function isAbout(text: string, topic: RegExp): boolean {
  return topic.test(text.replaceAll(otherSubjects, ''));
}

function passagesOf(block: Block): string[] {
  if (block.kind === 'code') return [];
  if (block.kind === 'table') return block.rows.map((row) => row.join(' '));
  if (block.kind === 'list') return block.items.flatMap(({ text, below }) => [text, ...below.map((item) => item.text)]).filter((text) => !isExerciseText(text));
  return block.text.split('\n').filter((text) => !isExerciseText(text));
}
