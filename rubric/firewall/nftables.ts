import { UnparsableOutput } from '../probe.ts';
import { field, isRecord, list, text, type Json } from './nft-json.ts';
import { statementRate, statementSteps, type Named } from './nft-statements.ts';
import { ruleText, statementText } from './nft-text.ts';
import type { BaseChain, Chain, Hook, Rule, Table } from './ruleset.ts';

const families: ReadonlySet<string> = new Set(['ip', 'ip6', 'inet', 'netdev']);
const hooks: ReadonlySet<string> = new Set(['ingress', 'prerouting', 'input', 'forward', 'output', 'postrouting']);
/** Names of priorities that nft prints since 1.0; older versions and JSON have the numbers (nft(8)). */
const priorities: Record<string, number> = { raw: -300, mangle: -150, dstnat: -100, filter: 0, security: 50, srcnat: 100 };
const maxRules = 20_000;
const maxTables = 256;
/** Members of named sets that all rules together compare with. */
const maxMembers = 200_000;
const maxChains = 4000;

interface Draft {
  table: Table;
  sets: Map<string, { members: Json[]; dynamic: boolean }>;
  limits: Map<string, Json>;
  rules: { chain: string; expressions: Json[]; comment: string }[];
}

/**
 * Reads `nft -j list ruleset` (libnftables-json(5)). Tables of bridges and ARP are left out: they see no routed packet.
 * Throws UnparsableOutput for what is not that JSON, or has too many rules.
 */
export function parseNftables(output: string): Table[] {
  if (isNestedDeeply(output)) throw new UnparsableOutput('JSON nested deeper than nft writes it');
  let document: Json;
  try {
    document = JSON.parse(output);
  } catch (cause) {
    throw new UnparsableOutput('not JSON', { cause });
  }
  const objects = field(document, 'nftables');
  if (!Array.isArray(objects)) throw new UnparsableOutput('not the JSON of nft');

  const drafts = new Map<string, Draft>();
  let rules = 0;
  let chains = 0;
  for (const object of objects) {
    if (!isRecord(object)) continue;
    const table = object['table'];
    if (isRecord(table)) open(table, drafts);
    if (drafts.size > maxTables) throw new UnparsableOutput(`more than ${maxTables} tables`);
    for (const kind of ['chain', 'set', 'map', 'rule', 'limit', 'element']) {
      const body = object[kind];
      const draft = drafts.get(`${text(field(body, 'family'))} ${text(field(body, 'table'))}`);
      if (!isRecord(body) || draft === undefined) continue;
      if (kind === 'rule' && ++rules > maxRules) throw new UnparsableOutput(`more than ${maxRules} rules`);
      if (kind === 'chain' && ++chains > maxChains) throw new UnparsableOutput(`more than ${maxChains} chains`);
      add(kind, body, draft);
    }
  }
  const allowance = { members: maxMembers };
  for (const draft of drafts.values()) finish(draft, allowance);
  return [...drafts.values()].map(({ table }) => table);
}

/** Deeper than any rule: whoever reads it recursively must not run out of stack. */
function isNestedDeeply(output: string): boolean {
  let depth = 0;
  for (const [token] of output.matchAll(/"[^"\\]*(?:\\[\s\S]?[^"\\]*)*"?|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > 64) return true;
  }
  return false;
}

function open(body: Record<string, Json>, drafts: Map<string, Draft>): void {
  const [family, name] = [text(body['family']), text(body['name'])];
  if (!families.has(family)) return;
  const table: Table = { tool: 'nft', family: family as Table['family'], name, chains: new Map(), order: drafts.size };
  drafts.set(`${family} ${name}`, { table, sets: new Map(), limits: new Map(), rules: [] });
}

function add(kind: string, body: Record<string, Json>, draft: Draft): void {
  const name = text(body['name']);
  if (kind === 'chain') draft.table.chains.set(name, { name, base: baseOf(body), rules: [] });
  else if (kind === 'limit') draft.limits.set(name, body);
  else if (kind === 'element') draft.sets.get(name)?.members.push(...list(body['elem']));
  else if (kind === 'rule') draft.rules.push({ chain: text(body['chain']), expressions: list(body['expr']), comment: text(body['comment']) });
  else {
    const flags = list(body['flags']).map(text);
    draft.sets.set(name, { members: [...list(body['elem'])], dynamic: flags.includes('dynamic') || flags.includes('timeout') });
  }
}

function baseOf(body: Record<string, Json>): BaseChain | null {
  const hook = text(body['hook']);
  if (!hooks.has(hook)) return null;
  const type = text(body['type']);
  const priority = text(body['prio']);
  return {
    hook: hook as Hook,
    type: type === 'nat' || type === 'route' ? type : 'filter',
    priority: (Object.hasOwn(priorities, priority) ? priorities[priority] : undefined) ?? (Number(priority) || 0),
    policy: text(body['policy']) === 'drop' ? 'drop' : 'accept',
    devices: list(body['dev']).map(text),
  };
}

function finish({ table, sets, limits, rules }: Draft, allowance: Named['allowance']): void {
  const named: Named = { sets, limits, table: `${table.family} ${table.name}`, allowance };
  for (const { chain: name, expressions, comment } of rules) {
    const chain: Chain | undefined = table.chains.get(name);
    if (chain === undefined) throw new UnparsableOutput(`a rule in chain ${name.slice(0, 60)}, which the table does not have`);
    chain.rules.push(ruleOf(table, chain, expressions, comment, named));
  }
}

function ruleOf(table: Table, chain: Chain, expressions: Json[], comment: string, named: Named): Rule {
  const rates = expressions.map((statement) => statementRate(statement, statementText(statement)));
  return {
    reference: { tool: 'nft', family: table.family, table: table.name, chain: chain.name, index: chain.rules.length + 1, text: ruleText(expressions, comment) },
    steps: expressions.flatMap((statement) => statementSteps(statement, named, table.family)),
    rate: rates.find((rate) => rate !== null) ?? null,
  };
}
