import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Asset {
  body: string;
  type: string;
}

const here = new URL('./', import.meta.url);
const script = 'text/javascript; charset=utf-8';
const read = (url: URL): string => readFileSync(url, 'utf8');
const dependency = (name: string): string => read(new URL(import.meta.resolve(name)));

function ownScripts(): [string, Asset][] {
  const names = readdirSync(fileURLToPath(new URL('scripts/', here))).filter((name) => name.endsWith('.js'));
  return names.map((name) => [name, { body: read(new URL(`scripts/${name}`, here)), type: script }]);
}

/** All sheets in `styles/`, in the order of their names. */
function styleSheet(): string {
  const names = readdirSync(fileURLToPath(new URL('styles/', here))).filter((name) => name.endsWith('.css'));
  return names.toSorted().map((name) => read(new URL(`styles/${name}`, here))).join('\n');
}

const assets = new Map<string, Asset>([
  ['app.css', { body: styleSheet(), type: 'text/css; charset=utf-8' }],
  ['htmx.js', { body: dependency('htmx.org/dist/htmx.min.js'), type: script }],
  ['htmx-sse.js', { body: dependency('htmx.org/dist/ext/hx-sse.min.js'), type: script }],
  ...ownScripts(),
]);

const hashed = new Map([...assets].map(([name, { body }]) => [name, `${createHash('sha256').update(body).digest('hex').slice(0, 12)}-${name}`]));
const byPath = new Map([...assets].map(([name, asset]) => [hashed.get(name), asset]));

/** The address of a style sheet or script; another content has another address. Throws for a name that there is not. */
export function assetUrl(name: string): string {
  const file = hashed.get(name);
  if (file === undefined) throw new Error(`There is no asset ${name}`);
  return `/assets/${file}`;
}

/** By the last part of such an address. */
export function optionalAsset(file: string): Asset | undefined {
  return byPath.get(file);
}
