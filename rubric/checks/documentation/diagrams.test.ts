import { describe, expect, test } from 'vitest';
import { upload } from '../../testing/bundle.ts';
import { deliverable, judgeDeliverables, judgeGuideText } from '../../testing/guide.ts';
import { decisionTree } from './decision-tree.ts';
import { topologyDiagram } from './topology-diagram.ts';

const fenced = (text: string, language = '') => `\`\`\`${language}\n${text}\n\`\`\`\n`;
const picture = (path: string, bytes = 5000) => `@image ${bytes} ${path}`;
const flowchart = fenced('flowchart TD\nA([Start]) --> B{DNS ok?}\nB -->|yes| C[ping]\nB -->|no| D[resolv.conf]', 'mermaid');

const boxes = `
+----------+      +-----------+
| Internet | ---> |  ML API   |
+----------+      +-----------+
                        |
                        v
                  +-----------+
                  |   Redis   |
                  +-----------+`;

describe('a topology counts in any form', () => {
  test.each([
    ['Mermaid', fenced('graph LR\n  a[Web] --> b[API]\n  b -- 5432/tcp --> c[(DB)]', 'mermaid')],
    ['Mermaid, chained, with several ends', fenced('flowchart TB\nlb["HAProxy (8080)"] --> api1 & api2\napi1 --- db; api2 --- db', 'mermaid')],
    ['a cylinder, a hub and no label', fenced('graph TD\nГлюк --> Сервер\nГлюк --> База', 'mermaid')],
    ['Graphviz', fenced('digraph {\n a -> b;\n b -> c [label="5432"];\n}', 'dot')],
    ['boxes', fenced(boxes)],
    ['box characters', fenced('┌─────┐   ┌─────┐\n│ API ├──►│ DB  │\n└──┬──┘   └─────┘\n   ▼\n┌──────┐\n│Redis │\n└──────┘', 'text')],
    ['arrows alone', fenced('Users --> ML API (8080) --> Redis (6379)\n              |\n              v\n         PostgreSQL')],
    ['in <pre>', `<pre>\n${boxes.trim().replaceAll('>', '&gt;')}\n</pre>\n`],
  ])('%s', (_, drawing) => {
    expect(judgeGuideText(topologyDiagram, `# Guide\n\n## Netz\n\n${drawing}`)).toMatchObject({ outcome: 'passed' });
  });

  test('a picture counts where it is handed in', () => {
    const text = '## Network topology\n\n![our platform](img/Net%20Plan.png)\n';
    expect(judgeGuideText(topologyDiagram, text, [picture('docs/img/net plan.png')])).toMatchObject({ outcome: 'passed' });
    expect(judgeGuideText(topologyDiagram, text, [picture('docs/img/net plan.png', 0)]).outcome).toBe('failed');
    expect(judgeGuideText(topologyDiagram, text).seen).toContain('not among your deliverables');
    expect(judgeGuideText(topologyDiagram, '## Topology\n\n![x](https://example.com/topology.png)\n', [picture('topology.png')]).outcome).toBe('failed');
  });
});

describe('what draws no network is no topology', () => {
  test.each([
    ['a heading', '## Network topology diagram\n\nTODO\n'],
    ['words', '## Topology\n\nThe API talks to Redis and PostgreSQL.\n'],
    ['two parts', fenced('graph LR\n a --> b', 'mermaid')],
    ['names without lines', fenced('graph LR\n a[x]\n b[y]\n c[z]', 'mermaid')],
    ['a listing of files', fenced('repo/\n├── scripts/\n│   ├── network_monitor.sh\n│   └── debug_connection.sh\n├── NETWORK_GUIDE.md\n└── LAB_REPORT.md')],
    ['pasted output', fenced('$ ip route\ndefault via 10.0.0.1 dev eth0\n10.0.0.0/24 dev eth0 --> link')],
    ['hops of mtr', fenced('HOST: vm   Loss%   Snt\n  1.|-- _gateway   0.0%    10\n  2.|-- 10.0.0.1   0.0%    10\n  3.|-- ???   100.0    10')],
    ['a table of psql', fenced(' id | name | port\n----+------+------\n  1 | api  | 8080\n  2 | db   | 5432')],
    ['the decision tree', `## Topology and troubleshooting\n\n${flowchart}`],
  ])('%s', (_, text) => {
    expect(judgeGuideText(topologyDiagram, text).outcome).toBe('failed');
  });
});

describe('a decision tree counts in any form', () => {
  test.each([
    ['branches as tree(1) draws them without Unicode', fenced('Does the name resolve?\n|- no: /etc/hosts\n`- yes: does ping answer?\n   |- no: ip route\n   `- yes: nc -zv')],
    ['Mermaid with diamonds', flowchart],
    ['Mermaid with diamonds in Chinese', fenced('flowchart TD\n开始 --> 问{能 ping 通吗}\n问 -->|是| 端口\n问 -->|否| 路由', 'mermaid')],
    ['Mermaid with answers on its edges', fenced('graph TD\nq[Reachable?] -- yes --> p[Port]\nq -- no --> r[Route]', 'mermaid')],
    ['characters', fenced('Can you ping it?\n├── Yes → check the port\n│   └── refused → start the service\n└── No → check the route')],
    ['a nested list', '- Does the name resolve?\n  - Yes: ping it\n    - No answer: look at the firewall\n  - No: look at resolv.conf\n'],
    ['a list in German under its heading', '## Entscheidungsbaum\n\n1. Name auflösbar?\n   - Ja: weiter mit 2\n   - Nein: DNS prüfen\n2. Ping?\n   - Ja: Port prüfen\n   - Nein: Route prüfen\n'],
    ['steps that say where to go', '## Troubleshooting flow\n\n1. If ping fails, go to 4\n2. If the port is refused, start the service\n3. If it times out, look at the firewall\n4. Done\n'],
  ])('%s', (_, text) => {
    expect(judgeGuideText(decisionTree, `# Guide\n\n${text}`)).toMatchObject({ outcome: 'passed' });
  });

  test('a picture under its heading', () => {
    expect(judgeGuideText(decisionTree, '## Troubleshooting decision tree\n\n![tree](tree.svg)\n', [picture('tree.svg')]).outcome).toBe('passed');
  });
});

test.each([
  ['steps that never branch', '## Troubleshooting\n\n1. Ping\n2. Traceroute\n3. Restart it\n'],
  ['a plain nested list', '- Tools\n  - ping\n  - dig\n- Files\n  - /etc/hosts\n'],
  ['the topology', fenced('graph LR\n a[Web] --> b[API]\n b --> c[DB]\n a --> c', 'mermaid')],
  ['a heading', '## Troubleshooting decision tree (flowchart)\n'],
])('%s is no decision tree', (_, text) => {
  expect(judgeGuideText(decisionTree, text).outcome).toBe('failed');
});

test('without a guide the report may hold them, and a guide in the archive goes before the host’s', () => {
  expect(judgeDeliverables(decisionTree, [], flowchart).seen).toContain('in LAB_REPORT.md');
  const uploads = [upload('lab/docs/Network-Guide.md', flowchart)];
  expect(judgeDeliverables(decisionTree, [deliverable('guide', 'NETWORK_GUIDE.md', '# Empty')], null, uploads)).toMatchObject({ outcome: 'passed', where: 'Network-Guide.md:1' });
  expect(judgeDeliverables(decisionTree, [deliverable('guide', 'NETWORK_GUIDE.md', '', 'unreadable')]).seen).toContain('cannot be read');
});

test.each(['(', '{', '[', '-', '-- ', '|', '"', '> ', '- ', 'a --> ', '<table', '![a](', '├── ', '+--'])('a guide full of %j is judged in time', (seed) => {
  const line = seed.repeat(40_000 / seed.length);
  const text = `${line}\n\n\`\`\`mermaid\ngraph TD\n${line}\n\`\`\`\n\n${`${line.slice(0, 900)}\n`.repeat(80)}`;
  expect(judgeGuideText(decisionTree, text).outcome).toMatch(/passed|failed/);
  expect(judgeGuideText(topologyDiagram, text).outcome).toMatch(/passed|failed/);
});
