import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

const folder = path.join(import.meta.dirname, '..', '..', 'deploy', 'kubernetes');

/** As far as the tests look at them. */
export interface Container {
  name: string;
  image: string;
  args: string[];
  ports: { name: string; containerPort: number }[];
  env: { name: string; value: string }[];
  envFrom: { secretRef: { name: string } }[];
  securityContext: object;
  volumeMounts: { name: string; mountPath: string }[];
  [probe: `${string}Probe`]: { httpGet: { path: string; port: string } };
}

export interface PodTemplate {
  metadata: { labels: object };
  spec: { securityContext: object; containers: Container[]; volumes: { name: string; emptyDir: object }[] };
}

export interface Manifest {
  file: string;
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  stringData?: Record<string, string>;
  spec: {
    template?: PodTemplate;
    jobTargetRef?: { template: PodTemplate };
    triggers?: { type: string; metadata: Record<string, string> }[];
    selector?: object;
    ports?: { targetPort: string }[];
    [key: string]: unknown;
  };
}

/** Every document of every manifest. Throws on YAML that is wrong or says a key twice. */
export function readManifests(): Manifest[] {
  return globSync('*.yaml', { cwd: folder }).toSorted().flatMap((file) =>
    parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')).map((document) => {
      if (document.errors[0]) throw document.errors[0];
      return { file, spec: {}, ...(document.toJS() as Omit<Manifest, 'file' | 'spec'> & Partial<Manifest>) };
    }),
  );
}

export function manifest(kind: string): Manifest {
  const found = readManifests().find((one) => one.kind === kind);
  if (!found) throw new Error(`No manifest of kind ${kind}`);
  return found;
}
