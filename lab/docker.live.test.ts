import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabHost } from './host.ts';
import { ensureImage } from './image.ts';
import { type Lab, openLab } from './lab.ts';
import { partsOf } from './states.ts';

let lab: Lab;
let host: LabHost;
beforeAll(async () => {
  lab = await openLab();
  host = await lab.boot('docker', { image: await ensureImage({ docker: true }) });
  const images = partsOf('ufw-docker').find((file) => file.endsWith('0-docker.sh'));
  await host.applyState(images ?? '');
});
afterAll(() => lab.close());

/** Task 7.2 of the exercise, word for word. */
const exercise = `
docker network create --subnet=172.20.0.0/16 ml-frontend
docker network create --subnet=172.21.0.0/16 ml-backend
docker network create --subnet=172.22.0.0/16 ml-data
docker run -d --name ml-api \\
    --network ml-frontend \\
    --ip 172.20.0.10 \\
    -p 8080:8080 \\
    hashicorp/http-echo -text="ML API"
docker run -d --name feature-store \\
    --network ml-backend \\
    --ip 172.21.0.10 \\
    redis:7-alpine
docker run -d --name model-db \\
    --network ml-data \\
    --ip 172.22.0.10 \\
    -e POSTGRES_PASSWORD=secret \\
    postgres:15
docker network connect ml-backend ml-api
docker network connect ml-data ml-api
`;

test('a host with Docker does the exercise: tiers with their addresses, isolated, and as bare of tools as the real images', async () => {
  expect(await host.run(`set -e${exercise}`, { asUser: 'student' })).toMatchObject({ exit: 0 });
  const attached = await host.run(`docker ps --format '{{.Names}}' | sort | while read -r name; do
    docker inspect --format '{{.Name}} {{.State.Running}}{{range .NetworkSettings.Networks}} {{.IPAddress}}{{end}}' "$name"; done`);
  expect(attached.stdout).toBe('/feature-store true 172.21.0.10\n/ml-api true 172.21.0.2 172.22.0.2 172.20.0.10\n/model-db true 172.22.0.10\n');

  const answers = await host.run('curl -s http://172.20.0.10:5678; docker exec feature-store redis-cli ping; curl -s -m 2 http://localhost:8080 || echo "not on 8080"');
  expect(answers.stdout).toBe('ML API\nPONG\nnot on 8080\n');

  const reach = (from: string, to: string) =>
    host.run(`nsenter -t "$(docker inspect -f '{{.State.Pid}}' ${from})" -n ping -c 1 -W 1 ${to} >/dev/null && echo yes || echo no`);
  expect((await reach('ml-api', '172.21.0.10')).stdout).toBe('yes\n');
  expect((await reach('ml-api', '172.22.0.10')).stdout).toBe('yes\n');
  expect((await reach('feature-store', '172.22.0.10')).stdout).toBe('no\n');

  const bare = await host.run('docker exec ml-api ping -c 1 172.21.0.10');
  expect(bare.exit).not.toBe(0);
  expect(bare.stdout + bare.stderr).toContain('executable file not found');
});
