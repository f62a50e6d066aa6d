import { defineCheck, notGradable, passed } from '../../check.ts';
import { kindOfAddress } from '../../network/address.ts';
import { hostNetwork } from '../../network/host-network.ts';
import { interfaceTopic, judgeReport, missingFact } from '../../lab-report/judge.ts';
import { addressFacts, placeOf } from '../../lab-report/facts.ts';
import { inWords, unknownNetwork } from './wording.ts';

/** Any address by which others reach the machine will do; those of container bridges and of loopback are not it. */
export const addressDocumented = defineCheck({
  id: 'interfaces.address-documented',
  title: 'The report states the machine’s address',
  expected: 'the lab report states the address of this machine',
  hint: 'List the addresses of your interfaces on this machine as it is now, and write down which one is its own.',
  needs: ['lab-report'],
  uses: ['ip-addresses', 'ip-routes', 'proc-net'],
  evaluate({ 'lab-report': report, 'ip-addresses': addresses, 'ip-routes': routes, 'proc-net': kernel }, { target }) {
    const network = hostNetwork(target, addresses, routes, kernel);
    if (!network) return notGradable(unknownNetwork);
    return judgeReport(report, (document) => {
      const facts = addressFacts(document);
      const own = new Map(network.addresses.map((one) => [one.address, one]));
      const match = facts.find(({ address }) => own.has(address));
      if (match) {
        return passed({
          seen: `the report states ${match.address}, which is on ${own.get(match.address)?.interface}`,
          where: placeOf(document, match.line),
          quote: match.line.text,
        });
      }
      const others = [...new Set(facts.map(({ address }) => address))].filter((address) => kindOfAddress(address) !== 'loopback');
      const stated = others.length === 0 ? 'the report states no address' : `none of the addresses in the report is this machine’s (it states ${inWords(others)})`;
      return missingFact(document, interfaceTopic, { seen: stated });
    });
  },
});
