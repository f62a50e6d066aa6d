import { defineCheck, isAvailable, notGradable, partial } from '../../check.ts';
import { hostNetwork } from '../../network/host-network.ts';
import { lineWithWord, placeOf } from '../../lab-report/facts.ts';
import { interfaceTopic, judgeReport, missingFact } from '../../lab-report/judge.ts';
import { netplanFaults, netplanRemarks } from './netplan.ts';
import { unknownNetwork } from './wording.ts';

/** A static address is the student's choice, so a netplan file is never required: one that is there must be sound. */
export const primaryInterface = defineCheck({
  id: 'interfaces.primary-interface',
  title: 'The primary interface is identified and soundly configured',
  expected: 'the lab report names the interface of the default route, and every netplan file on the machine can be read',
  hint: 'Follow the default route to the interface that it leaves by, and write down its name.',
  needs: ['lab-report'],
  uses: ['ip-addresses', 'ip-routes', 'proc-net', 'netplan-files'],
  evaluate({ 'lab-report': report, 'ip-addresses': addresses, 'ip-routes': routes, 'proc-net': kernel, 'netplan-files': netplan }, { target }) {
    const primary = hostNetwork(target, addresses, routes, kernel)?.primary;
    if (!primary) return notGradable(unknownNetwork);
    return judgeReport(report, (document) => {
      const line = [primary.name, ...primary.altNames].map((name) => lineWithWord(document, name)).find(Boolean);
      if (!line) return missingFact(document, interfaceTopic, { seen: `the report does not name the interface of the default route` });
      const [fault] = isAvailable(netplan) ? netplanFaults(netplan) : [];
      if (fault) {
        return partial(1, 2, {
          seen: `the report names ${primary.name}, but ${fault.path} cannot be read: ${fault.problem}`,
          where: fault.path,
          hint: 'After the next restart the machine may come up without its network: have netplan read its files before you rely on them.',
          quote: fault.problem,
        });
      }
      const remarks = isAvailable(netplan) ? netplanRemarks(netplan) : '';
      return partial(1, 1, { seen: `the report names ${primary.name}${remarks}`, where: placeOf(document, line), quote: line.text });
    });
  },
});
