import { field, isRecord, list, only, text, type Json } from './nft-json.ts';

/** A rule in the words of nft, from its JSON: close to what `nft list ruleset` prints, for people to find it again. */
export function ruleText(statements: readonly Json[], comment: string): string {
  const words = statements.map((statement) => statementText(statement, 0)).filter((word) => word !== '');
  if (comment !== '') words.push(`comment "${comment}"`);
  return words.join(' ').slice(0, 500);
}

export function statementText(statement: Json, depth = 0): string {
  const [kind, body] = only(statement) ?? ['', undefined];
  if (depth > 8) return '…';
  const inner = (value: Json) => valueText(value, depth + 1);
  switch (kind) {
    case 'match': {
      const operator = text(field(body, 'op'));
      return [inner(field(body, 'left')), ...(operator === '==' || operator === 'in' ? [] : [operator]), inner(field(body, 'right'))].join(' ');
    }
    case 'counter':
      return '';
    case 'jump':
    case 'goto':
      return `${kind} ${text(field(body, 'target'))}`;
    case 'reject':
      return body === null ? 'reject' : `reject with ${[text(field(body, 'type')), text(field(body, 'expr'))].filter((word) => word !== '').join(' ')}`;
    case 'limit':
      return limitText(body);
    case 'ct count':
      return `ct count ${field(body, 'inv') === true ? 'over ' : ''}${text(field(body, 'val'))}`;
    case 'log':
      return field(body, 'prefix') === undefined ? 'log' : `log prefix "${text(field(body, 'prefix'))}"`;
    case 'mangle':
      return `${inner(field(body, 'key'))} set ${inner(field(body, 'value'))}`;
    case 'vmap':
      return `${inner(field(body, 'key'))} vmap ${inner(field(body, 'data'))}`;
    case 'set':
      return `${text(field(body, 'op'))} ${text(field(body, 'set'))} { ${[inner(field(body, 'elem')), ...nested(body, depth)].join(' ')} }`;
    case 'meter':
      return `meter ${text(field(body, 'name'))} { ${[inner(field(body, 'key')), ...nested(body, depth)].join(' ')} }`;
    case 'dnat':
    case 'snat':
    case 'redirect':
    case 'masquerade':
      return natText(kind, body, depth);
    case 'xt':
      return `xt ${text(field(body, 'type'))} "${text(field(body, 'name'))}"`;
    default:
      return kind;
  }
}

function nested(body: Json, depth: number): string[] {
  return list(field(body, 'stmt')).map((one) => statementText(one, depth + 1));
}

function limitText(body: Json): string {
  if (typeof body === 'string') return `limit name "${body}"`;
  const over = field(body, 'inv') === true ? 'over ' : '';
  const burst = field(body, 'burst') === undefined ? '' : ` burst ${text(field(body, 'burst'))} packets`;
  return `limit rate ${over}${text(field(body, 'rate'))}/${text(field(body, 'per'))}${burst}`;
}

function natText(kind: string, body: Json, depth: number): string {
  const [address, port] = [field(body, 'addr'), field(body, 'port')];
  if (address === undefined && port === undefined) return kind;
  return `${kind} to ${address === undefined ? '' : valueText(address, depth + 1)}${port === undefined ? '' : `:${valueText(port, depth + 1)}`}`;
}

function valueText(value: Json, depth: number): string {
  if (depth > 8) return '…';
  if (Array.isArray(value)) return value.slice(0, 50).map((one) => valueText(one, depth + 1)).join(',');
  if (!isRecord(value)) return text(value) || String(value);
  const [kind, body] = only(value) ?? ['', undefined];
  const inner = (one: Json) => valueText(one, depth + 1);
  switch (kind) {
    case 'payload':
      return `${text(field(body, 'protocol'))} ${text(field(body, 'field'))}`;
    case 'meta':
      return ['iif', 'oif', 'iifname', 'oifname'].includes(text(field(body, 'key'))) ? text(field(body, 'key')) : `meta ${text(field(body, 'key'))}`;
    case 'ct':
      return ['ct', text(field(body, 'dir')), text(field(body, 'key'))].filter((word) => word !== '').join(' ');
    case 'fib':
      return `fib ${list(field(body, 'flags')).map(text).join(' . ')} ${text(field(body, 'result'))}`;
    case 'concat':
      return list(body).map(inner).join(' . ');
    case 'prefix':
      return `${text(field(body, 'addr'))}/${text(field(body, 'len'))}`;
    case 'range':
      return list(body).map(inner).join('-');
    case 'set':
      return `{ ${list(body).slice(0, 50).map((one) => (Array.isArray(one) ? `${inner(one[0])} : ${inner(one[1])}` : inner(one))).join(', ')} }`;
    case 'elem':
      return inner(field(body, 'val'));
    case 'map':
      return `${inner(field(body, 'key'))} map ${inner(field(body, 'data'))}`;
    case '&':
    case '|':
    case '^':
      return list(body).map(inner).join(` ${kind} `);
    default:
      return statementText(value, depth + 1);
  }
}
