import { expect, test } from 'vitest';
import { UnparsableOutput } from '../probe.ts';
import recorded from '../segmentation/recorded/docker.json' with { type: 'json' };
import { collected, visitOf } from '../testing/bundle.ts';
import { docker } from './docker.ts';

const parse = (stdout: string, exit = 0) => docker.parse(collected(stdout, { exit }), visitOf());

test('networks, subnets, attachments and processes are read; the engine’s own networks are left away', () => {
  const { networks, containers } = parse(recorded.probes.docker.stdout);
  expect(networks.map(({ name, subnets }) => [name, ...subnets])).toEqual([
    ['ml-backend', '172.21.0.0/16'],
    ['ml-data', '172.22.0.0/16'],
    ['ml-frontend', '172.20.0.0/16'],
  ]);
  const api = containers.find(({ name }) => name === 'ml-api');
  expect(api).toMatchObject({ status: 'running', restartPolicy: 'unless-stopped', inode: expect.stringMatching(/^\d+$/) as string });
  expect(api?.attachments.map(({ network, address }) => `${network} ${address}`).toSorted()).toEqual(['ml-backend 172.21.0.2', 'ml-data 172.22.0.2', 'ml-frontend 172.20.0.10']);
});

test('no docker is evidence, and so is a daemon that does not run', () => {
  expect(parse('', 127)).toMatchObject({ tool: null, networks: [] });
  expect(parse('@@ tool docker\n@@ silent\nCannot connect to the Docker daemon\n')).toMatchObject({ silent: 'Cannot connect to the Docker daemon' });
});

test('podman’s own spelling of networks is read', () => {
  const output = '@@ tool podman\n@@ networks\n[{"name":"podman","driver":"bridge"},{"name":"ml","id":"2f25","driver":"bridge","subnets":[{"subnet":"10.89.0.0/24","gateway":"10.89.0.1"}]}]\n@@ containers\n';
  expect(parse(output).networks).toEqual([{ id: '2f25', name: 'ml', driver: 'bridge', subnets: ['10.89.0.0/24'] }]);
});

test.each(['[{', '{}', '[{"Name": 5}]', 'null'])('networks that are %s are unparsable', (networks) => {
  expect(() => parse(`@@ tool docker\n@@ networks\n${networks}\n@@ containers\n`)).toThrow(UnparsableOutput);
});
