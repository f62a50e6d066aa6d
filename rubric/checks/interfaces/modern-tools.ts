import { defineCheck, partial } from '../../check.ts';
import type { ReportDocument } from '../../lab-report/document.ts';
import { lineMatching, placeOf } from '../../lab-report/facts.ts';
import { interfaceTopic, judgeReport, missingFact } from '../../lab-report/judge.ts';

// Commands as typed, or lines as only these tools print them.
const tools = {
  ip: /(?:^\s*|[`$#>|;&(]\s*|sudo )ip (?:-\S+ )*(?:a|addr|address show|r|ro|route|l|link|n|neigh)\b|<(?:[A-Z]+,)*UP(?:,[A-Z_]+)*> mtu|\bscope (?:global|link)\b|\bdefault via \S+ dev\b/,
  ss: /(?:^\s*|[`$#>|;&(]\s*|sudo )ss -\w+|\b(?:Netid|State)\s+(?:State\s+)?Recv-Q\b|\b(?:LISTEN|UNCONN)\s+\d+\s+\d+\s+\S+:\S+|users:\(\(/,
} as const;
const deprecated = /(?:^|[\s`$#])(?:ifconfig|netstat -\w*[tulp]\w*|route -n)\b|flags=\d+<|\binet addr:|^Active Internet connections/;

/** Judged kindly, from what was pasted; the old tools beside the new ones cost nothing. */
export const modernTools = defineCheck({
  id: 'interfaces.modern-tools',
  title: 'The report uses ip and ss',
  expected: 'the lab report shows output of ip and of ss, in place of ifconfig and netstat',
  hint: 'ifconfig and netstat have successors in the package iproute2; show what they say about your interfaces and sockets.',
  needs: ['lab-report'],
  evaluate({ 'lab-report': report }) {
    return judgeReport(report, (document) => {
      const used = (Object.keys(tools) as (keyof typeof tools)[]).filter((tool) => lineMatching(document, tools[tool]));
      if (used.length === 0) return missingFact(document, interfaceTopic, { seen: `the report shows output of neither ip nor ss${oldTool(document)}` });
      const [first] = used;
      const line = first && lineMatching(document, tools[first]);
      return partial(used.length, 2, {
        seen: used.length === 2 ? 'the report shows both at work' : `the report shows ${first} at work, and not ${first === 'ip' ? 'ss' : 'ip'}${oldTool(document)}`,
        ...(line ? { where: placeOf(document, line), quote: line.text } : {}),
      });
    });
  },
});

function oldTool(document: ReportDocument): string {
  const line = lineMatching(document, deprecated);
  return line ? ` (line ${line.number} uses a deprecated tool)` : '';
}
