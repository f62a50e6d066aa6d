/** A request to the API that was not answered with 2xx. */
export class ApiRequestError extends Error {
  readonly code = 'api-request-failed';
}

/** Talks to the API as its users do: over HTTP, with a bearer token. */
export class ApiClient {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** The body of a 2xx answer, as JSON. Throws ApiRequestError. */
  async json<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    return (await (await this.#request(method, path, body)).json()) as T;
  }

  /** The body of a 2xx answer, as text of that type. Throws ApiRequestError. */
  async text(path: string, type: string): Promise<string> {
    return (await this.#request('GET', path, undefined, type)).text();
  }

  async #request(method: string, path: string, body?: unknown, accept = 'application/json'): Promise<Response> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.#token}`,
        Accept: accept,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer;
    throw new ApiRequestError(`${method} ${path} was answered with ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
  }
}
