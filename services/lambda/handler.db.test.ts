import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createToken } from '#db/queries/api-tokens.ts';
import { operator } from '#db/testing/course.ts';
import { selectOptionalCourse } from '#db/queries/courses.ts';
import { insertUser } from '#db/queries/users.ts';
import { useDatabase } from '#db/testing/database.ts';
import { createLambda } from './create-lambda.ts';
import { gatewayEvent } from './testing/gateway-event.ts';

const database = useDatabase();
const made: { lambda?: ReturnType<typeof createLambda> } = {};
beforeAll(() => {
  made.lambda = createLambda({ DATABASE_URL: database.url, NETGRADER_SECRET: `v1:${randomBytes(32).toString('base64url')}` });
});
afterAll(async () => made.lambda?.close());

async function call(...asked: Parameters<typeof gatewayEvent>) {
  const answer = await made.lambda?.handler(gatewayEvent(...asked));
  return { ...answer, json: JSON.parse(answer?.body ?? '') as Record<string, unknown> };
}

test('a course made through API Gateway is in the database, and listed again', async () => {
  const staff = await insertUser(database.db, { name: 'Staff', isStaff: true });
  const { token } = await createToken(database.db, { userId: staff.id, name: 'test' }, operator);
  const created = await call('POST', '/v1/courses', { token, body: { name: 'Réseaux 2031', endsAt: '2031-02-28T00:00:00.000Z' } });
  expect(created).toMatchObject({ statusCode: 201, isBase64Encoded: false, json: { name: 'Réseaux 2031' } });
  expect(await selectOptionalCourse(database.db, String(created.json['id']))).toMatchObject({ name: 'Réseaux 2031' });
  const listed = await call('GET', '/v1/courses?limit=5', { token });
  expect(listed.statusCode).toBe(200);
  expect(listed.body).toContain(String(created.json['id']));
});

test('a stream of progress, which could not end, is refused at once', async () => {
  expect(await call('GET', '/v1/regrades/01a20ed3-9bd4-7000-84bf-f8cbb518850e/events')).toMatchObject({ statusCode: 404, json: { detail: expect.stringContaining('not streamed') } });
});

test('readiness covers database and queue, and a request without a token is refused as it is anywhere', async () => {
  expect(await call('GET', '/readyz')).toMatchObject({ statusCode: 200, json: { status: 'ok' } });
  expect(await call('GET', '/v1/courses')).toMatchObject({
    statusCode: 401,
    headers: { 'content-type': 'application/problem+json' },
    json: { code: 'unauthenticated' },
  });
});
