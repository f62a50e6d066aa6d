import { defineCheck, failed, notGradable, passed } from '../../check.ts';
import { dottedMask, isInNetwork, isIPv6 } from '../../network/address.ts';
import { hostNetwork, type InterfaceAddress } from '../../network/host-network.ts';
import type { ReportDocument, ReportLine } from '../../lab-report/document.ts';
import { type AddressFact, addressFacts, lineMatching, placeOf } from '../../lab-report/facts.ts';
import { interfaceTopic, judgeReport, missingFact } from '../../lab-report/judge.ts';
import { unknownNetwork } from './wording.ts';

/** The prefix beside the address or the network, as a dotted mask, or by itself next to an address of the network. */
export const prefixDocumented = defineCheck({
  id: 'interfaces.prefix-documented',
  title: 'The report states the subnet’s prefix',
  expected: 'the lab report states the prefix of the machine’s subnet, in CIDR notation or as a mask',
  hint: 'The prefix stands behind the slash where the addresses of an interface are listed; it says how many bits name the network.',
  needs: ['lab-report'],
  uses: ['ip-addresses', 'ip-routes', 'proc-net'],
  evaluate({ 'lab-report': report, 'ip-addresses': addresses, 'ip-routes': routes, 'proc-net': kernel }, { target }) {
    const network = hostNetwork(target, addresses, routes, kernel);
    if (!network) return notGradable(unknownNetwork);
    return judgeReport(report, (document) => {
      const facts = addressFacts(document);
      for (const own of network.addresses) {
        const line = lineStating(document, facts, own);
        if (line) return passed({ seen: `the report states /${own.prefix} for ${own.address}`, where: placeOf(document, line), quote: line.text });
      }
      const wrong = facts.find(({ address, prefix }) => prefix !== null && network.addresses.some((own) => own.address === address));
      if (wrong) {
        return failed({
          seen: `the report states /${wrong.prefix} for ${wrong.address}, and the machine has another prefix there`,
          where: placeOf(document, wrong.line),
          quote: wrong.line.text,
        });
      }
      return missingFact(document, interfaceTopic, { seen: 'the report states no prefix for a network of this machine' });
    });
  },
});

function lineStating(document: ReportDocument, facts: AddressFact[], own: InterfaceAddress): ReportLine | undefined {
  const near = facts.filter(({ address }) => isInNetwork(address, own.address, own.prefix));
  const beside = near.find(({ prefix }) => prefix === own.prefix);
  if (beside) return beside.line;
  // A wrong prefix beside the address is a statement; a lone number elsewhere does not mend it.
  if (near.length === 0 || near.some(({ address, prefix }) => address === own.address && prefix !== null)) return undefined;
  const mask = isIPv6(own.address) ? undefined : facts.find(({ address }) => address === dottedMask(own.prefix));
  return mask?.line ?? lineMatching(document, loneForm(own.prefix));
}

/** `/24` by itself, `prefix length: 24`, `24 bits`. */
function loneForm(prefix: number): RegExp {
  return new RegExp(String.raw`(?<![\w.:/])\/${prefix}(?![\w./])|(?:prefix|pr[äé]fix|cidr|mask|subnet)[^\d\n]{0,24}${prefix}(?![\d.])|\b${prefix}[ -]bits?\b`, 'i');
}
