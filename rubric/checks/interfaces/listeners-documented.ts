import { defineCheck, failed, isAvailable, notGradable, partial } from '../../check.ts';
import { isEphemeral, listenersOf, servicePorts } from '../../network/listeners.ts';
import { placeOf } from '../../lab-report/facts.ts';
import { interfaceTopic, judgeReport, missingFact } from '../../lab-report/judge.ts';
import { listenerFacts } from '../../lab-report/ports.ts';
import { inWords } from './wording.ts';

/**
 * Full points where at least half of the sockets claimed still listen and at least half of what listens is listed:
 * services come and go between the report and the visit. UDP and ephemeral ports are not held against anybody.
 */
export const listenersDocumented = defineCheck({
  id: 'interfaces.listeners-documented',
  title: 'The report lists what listens on the machine',
  expected: 'the lab report lists the listening sockets as they are on this machine',
  hint: 'List the listening sockets with their ports once all your services run, and hold the list against the one in your report.',
  needs: ['lab-report'],
  uses: ['ss-listening', 'proc-net', 'service-answers'],
  evaluate({ 'lab-report': report, 'ss-listening': ss, 'proc-net': kernel, 'service-answers': answers }) {
    const listeners = listenersOf(ss, kernel);
    if (!listeners) return notGradable({ seen: 'the listening sockets could be read neither by ss nor from /proc/net' });
    const answering = isAvailable(answers) ? answers.filter(({ answer }) => answer === 'open').map(({ port }) => port) : [];
    const listening = [...new Set([...servicePorts(listeners), ...answering])].toSorted((a, b) => a - b);
    const everything = new Set([...listening, ...listeners.map(({ port }) => port)]);

    return judgeReport(report, (document) => {
      const facts = listenerFacts(document);
      const listed = listening.filter((port) => facts.some((fact) => fact.port === port));
      const pasted = [...new Set(facts.filter((fact) => fact.pasted && fact.protocol === 'tcp' && !isEphemeral(fact.port)).map(({ port }) => port))];
      const first = facts.find(({ port }) => listed.includes(port));
      if (!first) {
        const named = [...new Set((pasted.length > 0 ? facts.filter((fact) => fact.pasted) : facts).map(({ port }) => port))];
        const seen = named.length === 0 ? 'the report lists no listening sockets' : `none of the ports that the report lists (${inWords(named)}) belongs to a service on this machine`;
        return pasted.length === 0 ? missingFact(document, interfaceTopic, { seen }) : failed({ seen, where: document.path });
      }
      // Words are held to what they claim only on lines that are clearly about this machine: one of their ports listens.
      const about = new Set(facts.filter(({ port }) => listed.includes(port)).map(({ line }) => line));
      const words = facts.filter((fact) => fact.claimed && !fact.pasted && about.has(fact.line)).map(({ port }) => port);
      const claimed = [...new Set([...pasted, ...words])];
      const gone = claimed.filter((port) => !everything.has(port));
      const unlisted = listening.filter((port) => !listed.includes(port));
      const sound = gone.length * 2 <= claimed.length && unlisted.length * 2 <= listening.length;
      const remainder = [
        unlisted.length > 0 ? `${inWords(unlisted)} listening and not listed` : '',
        gone.length > 0 ? `${inWords(gone)} listed and not listening` : '',
      ].filter(Boolean);
      return partial(sound ? 2 : 1, 2, {
        seen: [`the report lists ${inWords(listed)}, which listen`, ...remainder].join('; '),
        where: placeOf(document, first.line),
        quote: first.line.text,
      });
    });
  },
});
