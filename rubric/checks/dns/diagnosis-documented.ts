import { defineCheck, passed } from '../../check.ts';
import { lineMatching, placeOf } from '../../lab-report/facts.ts';
import { dnsTopic, judgeReport, missingFact } from '../../lab-report/judge.ts';

// Lines as only the tools print them; a look-up that failed is diagnosis too.
const outputs: readonly { tool: string; line: RegExp }[] = [
  { tool: 'dig', line: /^[\s>|]*;; ?(?:->>HEADER<<-|ANSWER SECTION|SERVER: |Query time: |connection timed out|communications error|no servers could be reached)/ },
  { tool: 'nslookup', line: /^[\s>|]*(?:Address:\s+\S+#\d+|\*\* server can't find \S+)/ },
  { tool: 'host', line: /^[\s>|]*(?:\S+\.\S+ has (?:IPv6 )?address \S+|Host \S+ not found: \d\()/ },
  { tool: 'resolvectl', line: /-- Information acquired via protocol|Current DNS Server:\s*\S|DNS Servers?:?\s+[\dA-Fa-f]+[.:]|^[\s>|]*resolv\.conf mode: \w/ },
];

/** Real output of a diagnosis of DNS: a status, an answer, the server asked. A heading or the bare command is not. */
export const diagnosisDocumented = defineCheck({
  id: 'dns.diagnosis-documented',
  title: 'The report shows a DNS diagnosis',
  expected: 'the lab report shows the output of a DNS look-up or of the resolver’s own status',
  hint: 'Show what a look-up answered, with the server that was asked; one that fails is as good, if you say what it told you.',
  needs: ['lab-report'],
  evaluate({ 'lab-report': report }) {
    return judgeReport(report, (document) => {
      for (const { tool, line: pattern } of outputs) {
        const line = lineMatching(document, pattern);
        if (line) return passed({ seen: `the report shows output of ${tool}`, where: placeOf(document, line), quote: line.text });
      }
      return missingFact(document, dnsTopic, { seen: 'the report shows no output of dig, nslookup, host or resolvectl' });
    });
  },
});
