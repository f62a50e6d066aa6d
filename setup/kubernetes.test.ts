import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { queueCatalogue } from '#workers/queues/catalogue.ts';
import { type Container, manifest, type PodTemplate, readManifests } from './testing/manifests.ts';

const root = path.join(import.meta.dirname, '..');
const source = (file: string) => readFileSync(path.join(root, file), 'utf8');
const pods = readManifests().flatMap(({ kind, spec }): [string, PodTemplate][] => {
  const template = spec.template ?? spec.jobTargetRef?.template;
  return template ? [[kind, template]] : [];
});
const only = (pod: PodTemplate) => pod.spec.containers[0] as Container;

test('there are the API, its service, the workers and an example of the secret', () => {
  expect(readManifests().map(({ kind, apiVersion }) => `${kind} ${apiVersion}`)).toEqual(['Deployment apps/v1', 'Service v1', 'Secret v1', 'ScaledJob keda.sh/v1alpha1']);
});

describe.each(pods)('the pod of %s', (_, pod) => {
  const container = only(pod);

  test('is not root, by the number that the image has, and cannot write but to /tmp', () => {
    const [, uid, gid] = /^USER (\d+):(\d+)$/m.exec(source('Dockerfile')) ?? [];
    expect(pod.spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: Number(uid), runAsGroup: Number(gid) });
    expect(container.securityContext).toEqual({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
    expect(container.volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    expect(pod.spec.volumes).toEqual([{ name: 'tmp', emptyDir: {} }]);
  });

  test('is probed at ports and paths that exist', () => {
    const served = { http: 'services/api/routes/health.ts', metrics: 'services/metrics/serve-metrics.ts' };
    const probes = Object.entries(container).flatMap(([key, value]) => (key.endsWith('Probe') ? [(value as { httpGet: { path: string; port: string } }).httpGet] : []));
    expect(probes.length).toBeGreaterThan(0);
    for (const { path: asked, port } of probes) {
      expect(container.ports.map(({ name }) => name)).toContain(port);
      expect(source(served[port as keyof typeof served])).toContain(`'${asked}'`);
    }
    expect(container.env).toContainEqual({ name: 'NETGRADER_METRICS_PORT', value: String(container.ports.find(({ name }) => name === 'metrics')?.containerPort) });
  });

  test('runs a command that exists, told by the secret that is shown', () => {
    const [command = ''] = container.args;
    expect(source(`services/cli/commands/${command}.ts`)).toContain(`.command('${command}')`);
    const secret = manifest('Secret');
    expect(container.envFrom).toEqual([{ secretRef: { name: secret.metadata.name } }]);
    expect(Object.keys(secret.stringData ?? {})).toEqual(['DATABASE_URL', 'NETGRADER_SECRET', 'NETGRADER_QUEUE_URL']);
  });
});

test('the service finds the pods of the API', () => {
  const { spec } = manifest('Service');
  const pod = manifest('Deployment').spec.template as PodTemplate;
  expect(pod.metadata.labels).toEqual(spec.selector);
  expect(only(pod).ports.map(({ name }) => name)).toContain(spec.ports?.[0]?.targetPort);
});

test('workers are scaled on every queue there is, by the keys that BullMQ keeps, down to none', () => {
  const { spec } = manifest('ScaledJob');
  expect(spec['minReplicaCount']).toBe(0);
  const lists = spec.triggers?.filter(({ type }) => type === 'redis').map(({ metadata }) => metadata['listName']);
  expect(lists).toEqual(Object.values(queueCatalogue).map(({ name }) => `netgrader:${name}:wait`));
  const worker = only(spec.jobTargetRef?.template as PodTemplate);
  expect(worker.args).toEqual(['work', '--until-idle', '30s']);
  const places = worker.env.find(({ name }) => name === 'NETGRADER_CONCURRENCY')?.value;
  const [first, second] = spec.triggers ?? [];
  expect([first?.metadata['targetQueryValue'], second?.metadata['listLength']]).toEqual([places, places]);
  expect(first?.metadata['connectionFromEnv']).toBe('DATABASE_URL');
});
