import type { LambdaEvent } from 'hono/aws-lambda';

/**
 * What API Gateway sends for an HTTP API, payload format 2.0. Written after the example in AWS's documentation
 * (“Create AWS Lambda proxy integrations for HTTP APIs in API Gateway”), not recorded from a running gateway.
 */
export function gatewayEvent(method: string, path: string, { token, body }: { token?: string; body?: object } = {}): LambdaEvent {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    cookies: ['cookie1=a', 'cookie2=b'],
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      host: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      'x-amzn-trace-id': 'Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e',
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdefghij',
      authentication: null,
      authorizer: {},
      domainName: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'abcdefghij',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.7', userAgent: 'agent' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '10/Mar/2030:05:16:23 +0000',
      timeEpoch: 1_899_350_183_123,
    },
    // The gateway encodes a body that it does not take for text.
    body: body === undefined ? null : Buffer.from(JSON.stringify(body)).toString('base64'),
    isBase64Encoded: body !== undefined,
  };
}
