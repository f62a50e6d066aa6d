import { defineCheck, failed, isAvailable, passed } from '../../check.ts';
import { type CounterFact, counterFacts } from '../../lab-report/counters.ts';
import { placeOf } from '../../lab-report/facts.ts';
import { judgeReport, missingFact, performanceTopic } from '../../lab-report/judge.ts';
import type { LinkStatistics } from '../../probes/link-statistics.ts';

/** Counters only grow: more in the report than on the machine means a restart since, or another machine. */
export const interfaceCounters = defineCheck({
  id: 'performance.interface-counters',
  title: 'The report shows the interface’s counters and errors',
  expected: 'the lab report shows the counters of the machine’s own interface: packets, errors, drops',
  hint: 'ip, ethtool and netstat all tell what an interface has received, sent, dropped and got wrong; pick the one that leads outward.',
  needs: ['lab-report'],
  uses: ['link-statistics'],
  evaluate({ 'lab-report': report, 'link-statistics': statistics }) {
    const links = isAvailable(statistics) ? statistics : [];
    return judgeReport(report, (document) => {
      const facts = counterFacts(document, links.map(({ name }) => name));
      const outward = facts.find((fact) => links.some(({ name, isLoopback: lo }) => name === fact.interface && !lo)) ?? facts.find((fact) => fact.interface !== 'lo');
      if (outward) {
        const { line } = outward;
        const review = contradiction(facts, links);
        const seen = `the report shows counters of ${outward.interface ?? 'an interface that it does not name'}`;
        return passed({ seen, where: placeOf(document, line), quote: line.text, ...(review === null ? {} : { review }) });
      }
      const [loopback] = facts;
      if (loopback) {
        return failed({ seen: 'the report shows counters of the loopback only', where: placeOf(document, loopback.line), quote: loopback.line.text });
      }
      return missingFact(document, performanceTopic, { seen: 'the report shows no counters of an interface' });
    });
  },
});

function contradiction(facts: CounterFact[], links: LinkStatistics[]): string | null {
  for (const { interface: name, received, sent, driverCounter } of facts) {
    if (name === null || !/^[a-z][\w.-]*$/i.test(name)) continue;
    const link = links.find((other) => other.name === name);
    if (!link) {
      if (links.length > 0 && (received || sent || driverCounter)) return `the report shows counters of ${name}, and the machine has no such interface`;
      continue;
    }
    const most = Math.max((received?.packets ?? 0) - link.received.packets, (sent?.packets ?? 0) - link.sent.packets);
    const own = driverCounter && link.driverCounters.get(driverCounter.name);
    if (driverCounter && link.driverCounters.size > 0) {
      if (own === undefined || own === null) return `the report shows a counter ${driverCounter.name} of ${name}, and its driver (${link.driver ?? 'of no name'}) has none of that name`;
      if (driverCounter.value > own) return `the report shows ${driverCounter.value} for ${driverCounter.name} of ${name}, and the machine has counted ${own}: it was restarted since, or the output is of another machine`;
    }
    if (most > 0) return `the report shows ${most} more packets on ${name} than the machine has counted: it was restarted since, or the output is of another machine`;
  }
  return null;
}
