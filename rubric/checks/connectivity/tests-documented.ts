import { defineCheck, partial } from '../../check.ts';
import { lineMatching, placeOf } from '../../lab-report/facts.ts';
import { connectivityTopic, judgeReport, missingFact } from '../../lab-report/judge.ts';

// Lines as only the tools print them, in whatever language: their numbers and signs stay. One that failed is a test, too.
const tests: readonly { name: string; line: RegExp }[] = [
  {
    name: 'ping',
    line: /^[\s>|]*(?:\d+ [^\d,]{3,40}, (?:\d+|[^\d,]{3,40} \d+)[^,]{0,40},(?: \+\d+ [^,]{1,40},)? ?\d+(?:[.,]\d+)?% |\d+ \S+ \S+ .{1,120}\b(?:icmp_)?seq=\d+ ttl=\d+ \S+=[\d.,]+ ?ms|From \S+ (?:\(\S+\)[: ]+)?icmp_seq=\d+ \S)/,
  },
  {
    name: 'the route',
    line: /^[\s>|]*(?:\d{1,2}\s+(?:\* \* \*|\S+ (?:\(\S+\) )?\s*[\d.]+ ms|\* .*[\d.]+ ms)|\d{1,2}\.\|--\s+\S+\s+[\d.]+%?\s|\d{1,2}\??:\s+\S+\s+.*(?:[\d.]+ms|pmtu|reached)|\d{1,2}:\s+no reply|(?:local |unreachable )?[\da-fA-F.:]{3,40} (?:via \S+ )?dev \S+ (?:table \S+ )?src \S+)/,
  },
  {
    name: 'a port',
    line: /^[\s>|]*(?:Connection to \S+ (?:\(\S+\) )?\S* ?port \[|nc: (?:connect to|connectx to|getaddrinfo) .*port |Ncat: (?:Connected|Connection|Version|No route|TIMEOUT)|.*\[[\da-f.:]+\] \d+ \(\S+\)(?: :|: | open)|(?:Connected to|Trying) \S+|telnet: \S|bash: .*(?:\/dev\/tcp\/\S+: |connect: )\S|[✓✗✔✘\s]*Port \d{1,5} (?:on \S+ )?(?:is|ist) (?:open|closed|filtered|reachable|not |unreachable|offen|geschlossen|nicht )|HTTP\/[\d.]+ \d{3}|curl: \(\d+\) |\* (?:Connected to|connect to|Failed to connect|Trying) |\d{1,5}\/(?:tcp|udp)\s+(?:open|closed|filtered))/,
  },
];

/** Real output of ping, of the way to a host (traceroute, mtr, tracepath, ip route get) and of a port test: a third each. */
export const testsDocumented = defineCheck({
  id: 'connectivity.tests-documented',
  title: 'The report shows ping, route and port tests',
  expected: 'the lab report shows the output of ping, of a trace of the route, and of a test of a port',
  hint: 'Show what each tool answered, not only what you typed; a test that failed is as good, if you say what it told you.',
  needs: ['lab-report'],
  evaluate({ 'lab-report': report }) {
    return judgeReport(report, (document) => {
      const found = tests.map(({ name, line }) => ({ name, line: lineMatching(document, line) }));
      const shown = found.filter(({ line }) => line);
      const missing = found.filter(({ line }) => !line).map(({ name }) => name);
      const absent = `the report shows no output of a test of ${missing.join(', nor of ')}`;
      if (shown.length === 0) return missingFact(document, connectivityTopic, { seen: absent });
      const picture = document.pictures.find(({ headings, caption }) => connectivityTopic.test([...headings, caption].join(' ')));
      return partial(shown.length, tests.length, {
        seen: missing.length === 0 ? 'the report shows output of ping, of the route and of a port test' : absent,
        where: shown[0]?.line ? placeOf(document, shown[0].line) : document.path,
        quote: shown.map(({ line }) => line?.text ?? '').join('\n'),
        ...(missing.length > 0 && picture ? { review: `${absent}; it may stand in a picture (${picture.caption.trim().slice(0, 80)})` } : {}),
      });
    });
  },
});
