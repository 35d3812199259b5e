// Signs in at Microsoft or Google, in a window of its own. What that gives stays in the memory of this tab: no cookie, no storage, no server of ours.
//
// Microsoft: an authorization code with proof key (RFC 6749 section 4.1, RFC 7636), as "Microsoft identity platform and OAuth 2.0 authorization
// code flow" describes it for single-page apps. Google exchanges no code without a client secret, which a page cannot keep, so there it is
// "OAuth 2.0 for Client-side Web Applications" (RFC 6749 section 4.2): the token comes behind the # of the address.

/**
 * @typedef {"outlook" | "gmail"} Name
 * @typedef {{client_id: string, authorize: string, token: string, api: string}} Service
 * @typedef {{token: string, who: string}} Session what signing in gave: the token, and whose account it is for as far as that was said
 * @typedef {{problem: string, detail?: string, wait?: number}} Problem a key of `apply.problem.`, what the service said, seconds to wait
 */

const SCOPES = {
  outlook: "openid profile https://graph.microsoft.com/MailboxSettings.ReadWrite",
  gmail: "https://www.googleapis.com/auth/gmail.settings.basic",
};
const NEEDED = { outlook: /(?:^|[\s/])mailboxsettings\.readwrite(?:\s|$)/i, gmail: /(?:^|[\s/])gmail\.settings\.basic(?:\s|$)/ };
/** Codes of Microsoft Entra that say that an administrator must allow it first. */
const ADMIN = /AADSTS(?:90093|90094|90008|65001|65005|650056|50105)\b/;
const LATER = new Set(["server_error", "temporarily_unavailable"]);
const WINDOW = "popup,width=520,height=700";

/** @type {() => void} */
let giveUp = () => {};

/** Stop waiting for the window. */
export function cancelSignIn() {
  giveUp();
}

/**
 * Sign in. Call it at once when a button is pressed: otherwise browsers open no window.
 * @param {Name} name
 * @param {Service} service
 * @param {string} back the path to which the window comes back
 * @returns {Promise<Session | Problem>}
 */
export async function signIn(name, service, back) {
  const shown = open("", "", WINDOW);
  if (!shown) return { problem: "blocked" };
  const state = random(), verifier = random();
  const heard = answerTo(state);
  const returned = new URL(back, location.href).href;
  const query = new URLSearchParams({ client_id: service.client_id, redirect_uri: returned, scope: SCOPES[name], state, prompt: "select_account" });
  if (service.token) {
    query.set("response_type", "code");
    query.set("response_mode", "fragment");
    query.set("code_challenge", await challengeOf(verifier));
    query.set("code_challenge_method", "S256");
  } else {
    query.set("response_type", "token");
  }
  shown.location.href = `${service.authorize}?${query}`;
  const answer = await heard;
  if (!answer) return { problem: "cancelled" };
  if (answer.get("state") !== state) return { problem: "setup", detail: "state" };
  const error = answer.get("error");
  if (error) return refused(error, answer.get("error_description") ?? "");
  if (!service.token) return granted(name, { access_token: answer.get("access_token"), scope: answer.get("scope") });
  return exchange(name, service, { code: answer.get("code") ?? "", redirect_uri: returned, code_verifier: verifier });
}

/**
 * Wait for what the window brings back; null if the person gives up. Only who knows the state can speak or listen here.
 * @param {string} state
 * @returns {Promise<URLSearchParams | null>}
 */
function answerTo(state) {
  giveUp();
  return new Promise(settle => {
    const channel = new BroadcastChannel(`sign-in ${state}`);
    /** @param {URLSearchParams | null} answer */
    function end(answer) {
      giveUp = () => {};
      channel.close();
      settle(answer);
    }
    giveUp = () => end(null);
    channel.addEventListener("message", event => {
      channel.postMessage("received"); // so that the window closes
      end(new URLSearchParams(String(event.data?.answer ?? "")));
    });
  });
}

/**
 * Exchange a code for a token.
 * @param {Name} name
 * @param {Service} service
 * @param {Record<string, string>} given
 * @returns {Promise<Session | Problem>}
 */
async function exchange(name, service, given) {
  const body = new URLSearchParams({ client_id: service.client_id, grant_type: "authorization_code", scope: SCOPES[name], ...given });
  let response, content;
  try {
    response = await fetch(service.token, { method: "POST", body, credentials: "omit", cache: "no-store", redirect: "error" });
    content = await response.json();
  } catch {
    return { problem: response ? "busy" : "network" };
  }
  if (response.status >= 500 || response.status === 429) return { problem: "busy" };
  if (!response.ok) return refused(String(content?.error ?? ""), String(content?.error_description ?? ""));
  return granted(name, content);
}

/**
 * @param {Name} name
 * @param {any} given
 * @returns {Session | Problem}
 */
function granted(name, given) {
  if (typeof given?.access_token !== "string" || !given.access_token) return { problem: "setup", detail: "access_token" };
  // At Google people can tick off what they allow, so what was granted has to be looked at.
  if (typeof given.scope === "string" && !NEEDED[name].test(given.scope)) return { problem: "refused" };
  return { token: given.access_token, who: accountIn(given.id_token) };
}

/**
 * @param {string} error
 * @param {string} description
 * @returns {Problem}
 */
function refused(error, description) {
  const detail = `${error} ${description.split(/\r?\n/)[0]}`.trim().slice(0, 300);
  if (ADMIN.test(description)) return { problem: "forbidden", detail };
  if (error === "access_denied") return { problem: "refused" };
  return { problem: LATER.has(error) ? "busy" : "setup", detail };
}

/**
 * Return the account that an ID token names, to show it. It came straight from Microsoft over HTTPS, so its signature tells nothing more
 * (OpenID Connect Core 1.0, section 3.1.3.7).
 * @param {unknown} token
 */
function accountIn(token) {
  try {
    const part = String(token).split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(part), letter => letter.charCodeAt(0));
    return String(JSON.parse(new TextDecoder().decode(bytes)).preferred_username ?? "");
  } catch {
    return "";
  }
}

/** Return 256 random bits as 43 letters that an address can have in it. */
function random() {
  return plain(crypto.getRandomValues(new Uint8Array(32)));
}

/** @param {string} verifier */
async function challengeOf(verifier) {
  return plain(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

/** @param {Uint8Array} bytes */
function plain(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
