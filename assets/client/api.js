// Requests to the REST API: one effect for each key, failures as they are described in RFC 9457.
const JSON_TYPE = "application/json";

// The server said no. `code` names the reason, `message` and `hint` say it in English.
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? "");
    this.status = status;
    this.code = body.code ?? "bug";
    this.hint = body.hint ?? "";
    this.facts = body.facts ?? {};
  }

  // Worth another try without anybody doing anything.
  get isPassing() {
    return this.status >= 500 || this.status === 429;
  }
}

// Nobody answered: no network, or no server.
export class Unreachable extends Error {}

// A name for one intention. The same request sent again with the same key has one effect.
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

export function post(url, body, { key = newKey(), keepalive = false } = {}) {
  return send("POST", url, { body: body ?? {}, keepalive, headers: { "Idempotency-Key": key } });
}

// For what may be sent again as it is, since the service itself counts it once.
export const postAgain = (url, body, { keepalive = false } = {}) =>
  send("POST", url, { body, keepalive });

export const put = (url, body) => send("PUT", url, { body });

export const get = (url, { headers } = {}) => send("GET", url, { headers });

async function send(method, url, { body, keepalive = false, headers = {} } = {}) {
  let answer;
  try {
    answer = await fetch(url, {
      method,
      credentials: "same-origin",
      keepalive,
      headers: {
        ...(body === undefined ? {} : { "Content-Type": JSON_TYPE }),
        Accept: JSON_TYPE,
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    throw new Unreachable(error.message);
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  throw new Problem(answer.status, await bodyOf(answer));
}

// A failure in the reader's words.
export function told(error, words) {
  if (error instanceof Unreachable) return words("error.unreachable");
  return words(`error.${error.code.replaceAll(".", "_")}`, error.facts, error.message);
}

async function bodyOf(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}
