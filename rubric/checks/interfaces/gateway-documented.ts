import { defineCheck, notGradable, partial, passed, type Verdict } from '../../check.ts';
import type { DefaultRoute } from '../../network/host-network.ts';
import { hostNetwork } from '../../network/host-network.ts';
import type { ReportDocument, ReportLine } from '../../lab-report/document.ts';
import { addressFacts, lineMatching, placeOf } from '../../lab-report/facts.ts';
import { interfaceTopic, judgeReport, missingFact } from '../../lab-report/judge.ts';
import { inWords, unknownNetwork } from './wording.ts';

/**
 * The gateway must be named as such: a home router is often the DNS server as well, so its address alone earns half.
 * A machine without a default route is documented by saying so.
 */
export const gatewayDocumented = defineCheck({
  id: 'interfaces.gateway-documented',
  title: 'The report states the default gateway',
  expected: 'the lab report states the default gateway of this machine',
  hint: 'The routing table has one line for everything that no other line covers: write down where it leads.',
  needs: ['lab-report'],
  uses: ['ip-addresses', 'ip-routes', 'proc-net'],
  evaluate({ 'lab-report': report, 'ip-addresses': addresses, 'ip-routes': routes, 'proc-net': kernel }, { target }) {
    const network = hostNetwork(target, addresses, routes, kernel);
    if (!network) return notGradable(unknownNetwork);
    return judgeReport(report, (document) => {
      const gateways = network.defaultRoutes.flatMap(({ gateway }) => gateway ?? []);
      if (network.defaultRoutes.length === 0) return withoutRoute(document);
      return gateways.length === 0 ? withoutGateway(document, network.defaultRoutes) : withGateway(document, gateways);
    });
  },
});

function withGateway(document: ReportDocument, gateways: string[]): Verdict {
  const mentions = addressFacts(document).filter(({ address }) => gateways.includes(address));
  const named = mentions.find(({ line }) => namesGateway(document, line));
  if (named) {
    return passed({ seen: `the report states the gateway ${named.address}`, where: placeOf(document, named.line), quote: named.line.text });
  }
  const [mention] = mentions;
  if (mention) {
    return partial(1, 2, {
      seen: `${mention.address} occurs in the report, and nothing there says that it is the gateway`,
      where: placeOf(document, mention.line),
      quote: mention.line.text,
    });
  }
  return missingFact(document, interfaceTopic, {
    seen: `the report does not state the machine’s gateway${otherGateway(document)}`,
  });
}

function otherGateway(document: ReportDocument): string {
  const named = addressFacts(document).filter(({ line }) => /\bdefault via\b|gateway/i.test(line.text));
  const others = [...new Set(named.map(({ address }) => address))];
  return others.length === 0 ? '' : ` (what it calls a gateway: ${inWords(others)})`;
}

/** A default route straight onto a link, as on a point-to-point line: its interface takes the gateway's place. */
function withoutGateway(document: ReportDocument, routes: DefaultRoute[]): Verdict {
  const line = document.lines.find(({ text }) => gatewayWord.test(text) && routes.some(({ device }) => text.includes(device)));
  if (line) return passed({ seen: 'the report states where the default route leads', where: placeOf(document, line), quote: line.text });
  return missingFact(document, interfaceTopic, { seen: 'the report does not state where the default route leads' });
}

function withoutRoute(document: ReportDocument): Verdict {
  const line =
    lineMatching(document, /\b(?:no|none|without|kein\w*|ohne|sans|aucune?|sin|ninguna?|senza|nessun\w*|sem|brak|нет|без)\b.*(?:gateway|route)/i) ??
    lineMatching(document, /(?:gateway|default route)\W{0,6}(?:is |: )?(?:none|not set|no\b|n\/a|-+\s*$|kein|aucun)/i) ??
    lineMatching(document, /\/\d{1,3} dev \S+|\bscope link\b/);
  if (line) return passed({ seen: 'the machine has no default route, and the report shows its routes', where: placeOf(document, line), quote: line.text });
  return missingFact(document, interfaceTopic, {
    seen: 'the machine has no default route, and the report says nothing about routes',
    hint: 'Look at the routing table and write down what it says, also where a line is missing.',
  });
}

const gatewayWord =
  /gateway|\bgw\b|\bvia\b|default|0\.0\.0\.0|\bUG\b|router|next[ -]?hop|passerelle|puerta de enlace|pasarela|brama|шлюз|网关|ゲートウェイ|výchozí|\brouted?\b|internet|(?:any|every)(?:where|thing) else|way out|nach außen|leaves? (?:through|by|via)/i;

/** The line itself, the one above it, its table's header or its heading says gateway. A name server's line does not inherit. */
function namesGateway(document: ReportDocument, line: ReportLine): boolean {
  if (gatewayWord.test(line.text)) return true;
  if (/nameserver|dns|server:|resol|#53/i.test(line.text)) return false;
  const before = document.lines[document.lines.indexOf(line) - 1];
  const context = [line.tableHeader, line.headings.at(-1), before?.headings.join('\n') === line.headings.join('\n') ? before.text : ''];
  return context.some((text) => gatewayWord.test(text ?? ''));
}
